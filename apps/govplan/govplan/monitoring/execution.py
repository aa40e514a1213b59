"""What approved reports say of the lines of POAs: how far they have come and what was spent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import frappe

from govplan.domain.periods import fiscal_months
from govplan.domain.quantity import exact
from govplan.monitoring.lines import Identity, identity_of

_FIGURES = (
    "parent",
    "row_key",
    "indicator",
    "activity",
    "territory",
    "status",
    "value",
    "to_date",
    "programmed_to_date",
    "percent_to_date",
    "light",
    "budget_accrued",
)


@dataclass(frozen=True)
class Executed:
    """A unit's latest approved report of a year; its rows by what the line is."""

    period: str
    report: str
    compliance: str
    light: str
    rows: dict[Identity, Any] = field(default_factory=dict)


def latest_execution(year: int, units: Iterable[str] | None = None) -> dict[str, Executed]:
    """By unit what its latest approved report of the fiscal year says. Two statements."""
    months = [str(month) for month in fiscal_months(year)]
    chosen = {} if units is None else {"unit": ["in", sorted(units)]}
    found = frappe.get_all(
        "Gov Progress Report",
        filters={"docstatus": 1, "period": ["in", months], **chosen},
        fields=["name", "unit", "period", "compliance", "light"],
        order_by="period asc, version asc, name asc",
        limit=0,
    )
    latest = {report.unit: report for report in found}
    rows = _rows_of([report.name for report in latest.values()])
    return {
        unit: Executed(one.period, one.name, one.compliance, one.light, rows.get(one.name, {}))
        for unit, one in latest.items()
    }


def accrued_of(planned: Any, reported: Any) -> Decimal | None:
    """What was spent on a line; None where nobody tells or there is no money to spend.

    A blank amount is kept as zero: it is nothing spent where the line has a budget.
    """
    accrued = exact(reported.get("budget_accrued")) if reported else None
    if accrued:
        return accrued
    has_budget = planned and (planned.get("budget_programmed") or planned.get("budget_codified"))
    return Decimal(0) if accrued is not None and has_budget else None


def _rows_of(reports: list[str]) -> dict[str, dict[Identity, Any]]:
    rows = frappe.get_all(
        "Gov Progress Row",
        filters={"parenttype": "Gov Progress Report", "parent": ["in", sorted(reports)]},
        fields=list(_FIGURES),
        order_by="parent asc, idx asc, name asc",
        limit=0,
    )
    by_report: dict[str, dict[Identity, Any]] = {}
    for row in rows:
        by_report.setdefault(row.parent, {})[identity_of(row)] = row
    return by_report
