"""What waits for a reviewer: the flagged ones first, and which comes after the one at hand."""

from collections.abc import Iterable

import frappe

from govplan.approval.acts import ACTS, AUTHORS, EDITABLE
from govplan.approval.notices import page_of, pages_of
from govplan.monitoring.flags import REPORT
from govplan.organisation.holders import posts_over
from govplan.staff.months import reports, split_clean

# What each post does with the reports waiting for it.
WAITING = {"Coordinator": ("Submitted", "Review"), "Mayor": ("Reviewed", "Approve")}

_OTHERS = tuple(kind for kind in AUTHORS if kind != REPORT)
_FEW = 5


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
    """The records of other kinds the reader could decide on next, by post and unit; one statement
    for each kind."""
    acts = {state: ACTS[act] for post, (state, act) in WAITING.items() if post in posts}
    if not acts:
        return []
    found = [row for kind in _OTHERS for row in _in_states(kind, list(acts), "modified asc")]
    return [row for row in found if posts_over(acts[row.workflow_state].posts, (row.unit,))]


def in_preparation(posts: set[str]) -> list:
    """Of each kind of record the reader writes besides reports: the drafts there are, those that
    came back first, and whether there are `more`."""
    written = {
        kind: _in_states(kind, EDITABLE, "workflow_state desc, modified desc", _FEW + 1)
        for kind in _OTHERS
        if posts & set(AUTHORS[kind])
    }
    return [
        frappe._dict(kind=kind, address=pages_of(kind), rows=rows[:_FEW], more=len(rows) > _FEW)
        for kind, rows in written.items()
        if rows
    ]


def _in_states(kind: str, states: Iterable[str], order_by: str, limit: int = 50) -> list:
    """The records of a kind the reader sees in these states, each with its page and unit."""
    if not frappe.has_permission(kind, "read"):
        return []
    meta = frappe.get_meta(kind)
    fields = ["name", f"{meta.title_field or 'name'} as title", "workflow_state", "modified"]
    rows = frappe.get_list(
        kind,
        filters={"workflow_state": ["in", list(states)]},
        fields=[*fields, *(["unit"] if meta.has_field("unit") else [])],
        order_by=f"{order_by}, name asc",
        limit=limit,
    )
    return [frappe._dict(row, kind=kind, address=page_of(kind, row.name)) for row in rows]
