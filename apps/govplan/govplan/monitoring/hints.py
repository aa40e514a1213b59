"""A report's money beside its work, and what it makes a careful reader ask; it blocks nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from frappe import _

from govplan.domain.finance import (
    Execution,
    Hint,
    financial_percent,
    integrity_hints,
    mentions_other_funding,
)
from govplan.domain.periods import Month, fiscal_year
from govplan.domain.quantity import exact, parse_quantity
from govplan.domain.sheets import HUNDRED, Status
from govplan.monitoring.execution import Executed, accrued_of, latest_execution
from govplan.planning.poas import identity_of
from govplan.rows import rows_by_name


@dataclass(frozen=True)
class Money:
    """A report's money beside its work; `questions` by line, those without one left out."""

    financial: Decimal | None
    questions: list[tuple[Any, list[str]]]


def money_of(report: Any) -> Money:
    """The financial percent of a report and what its lines make one ask. Three statements."""
    budgets, before = budgets_of(row.row_key for row in report.rows), _said_before(report)
    asked = [(row, _questions(row, budgets.get(row.row_key))) for row in report.rows]
    pairs = (_spent_to_date(row, budgets.get(row.row_key), before) for row in report.rows)
    return Money(financial_percent(pairs), [(row, words) for row, words in asked if words])


def _said_before(report: Any) -> Executed | None:
    month = Month.parse(report.period)
    until = str(month.minus(1))
    return latest_execution(fiscal_year(month), [report.unit], until).get(report.unit)


def _spent_to_date(
    row: Any, planned: Any, before: Executed | None
) -> tuple[Decimal | None, Decimal | None]:
    """A line that says nothing now has spent what it told last."""
    spent, budget = _spent_of(row, planned)
    if spent is None and before:
        spent = accrued_of(planned, before.money.get(identity_of(row)))
    return spent, budget


def _spent_of(row: Any, planned: Any) -> tuple[Decimal | None, Decimal | None]:
    budget = (exact(planned.budget_codified) or None) if planned else None
    return accrued_of(planned, row), budget


def budgets_of(row_keys: Iterable[str]) -> dict[str, Any]:
    """The amounts of these lines of POAs, by line."""
    amounts = ("budget_code", "budget_programmed", "budget_codified")
    return rows_by_name("Gov POA Row", row_keys, amounts)


def _questions(row: Any, planned: Any) -> list[str]:
    return [_words(hint) for hint in integrity_hints(execution_of(row, planned))]


def execution_of(row: Any, planned: Any) -> Execution:
    """What a measured line did and spent, `planned` its amounts in the POA.

    Progress is told in percent, which grows with merit in every kind of indicator.
    """
    said_now = row.status == Status.REPORTED
    percent = parse_quantity(row.percent_to_date) if said_now else None
    unplanned = parse_quantity(row.value) if row.unplanned else None
    spent, budget = _spent_of(row, planned)
    said = " ".join(filter(None, (row.narrative, row.cause, row.corrective_action)))
    return Execution(
        executed=unplanned if percent is None else max(percent, Decimal(0)),
        programmed=None if percent is None else HUNDRED,
        spent=spent,
        budget=budget,
        has_narrative=bool(row.narrative),
        funded_otherwise=mentions_other_funding(said),
        explained=bool(row.cause),
    )


def _words(hint: Hint) -> str:
    return {
        Hint.NEGATIVE_AMOUNT: _("An amount is below zero. Is the sign right?"),
        Hint.SPENT_ABOVE_BUDGET: _(
            "More was spent than the codified budget. Is the amount right, or is a budget reform"
            " missing?"
        ),
        Hint.AVAILABLE_ABOVE_BALANCE: _(
            "More is available than the budget less what was spent. Is one of them wrong?"
        ),
        Hint.PHYSICAL_ABOVE_PROGRAMMED: _(
            "More was done than programmed. Is the value right, or was the programming too low?"
        ),
        Hint.MONEY_WITHOUT_PROGRESS: _(
            "Money was spent and nothing has advanced. Write the cause."
        ),
        Hint.PROGRESS_WITHOUT_MONEY: _(
            "There is progress and none of its budget was spent. If it was paid in kind or by"
            " others, say so in what was done."
        ),
        Hint.PROGRESS_WITHOUT_NARRATIVE: _("There is progress and nothing tells what was done."),
        Hint.RESULT_NOT_PROGRAMMED: _(
            "There is a result and nothing was programmed. Is it in the right month and line?"
        ),
    }[hint]
