import frappe
from frappe import _

from govplan import clock
from govplan.staff.pages import open_page

no_cache = 1


def get_context(context):
    """The agreements the person may see, those due first on top."""
    open_page(context, _("Agreements"))
    context.today = clock.today()
    context.agreements = frappe.get_list(
        "Gov Agreement",
        fields=["name", "title", "due_date", "status", "percent", "workflow_state"],
        order_by="due_date asc, name asc",
        limit=200,
    )
    for agreement in context.agreements:
        agreement.overdue = agreement.status in ("Pending", "In progress") and (
            agreement.due_date < context.today
        )
