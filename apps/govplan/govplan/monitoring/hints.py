"""What a careful reader would ask about a report's lines: hints in words, which block nothing."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from govplan.domain.finance import Execution, Hint, integrity_hints, mentions_other_funding
from govplan.domain.quantity import exact, parse_quantity
from govplan.domain.sheets import HUNDRED
from govplan.monitoring.execution import accrued_of


def hints_of(report: Any) -> dict[str, list[str]]:
    """{row_key: the questions its line raises}; lines without one are left out. One statement."""
    budgets = budgets_of(row.row_key for row in report.rows)
    found = {row.row_key: _questions(row, budgets.get(row.row_key)) for row in report.rows}
    return {key: words for key, words in found.items() if words}


def budgets_of(row_keys: Iterable[str]) -> dict[str, Any]:
    """The amounts of these lines of POAs, by line."""
    rows = frappe.get_all(
        "Gov POA Row",
        filters={"parenttype": "Gov POA", "name": ["in", sorted(row_keys)]},
        fields=["name", "budget_code", "budget_programmed", "budget_codified"],
        order_by="name asc",
        limit=0,
    )
    return {row.name: row for row in rows}


def _questions(row: Any, planned: Any) -> list[str]:
    return [_words(hint) for hint in integrity_hints(_execution(row, planned))]


def _execution(row: Any, planned: Any) -> Execution:
    """Progress is told in percent, which grows with merit in every kind of indicator."""
    percent = parse_quantity(row.percent_to_date)
    unplanned = parse_quantity(row.value) if row.unplanned else None
    said = " ".join(filter(None, (row.narrative, row.cause, row.corrective_action)))
    return Execution(
        executed=unplanned if percent is None else max(percent, Decimal(0)),
        programmed=None if percent is None else HUNDRED,
        spent=accrued_of(planned, row),
        budget=(exact(planned.budget_codified) or None) if planned else None,
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
