import frappe
from frappe import _

from govplan.staff.pages import is_post, open_page
from govplan.staff.refusals import handle
from govplan.transparency import publication

no_cache = 1

ADDRESS = "/gestion/publicaciones"


def get_context(context):
    """Editions, the check list of the next month, corrections with their reason."""
    open_page(context, _("Publications"))
    frappe.has_permission("Gov Edition", "read", throw=True)
    context.may_publish = frappe.has_permission("Gov Edition", "create")
    if is_post():
        handle(context, _answer)
    context.editions = frappe.get_list(
        "Gov Edition",
        filters={"docstatus": 1},
        fields=["name", "title", "format", "period", "number", "published_at", "on_time", "score"],
        order_by="published_at desc, name desc",
        limit=60,
    )
    context.next_period = _next_period()
    if context.next_period and context.may_publish:
        context.checks = publication.dry_run(context.next_period.name)
    context.formats = frappe.get_all(
        "Gov Publication Format",
        filters={"enabled": 1, "subject": "Month"},
        fields=["name", "title"],
        order_by="name asc",
    )
    context.published_periods = sorted({e.period for e in context.editions if e.period})[::-1]


def _answer() -> str:
    frappe.has_permission("Gov Edition", "create", throw=True)
    form = frappe.form_dict
    if form.act == "organisation":
        publication.publish_organisation()
        return ADDRESS + "?hecho=hecho"
    publication.correct(form.format, form.period, (form.reason or "").strip())
    return ADDRESS + "?hecho=hecho"


def _next_period():
    found = frappe.get_all(
        "Gov Reporting Period",
        filters={"state": ["in", ["Open", "Closed"]]},
        fields=["name", "period", "publish_on", "legal_limit"],
        order_by="period asc",
        limit=1,
    )
    return found[0] if found else None
