import frappe
from frappe import _

from govplan.approval.service import perform_many
from govplan.presentation import month_name
from govplan.staff.pages import is_post, open_page
from govplan.staff.queue import WAITING, other_records, queues

no_cache = 1


def get_context(context):
    """What waits for the person's act: reports, flagged ones first, and every other record."""
    open_page(context, _("Inbox"))
    if is_post():
        names = frappe.request.form.getlist("name")
        context.results = _act(frappe.form_dict.act, names)
    whole = queues(context.posts)
    waiting = [report for queue in whole for report in (*queue.flagged, *queue.clean)]
    context.months = sorted({(r.period, month_name(r.period)) for r in waiting}, reverse=True)
    context.units = sorted({(r.unit, r.unit_name) for r in waiting}, key=lambda one: one[1])
    context.month, context.unit = frappe.form_dict.mes or "", frappe.form_dict.unidad or ""
    context.queues = [_filtered(queue, context.month, context.unit) for queue in whole]
    context.total = len(waiting)
    context.others = other_records(context.posts)
    context.reviews = bool(context.posts & set(WAITING))


def _filtered(queue, month: str, unit: str):
    def kept(found: list) -> list:
        return [r for r in found if month in ("", r.period) and unit in ("", r.unit)]

    return frappe._dict(queue, clean=kept(queue.clean), flagged=kept(queue.flagged))


def _act(act: str, names: list[str]) -> list:
    titles = {
        row.name: row.title
        for row in frappe.get_list(
            "Gov Progress Report",
            filters={"name": ["in", names]},
            fields=["name", "title"],
            order_by="name asc",
        )
    }
    return [
        frappe._dict(result, title=titles.get(result["name"], result["name"]))
        for result in perform_many("Gov Progress Report", names, act)
    ]
