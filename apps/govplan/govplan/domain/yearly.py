"""A year as a whole: what was promised and kept, what was spent, how much of it was reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govplan.domain.finance import financial_percent
from govplan.domain.quantity import wide_arithmetic
from govplan.domain.words import Word


class Standing(Word):
    """Where a promise stands at the end of a year."""

    DONE = "Done"
    IN_PROGRESS = "In progress"
    PENDING = "Pending"
    OVERDUE = "Overdue"
    NOT_FEASIBLE = "Not feasible"


_CLOSED = (Standing.DONE, Standing.NOT_FEASIBLE)


@dataclass(frozen=True)
class Promise:
    """An agreement as published: its state, the day it was due, and the days it was acted on.

    `acted_on` are the day it was made, if known, and those of its updates.
    """

    status: Standing
    due: date | None = None
    acted_on: tuple[date, ...] = ()

    def standing(self, on: date) -> Standing:
        """Overdue when its day has passed and it is neither done nor answered as not feasible."""
        late = self.due is not None and self.due < on and self.status not in _CLOSED
        return Standing.OVERDUE if late else self.status

    def belongs_to(self, year: int) -> bool:
        """Whether the account of a year tells of it.

        It was made, acted on or due in the year, or was still owed from the years before.
        """
        if any(day.year == year for day in (*self.acted_on, self.due) if day):
            return True
        return self.due is not None and self.due.year < year and self.status not in _CLOSED


@dataclass(frozen=True)
class Money:
    """What lines were given and what of it was spent; None where nobody said."""

    programmed: Decimal | None = None
    codified: Decimal | None = None
    accrued: Decimal | None = None

    @property
    def budget(self) -> Decimal | None:
        """The amount in force: the codified one, else the programmed one."""
        return self.programmed if self.codified is None else self.codified


@dataclass(frozen=True)
class Spending:
    """Lines together: their sums, and accrued over budget in percent where both are known."""

    budget: Decimal | None
    accrued: Decimal | None
    percent: Decimal | None


def spending(lines: Iterable[Money]) -> Spending:
    """Add lines up; a sum is None when no line has the amount. Missing is not zero."""
    every = list(lines)
    return Spending(
        _total(line.budget for line in every),
        _total(line.accrued for line in every),
        financial_percent((line.accrued, line.budget) for line in every),
    )


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    with wide_arithmetic():
        return sum(known, Decimal(0)) if known else None
