import frappe
from frappe import _

from govplan.staff.indicators import listed, offer_filters, page_of, unit_names
from govplan.staff.pages import open_page

no_cache = 1


def get_context(context):
    """The indicators, searched and narrowed, with who answers for each."""
    open_page(context, _("Indicators"))
    context.asked = frappe.form_dict
    context.indicators, context.has_more = listed(context.asked)
    context.page = page_of(context.asked) + 1
    context.unit_names = unit_names()
    context.may_create = frappe.has_permission("Gov Indicator", "create")
    offer_filters(context)
