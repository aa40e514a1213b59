import frappe
from frappe import _

from govplan.planning import sdg
from govplan.portal.goals import served

no_cache = 1


def get_context(context):
    """One goal: its targets, and the elements and indicators that serve it."""
    code = str(frappe.form_dict.goal)
    if code not in (goal.code for goal in sdg.goals()):
        raise frappe.PageDoesNotExistError(_("There is no goal {0}.").format(code))
    context.goal = sdg.entries()[code]
    context.title = f"{code}. {context.goal.title}"
    found = served()[code]
    context.elements, context.indicators = found["elements"], found["indicators"]
    named = {target for one in context.elements for target in one["targets"]}
    named |= {each["line"].get("sdg_target") for each in context.indicators}
    context.targets = [target for target in sdg.targets(code) if target.code in named]
