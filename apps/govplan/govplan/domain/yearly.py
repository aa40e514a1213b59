"""A year as a whole: what was promised and kept, what was spent, how much of it was reported."""

from dataclasses import dataclass
from datetime import date

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
