import frappe

from govplan.portal.charts import line_charts
from govplan.portal.computing import explanation
from govplan.portal.units import line_in, unit_in
from govplan.transparency import public

no_cache = 1


def get_context(context):
    """One line of a unit's POA: its figures, how they were computed, its evidence, its months."""
    context.content = public.latest_open_data()
    context.unit = unit_in(context.content, frappe.form_dict.unit)
    context.line = line_in(context.unit, frappe.form_dict.indicator)
    context.title = context.line["indicator_name"]
    context.explanation = explanation(context.line)
    context.history = public.line_history(context.unit["code"], context.line["indicator"])
    context.charts = line_charts(context.line, context.history)
