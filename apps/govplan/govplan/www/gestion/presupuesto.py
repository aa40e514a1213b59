import frappe
from frappe import _

from govplan.domain.programme_budget import Alignment
from govplan.monitoring.budget import programme_budget
from govplan.staff.pages import open_page
from govplan.staff.poas import chosen_year, years_with_poas

no_cache = 1


def get_context(context):
    """The budget of a year by plan, axis and element, and the lines that hang on no plan."""
    open_page(context, _("Programme budget"))
    frappe.has_permission("Gov POA", "read", throw=True)
    context.year = chosen_year(frappe.form_dict.anio)
    context.years = years_with_poas()
    context.budget = programme_budget(context.year)
    context.alignments = [(state, context.budget.aligned(state)) for state in Alignment]
