"""What waits for a reviewer: the flagged ones first, and which comes after the one at hand."""

import frappe

from govplan.approval.acts import AUTHORS
from govplan.approval.notices import page_of
from govplan.monitoring.flags import REPORT
from govplan.staff.months import reports, split_clean

# What each post does with the reports waiting for it.
WAITING = {"Coordinator": ("Submitted", "Review"), "Mayor": ("Reviewed", "Approve")}


def queues(posts: set[str], **filters) -> list:
    """For each post of the reader: its act, the clean reports and the flagged ones."""
    return [
        frappe._dict(post=post, act=act, clean=clean, flagged=flagged)
        for post, (state, act) in WAITING.items()
        if post in posts
        for clean, flagged in [split_clean(reports(workflow_state=state, **filters))]
    ]


def next_waiting(posts: set[str], name: str) -> tuple[object | None, int]:
    """The report to open after this one, flagged ones first, and how many wait besides it."""
    waiting = [report for queue in queues(posts) for report in (*queue.flagged, *queue.clean)]
    others = [report for report in waiting if report.name != name]
    names = [report.name for report in waiting]
    place = names.index(name) if name in names else 0
    following = next((r for r in waiting[place:] if r.name != name), None)
    return following or next(iter(others), None), len(others)


def other_records(posts: set[str]) -> list:
    """The records of other kinds that wait for the reader's post; one statement for each kind."""
    states = [state for post, (state, _act) in WAITING.items() if post in posts]
    if not states:
        return []
    return [
        frappe._dict(row, kind=kind, address=page_of(kind, row.name))
        for kind in AUTHORS
        if kind != REPORT and frappe.has_permission(kind, "read")
        for row in frappe.get_list(
            kind,
            filters={"workflow_state": ["in", states]},
            fields=["name", f"{_title_of(kind)} as title", "workflow_state", "modified"],
            order_by="modified asc, name asc",
            limit=50,
        )
    ]


def _title_of(kind: str) -> str:
    return frappe.get_meta(kind).title_field or "name"
