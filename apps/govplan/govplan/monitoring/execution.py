"""What approved reports say of the lines of POAs: how far they have come and what was spent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import frappe

from govplan.domain.periods import fiscal_months
from govplan.domain.quantity import exact
from govplan.domain.sheets import Status
from govplan.planning.poas import Identity, identity_of
from govplan.rows import children

_FIGURES = (
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
    """What a unit's approved reports of a year say.

    Progress is that of the latest one: its rows by what the line is. Money is what each line
    last told, which may be earlier: a line that is not due says nothing new of its money.
    """

    period: str
    report: str
    compliance: str
    light: str
    rows: dict[Identity, Any] = field(default_factory=dict)
    money: dict[Identity, Any] = field(default_factory=dict)

    def accrued(self, planned: Any) -> Decimal | None:
        """What was spent on a line of a POA; None where no report tells."""
        return accrued_of(planned, self.money.get(identity_of(planned)))


def latest_execution(
    year: int, units: Iterable[str] | None = None, until: str = ""
) -> dict[str, Executed]:
    """By unit what its approved reports of the fiscal year say, no later than the month `until`.

    Two statements.
    """
    months = [str(month) for month in fiscal_months(year) if str(month) <= (until or str(month))]
    chosen = {} if units is None else {"unit": ["in", sorted(units)]}
    found = frappe.get_all(
        "Gov Progress Report",
        filters={"docstatus": 1, "period": ["in", months], **chosen},
        fields=["name", "unit", "period", "compliance", "light"],
        order_by="period asc, version asc, name asc",
        limit=0,
    )
    rows = _rows_of([report.name for report in found])
    by_unit: dict[str, list[Any]] = {}
    for report in found:
        by_unit.setdefault(report.unit, []).append(report)
    return {unit: _executed(reports, rows) for unit, reports in by_unit.items()}


def _executed(reports: list[Any], rows: dict[str, dict[Identity, Any]]) -> Executed:
    last = reports[-1]
    told = {
        key: row
        for report in reports
        for key, row in rows.get(report.name, {}).items()
        if _tells_money(row)
    }
    said = rows.get(last.name, {})
    return Executed(last.period, last.name, last.compliance, last.light, said, told)


def accrued_of(planned: Any, reported: Any) -> Decimal | None:
    """What a line of a report says was spent to date; None where it does not say.

    A blank amount is kept as zero: it means nothing spent only where the line has a budget and
    the unit reported on it.
    """
    if not (planned and reported and _tells_money(reported)):
        return None
    has_budget = planned.get("budget_programmed") or planned.get("budget_codified")
    accrued = exact(reported.get("budget_accrued"))
    return accrued if accrued or has_budget else None


def _tells_money(reported: Any) -> bool:
    return bool(reported.get("budget_accrued")) or (
        reported.get("budget_accrued") is not None and reported.get("status") == Status.REPORTED
    )


def _rows_of(reports: list[str]) -> dict[str, dict[Identity, Any]]:
    rows = children("Gov Progress Row", "Gov Progress Report", reports, _FIGURES)
    return {report: {identity_of(row): row for row in every} for report, every in rows.items()}
