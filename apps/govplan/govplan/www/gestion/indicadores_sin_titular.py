import frappe
from frappe import _

from govplan.monitoring.ownership import orphans
from govplan.staff.indicators import unit_names
from govplan.staff.pages import open_page

no_cache = 1


def get_context(context):
    """Indicators nobody living answers for: no owner, a vacant post, a unit that never told."""
    open_page(context, _("Indicators without an owner"))
    context.orphans = orphans()
    context.unit_names = unit_names()
    context.may_write = frappe.has_permission("Gov Indicator", "write")
