"""What each unit's month looks like to the public: approved reports, and silence told apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _dict
from frappe.utils import cint, cstr

from govplan.domain.periods import Month
from govplan.domain.sheets import Status
from govplan.monitoring.measuring import measure_report
from govplan.monitoring.opening import lines_from
from govplan.rows import children
from govplan.transparency.sources import MonthSources, UnitPlan

APPROVED = "approved"
NOT_APPROVED = "not_approved"
NOT_REPORTED = "not_reported"
NOT_DUE = "not_due"
NO_POA = "no_poa"

_REPORT_FIELDS = (
    "name",
    "unit",
    "poa",
    "version",
    "docstatus",
    "workflow_state",
    "compliance",
    "compliance_raw",
    "light",
    "due_count",
    "reported_count",
    "on_time",
    "submitted_at",
    "narrative",
)
_FIGURES = (
    "value",
    "numerator",
    "denominator",
    "to_date",
    "percent_month",
    "percent_to_date",
    "percent_year",
    "narrative",
    "cause",
    "corrective_action",
    "budget_accrued",
)
_TAKEN_BACK = ("Draft", "Returned")


@dataclass(frozen=True)
class UnitMonth:
    """A unit in a month. `rows` has figures only when `state` is approved."""

    plan: UnitPlan
    state: str
    due: int = 0
    reported: int = 0
    report: _dict | None = None
    rows: tuple[Any, ...] = ()
    evidence: tuple[_dict, ...] = ()

    @property
    def is_approved(self) -> bool:
        return self.state == APPROVED


def months_of_units(sources: MonthSources) -> list[UnitMonth]:
    """Every unit of the month, in the order of the tree."""
    reports = _latest_reports(sources.month)
    approved = [name for name in (_approved(report) for report in reports.values()) if name]
    rows = children("Gov Progress Row", "Gov Progress Report", approved)
    proofs = children("Gov Evidence", "Gov Progress Report", approved)
    return [
        _unit_month(plan, sources.month, reports.get(plan.unit.name), rows, proofs)
        for plan in sources.plans
    ]


def _latest_reports(month: Month) -> dict[str, _dict]:
    """Of each unit the approved report; without one, the last that was begun."""
    found = frappe.get_all(
        "Gov Progress Report",
        filters={"period": str(month)},
        fields=list(_REPORT_FIELDS),
        order_by="version asc, name asc",
        limit=0,
    )
    reports: dict[str, _dict] = {}
    for report in found:
        if report.docstatus == 1 or not _approved(reports.get(report.unit)):
            reports[report.unit] = report
    return reports


def _approved(report: _dict | None) -> str | None:
    return report.name if report and report.docstatus == 1 else None


def _unit_month(
    plan: UnitPlan,
    month: Month,
    report: _dict | None,
    rows: Mapping[str, list[_dict]],
    proofs: Mapping[str, list[_dict]],
) -> UnitMonth:
    if report and report.docstatus == 1:
        return UnitMonth(
            plan,
            APPROVED,
            cint(report.due_count),
            cint(report.reported_count),
            report,
            tuple(rows.get(report.name, ())),
            tuple(proofs.get(report.name, ())),
        )
    if plan.poa is None:
        return UnitMonth(plan, NO_POA)
    return _silent(plan, month, report)


def _silent(plan: UnitPlan, month: Month, report: _dict | None) -> UnitMonth:
    """What was asked of the unit, and nothing of what an unapproved report may say."""
    asked = frappe.get_doc(
        {
            "doctype": "Gov Progress Report",
            "unit": plan.unit.name,
            "period": str(month),
            "poa": plan.poa,
            "rows": lines_from(cstr(plan.poa)),
        }
    )
    measure_report(asked)
    for row in asked.rows:
        row.update(dict.fromkeys(_FIGURES))
        row.update({"unplanned": 0, "light": _light(row.status)})
    submitted = report if report and _was_submitted(report) else None
    state = NOT_APPROVED if submitted else NOT_REPORTED if asked.due_count else NOT_DUE
    return UnitMonth(plan, state, cint(asked.due_count), 0, submitted, tuple(asked.rows))


def _was_submitted(report: _dict) -> bool:
    """Superseded reports were approved once, and their correction is on its way."""
    return bool(report.submitted_at) and report.workflow_state not in _TAKEN_BACK


def _light(status: str) -> str:
    return "Black" if status == Status.NOT_REPORTED else "Grey"
