import frappe
from frappe import _

from govplan.approval.acts import STATES
from govplan.staff.pages import open_page
from govplan.staff.plans import plans

no_cache = 1


def get_context(context):
    """Every plan in its newest version, by state; earlier versions apart."""
    open_page(context, _("Plans"))
    asked = frappe.form_dict.estado
    context.state = asked if asked in STATES else ""
    found = plans(**({"workflow_state": context.state} if context.state else {}))
    newest = {plan.code: plan.name for plan in reversed(found)}
    context.plans = [plan for plan in found if context.state or newest[plan.code] == plan.name]
    context.earlier = [plan for plan in found if plan not in context.plans]
    context.states = [("", _("Every state")), *((state, _(state)) for state in STATES)]
    context.may_create = "Planner" in context.posts or frappe.session.user == "Administrator"
