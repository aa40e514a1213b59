"""What a unit was to do each month and what it said it did: lines of POAs and of reports."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

import frappe

from govplan.domain.periods import Month, fiscal_months
from govplan.domain.quantity import parse_quantity
from govplan.domain.sheets import Observation, Status
from govplan.planning.poas import Identity, identity_of

# A draft has not been said yet, a returned report has been taken back; of a superseded one the
# figures stand until those of the version that replaces it are submitted.
_SAID = ("Submitted", "Reviewed", "Approved", "Superseded")

_MONTHS = tuple(f"m{month:02d}" for month in range(1, 13))
_BUDGETS = ("budget_programmed", "budget_codified")
_OF_LINE = ("name", "indicator", "activity", "territory", "annual_target", *_BUDGETS, *_MONTHS)


@dataclass(frozen=True)
class Line:
    """A line of a POA; `identity` is what it has in common with itself in another version.

    `amounts` are its budget, programmed and codified, as the record names them.
    """

    key: str
    identity: Identity
    annual_target: Decimal | None
    programme: dict[Month, Decimal | None] = field(default_factory=dict)
    amounts: frappe._dict = field(default_factory=frappe._dict)


@dataclass(frozen=True)
class Said:
    """What a report of an earlier month said about a line."""

    key: str
    identity: Identity
    period: Month
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    not_applicable: bool

    def observed(self, month: Month, programmed: Decimal | None) -> Observation:
        return observation(
            month, programmed, self.value, self.numerator, self.denominator, self.not_applicable
        )


def observation(
    month: Month,
    programmed: Decimal | None,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    not_applicable: bool,
) -> Observation:
    """A quotient is told by its parts, and half of one is nothing yet."""
    if numerator is None or denominator is None:
        return Observation(month, programmed, value, not_applicable=not_applicable)
    return Observation(month, programmed, None, numerator, denominator, not_applicable)


def lines_of(poa: str) -> list[Line]:
    """The lines of a POA in their order."""
    plan, row = frappe.qb.DocType("Gov POA"), frappe.qb.DocType("Gov POA Row")
    found = (
        frappe.qb.from_(row)
        .inner_join(plan)
        .on(plan.name == row.parent)
        .select(plan.fiscal_year, *(row[field] for field in _OF_LINE))
        .where(row.parenttype == "Gov POA")
        .where(row.parent == poa)
        .orderby(row.idx)
        .orderby(row.name)
        .run(as_dict=True)
    )
    return [_line(one, fiscal_months(one.fiscal_year)) for one in found]


def said_before(unit: str, first: Month, month: Month) -> list[Said]:
    """What the unit's reports from `first` up to the month before `month` say, oldest first.

    Of each month the latest version that was submitted and not taken back. One statement.
    """
    report, row = frappe.qb.DocType("Gov Progress Report"), frappe.qb.DocType("Gov Progress Row")
    found = (
        frappe.qb.from_(report)
        .inner_join(row)
        .on(row.parent == report.name)
        .select(
            report.period,
            report.version,
            row.row_key,
            row.indicator,
            row.activity,
            row.territory,
            row.status,
            row.value,
            row.numerator,
            row.denominator,
        )
        .where(row.parenttype == "Gov Progress Report")
        .where(report.unit == unit)
        .where(report.period >= str(first))
        .where(report.period < str(month))
        .where(report.workflow_state.isin(_SAID))
        .orderby(report.period)
        .orderby(row.idx)
        .run(as_dict=True)
    )
    latest = _latest_versions(found)
    return [_said(one) for one in found if one.version == latest[one.period]]


def said_of(line: Line, said: Iterable[Said], current_keys: Container[str]) -> list[Said]:
    """What was said of a line: under its own key, or of its like in another version of the POA."""
    return [
        one
        for one in said
        if one.key == line.key or (one.identity == line.identity and one.key not in current_keys)
    ]


def _line(row: frappe._dict, months: list[Month]) -> Line:
    return Line(
        key=row.name,
        identity=identity_of(row),
        annual_target=parse_quantity(row.annual_target),
        programme={month: parse_quantity(row.get(f"m{month.month:02d}")) for month in months},
        amounts=frappe._dict({name: row.get(name) for name in _BUDGETS}),
    )


def _latest_versions(rows: Iterable[frappe._dict]) -> dict[str, int]:
    latest: dict[str, int] = {}
    for row in rows:
        latest[row.period] = max(row.version, latest.get(row.period, 0))
    return latest


def _said(row: frappe._dict) -> Said:
    return Said(
        key=row.row_key,
        identity=identity_of(row),
        period=Month.parse(row.period),
        value=parse_quantity(row.value),
        numerator=parse_quantity(row.numerator),
        denominator=parse_quantity(row.denominator),
        not_applicable=row.status == Status.NOT_APPLICABLE,
    )
