import frappe

from govplan.portal.charts import compliance_chart
from govplan.portal.units import state_text, unit_in
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """One unit in the latest edition, and its months before."""
    context.content = public.latest_open_data()
    context.unit = unit_in(context.content, frappe.form_dict.code)
    context.title = context.unit["name"]
    context.state_text = state_text(context.unit)
    context.history = public.unit_history(context.unit["code"])
    context.chart = compliance_chart(context.history)
