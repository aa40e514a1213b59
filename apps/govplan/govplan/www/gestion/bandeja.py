import frappe
from frappe import _

from govplan.approval.service import perform_many
from govplan.staff.months import reports, split_clean
from govplan.staff.pages import is_post, open_page

no_cache = 1

# What each post does with the reports waiting for it.
_WAITING = {"Coordinator": ("Submitted", "Review"), "Mayor": ("Reviewed", "Approve")}


def get_context(context):
    """The reports that wait for the person's act: clean ones in one act, flagged ones first."""
    open_page(context, _("Inbox"))
    if is_post():
        names = frappe.request.form.getlist("name")
        context.results = _act(frappe.form_dict.act, names)
    context.queues = [
        frappe._dict(act=act, clean=clean, flagged=flagged)
        for post, (state, act) in _WAITING.items()
        if post in context.posts
        for clean, flagged in [split_clean(reports(workflow_state=state))]
    ]


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
