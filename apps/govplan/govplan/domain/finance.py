"""Physical against financial progress, and what in a pair of them deserves a second look."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from govplan.domain.quantity import rounded, wide_arithmetic
from govplan.domain.sheets import HUNDRED
from govplan.domain.words import Word

# Stems of the words municipalities use, in Spanish and English.
_OTHER_FUNDING = re.compile(
    r"\b(?:en especie|cofinanci|contraparte|convenio|donaci|donad|minga|autogesti|administraci[oó]n"
    r" directa|in kind|co-?financ|donat)",
    re.IGNORECASE,
)


class Hint(Word):
    """Something to look at, not an error: a target may be shared by several units."""

    NEGATIVE_AMOUNT = "Negative amount"
    SPENT_ABOVE_BUDGET = "Spent above budget"
    AVAILABLE_ABOVE_BALANCE = "Available above balance"
    PHYSICAL_ABOVE_PROGRAMMED = "Physical above programmed"
    MONEY_WITHOUT_PROGRESS = "Money without progress"
    PROGRESS_WITHOUT_MONEY = "Progress without money"
    PROGRESS_WITHOUT_NARRATIVE = "Progress without narrative"
    RESULT_NOT_PROGRAMMED = "Result not programmed"


@dataclass(frozen=True)
class Execution:
    """What was done and spent on one line.

    `spent` is what the country counts as executed (obligations, devengado, ejercido), `budget`
    the definitive or codified amount. `funded_otherwise`: the text names work in kind or
    co-financing. `explained`: a cause of deviation is given.
    """

    executed: Decimal | None = None
    programmed: Decimal | None = None
    spent: Decimal | None = None
    budget: Decimal | None = None
    available: Decimal | None = None
    has_narrative: bool = False
    funded_otherwise: bool = False
    explained: bool = False


@dataclass(frozen=True)
class Money:
    """What a line was given and what of it was spent; None where nobody said."""

    programmed: Decimal | None = None
    codified: Decimal | None = None
    accrued: Decimal | None = None


@dataclass(frozen=True)
class Spending:
    """Lines together: a sum is None when no line has the amount, as missing is not zero.

    `financial` is accrued over codified of the lines that tell both, in percent (Ecuador's rule;
    the amount programmed before a codified one is no base of it).
    """

    programmed: Decimal | None
    codified: Decimal | None
    accrued: Decimal | None
    financial: Decimal | None


def spending(lines: Iterable[Money]) -> Spending:
    """Add lines up."""
    every = list(lines)
    return Spending(
        sum_known(line.programmed for line in every),
        sum_known(line.codified for line in every),
        sum_known(line.accrued for line in every),
        financial_percent((line.accrued, line.codified) for line in every),
    )


def physical_percent(executed: Decimal | None, programmed: Decimal | None) -> Decimal | None:
    """Executed over programmed quantity; None when one is missing or nothing is programmed."""
    return _percent(executed, programmed)


def financial_percent(
    lines: Iterable[tuple[Decimal | None, Decimal | None]],
) -> Decimal | None:
    """All that was spent over all the budget, from (spent, budget) pairs.

    A line with one of them missing is left out.
    """
    whole = [(spent, budget) for spent, budget in lines if spent is not None and budget is not None]
    if not whole:
        return None
    with wide_arithmetic():
        return _percent(
            sum((spent for spent, _ in whole), Decimal(0)),
            sum((budget for _, budget in whole), Decimal(0)),
        )


def sum_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the amounts there are; None when there is none."""
    known = [amount for amount in amounts if amount is not None]
    with wide_arithmetic():
        return sum(known, Decimal(0)) if known else None


def integrity_hints(line: Execution) -> list[Hint]:
    """What a careful reviewer would ask about; a missing figure raises no question."""
    return [*_of_amounts(line), *_of_progress(line)]


def mentions_other_funding(text: str) -> bool:
    """Whether a text says the work was paid in kind, shared with others or given."""
    return bool(_OTHER_FUNDING.search(text))


def _of_amounts(line: Execution) -> list[Hint]:
    budget, spent, available = line.budget, line.spent, line.available
    amounts = [amount for amount in (budget, spent, available) if amount is not None]
    hints = [Hint.NEGATIVE_AMOUNT] if any(amount < 0 for amount in amounts) else []
    if budget is None or spent is None:
        return hints
    if spent > budget:
        hints.append(Hint.SPENT_ABOVE_BUDGET)
    with wide_arithmetic():
        if available is not None and available > budget - spent:
            hints.append(Hint.AVAILABLE_ABOVE_BALANCE)
    return hints


def _of_progress(line: Execution) -> list[Hint]:
    if line.executed is None:
        return []
    questions = {
        Hint.RESULT_NOT_PROGRAMMED: line.executed != 0 and not line.programmed,
        Hint.PHYSICAL_ABOVE_PROGRAMMED: bool(line.programmed and line.executed > line.programmed),
        Hint.MONEY_WITHOUT_PROGRESS: _spent(line) and line.executed == 0 and not line.explained,
        Hint.PROGRESS_WITHOUT_MONEY: (
            line.executed > 0 and line.spent == 0 and not line.funded_otherwise
        ),
        Hint.PROGRESS_WITHOUT_NARRATIVE: line.executed > 0 and not line.has_narrative,
    }
    return [hint for hint, asked in questions.items() if asked]


def _spent(line: Execution) -> bool:
    return line.spent is not None and line.spent > 0


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or not whole:
        return None
    with wide_arithmetic():
        return rounded(HUNDRED * part / whole)
