import frappe
from frappe import _

from govplan.staff.pages import open_page

no_cache = 1


def get_context(context):
    """The participation events the person may see, newest first."""
    open_page(context, _("Events"))
    context.may_create = frappe.has_permission("Gov Participation Event", "create")
    context.events = frappe.get_list(
        "Gov Participation Event",
        filters={"docstatus": ["<", 2]},
        fields=["name", "title", "event_type", "starts_at", "workflow_state"],
        order_by="starts_at desc, name asc",
        limit=100,
    )
