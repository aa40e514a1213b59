import frappe
from frappe import _

from govplan import clock
from govplan.annual import generating
from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import handle

no_cache = 1


def get_context(context):
    """The yearly reports, and the beginning of one."""
    open_page(context, _("Annual reports"))
    frappe.has_permission("Gov Annual Report", "read", throw=True)
    if is_post():
        handle(context, _begun)
    context.may_begin = frappe.has_permission("Gov Annual Report", "create")
    context.reports = frappe.get_list(
        "Gov Annual Report",
        filters={"docstatus": ["!=", 2]},
        fields=["name", "title", "year", "version", "workflow_state", "generated_at"],
        order_by="year desc, version desc, name asc",
        limit=100,
    )
    context.year = frappe.form_dict.year if context.typed else _year_to_tell(context.reports)


def _year_to_tell(reports: list) -> int:
    """Last year, until it has its report; then this one."""
    last = clock.today().year - 1
    return last + any(report.year == last for report in reports)


def _begun() -> str:
    report = generating.begin(frappe.form_dict.year)
    return f"/gestion/informes/{report.name}?hecho=guardado"
