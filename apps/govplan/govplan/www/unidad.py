import frappe

from govplan.portal.charts import compliance_chart
from govplan.portal.organisation import related_to, unit_of
from govplan.portal.units import state_text, unit_in
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """One unit: what it is for, in the latest edition and its months before."""
    code = frappe.form_dict.code
    organisation = public.organisation()
    context.about = unit_of(organisation, code)
    context.related = related_to(organisation, code)
    context.content = public.latest_open_data()
    context.unit = unit_of(context.content, code)
    if context.unit is None:
        context.content = None
        context.unit = unit_in(organisation, code)
    else:
        context.state_text = state_text(context.unit)
    context.title = context.unit["name"]
    context.history = public.unit_history(code)
    context.chart = compliance_chart(context.history)
