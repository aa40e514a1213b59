"""Reports that wait: for which act, of which people, until which day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import cint, cstr, getdate

from govplan.approval.acts import (
    APPROVE,
    DRAFT,
    RETURNED,
    REVIEW,
    REVIEWED,
    SUBMIT,
    SUBMITTED,
    Act,
    act_named,
)
from govplan.approval.guard import took_part
from govplan.monitoring.periods import OPEN, PLANNED
from govplan.organisation.holders import Holding, holders_on

_DOCTYPE = "Gov Progress Report"
_NEXT = {DRAFT: SUBMIT, RETURNED: SUBMIT, SUBMITTED: REVIEW, REVIEWED: APPROVE}
_LAST_DAY = {
    SUBMIT.label: "unit_cutoff",
    REVIEW.label: "coordination_cutoff",
    APPROVE.label: "mayor_cutoff",
}


@dataclass(frozen=True)
class Waiting:
    """A report and the act it waits for.

    `last_day` is None for a corrected version, which has none. `since` is the day it was handed
    over, None while nobody has. `is_possible` is off where its month takes no report any more.
    """

    report: str
    unit_name: str
    period: str
    state: str
    act: str
    last_day: date | None
    since: date | None
    is_possible: bool
    people: tuple[str, ...]


def waiting_reports(day: date) -> list[Waiting]:
    """Every report not approved yet, months in order, with those who may take the next act."""
    reports = _reports()
    months = _months({report.period for report in reports})
    leaves = _leaves(set(months))
    decisions = _decisions([report.name for report in reports])
    holders = holders_on(day)
    return [
        _waiting(report, months[report.period], leaves, decisions[report.name], holders, day)
        for report in reports
        if report.period in months
    ]


def _waiting(
    report: frappe._dict,
    month: frappe._dict,
    leaves: dict[tuple[str, str], date],
    decisions: list[frappe._dict],
    holders: list[Holding],
    day: date,
) -> Waiting:
    act = act_named(_DOCTYPE, _NEXT[report.workflow_state].label)
    leave = leaves.get((report.period, report.unit))
    corrected = report.version > 1
    is_open = month.state == OPEN or bool(leave and leave >= day)
    round_ = [row for row in decisions if row.round == cint(report.round)]
    return Waiting(
        report=report.name,
        unit_name=cstr(report.unit_name),
        period=report.period,
        state=report.workflow_state,
        act=act.label,
        last_day=None if corrected else _last_day(act, month, leave),
        since=_handed_over(report, decisions),
        is_possible=act.label != SUBMIT.label or corrected or is_open,
        people=_people(act, report.unit, round_, holders),
    )


def _last_day(act: Act, month: frappe._dict, leave: date | None) -> date:
    """The month's, or that of the exception the unit was granted."""
    if act.label == SUBMIT.label and leave:
        return leave
    return getdate(month[_LAST_DAY[act.label]])


def _handed_over(report: frappe._dict, decisions: list[frappe._dict]) -> date | None:
    if report.workflow_state == DRAFT or not decisions:
        return None
    return getdate(decisions[-1].decided_at)


def _people(
    act: Act, unit: str, earlier: list[frappe._dict], holders: Iterable[Holding]
) -> tuple[str, ...]:
    """Who holds the post over the unit, apart from those who took part in the round."""
    able = {
        held.user
        for held in holders
        if held.post in act.posts and held.reaches(unit) and not took_part(held, act, earlier)
    }
    return tuple(sorted(able))


def _reports() -> list[frappe._dict]:
    return frappe.get_all(
        _DOCTYPE,
        filters={"docstatus": 0, "workflow_state": ["in", sorted(_NEXT)]},
        fields=[
            "name",
            "unit",
            "unit.unit_name as unit_name",
            "period",
            "workflow_state",
            "version",
            "round",
        ],
        order_by="period asc, name asc",
        limit=0,
    )


def _months(names: set[str]) -> dict[str, frappe._dict]:
    rows = frappe.get_all(
        "Gov Reporting Period",
        filters={"name": ["in", sorted(names)], "state": ["!=", PLANNED]},
        fields=["name", "state", *_LAST_DAY.values()],
        order_by="name asc",
        limit=0,
    )
    return {row.name: row for row in rows}


def _leaves(periods: set[str]) -> dict[tuple[str, str], date]:
    """The last day of each unit's latest exception, by (period, unit)."""
    rows = frappe.get_all(
        "Gov Period Exception",
        filters={"parenttype": "Gov Reporting Period", "parent": ["in", sorted(periods)]},
        fields=["parent", "unit", "until"],
        order_by="until asc, name asc",
        limit=0,
    )
    return {(row.parent, row.unit): getdate(row.until) for row in rows}


def _decisions(names: list[str]) -> defaultdict[str, list[frappe._dict]]:
    rows = frappe.get_all(
        "Gov Decision",
        filters={"reference_doctype": _DOCTYPE, "reference_name": ["in", names]},
        fields=["reference_name", "act", "person", "on_behalf_of_user", "round", "decided_at"],
        order_by="sequence asc, name asc",
        limit=0,
    )
    found: defaultdict[str, list[frappe._dict]] = defaultdict(list)
    for row in rows:
        found[row.reference_name].append(row)
    return found
