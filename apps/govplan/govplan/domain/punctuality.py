"""How punctual and how complete reports are: one unit over its months, or many units together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govplan.domain.quantity import rounded, wide_arithmetic
from govplan.domain.sheets import HUNDRED
from govplan.domain.words import Word


class Arrival(Word):
    """How a report came in, as of a day."""

    ON_TIME = "On time"
    LATE = "Late"
    NEVER = "Never"
    NOT_YET = "Not due yet"


@dataclass(frozen=True)
class Delivery:
    """A report of a unit and month.

    `sent_on` is the day it was first submitted and None while it waits to be submitted, again
    too; `on_time` is what was found then. Lines are those that were to bring a value.
    """

    last_day: date
    sent_on: date | None = None
    on_time: bool = False
    rounds: int = 1
    lines_due: int = 0
    lines_reported: int = 0
    compliance: Decimal | None = None

    def arrival(self, today: date) -> Arrival:
        """On time, late, never (its last day has passed without it) or not due yet."""
        if self.sent_on is not None:
            return Arrival.ON_TIME if self.on_time else Arrival.LATE
        return Arrival.NEVER if self.last_day < today else Arrival.NOT_YET

    @property
    def days_late(self) -> int:
        """Calendar days from its last day to the day it was sent; 0 when in time or not sent."""
        if self.sent_on is None or self.on_time:
            return 0
        return max((self.sent_on - self.last_day).days, 0)


@dataclass(frozen=True)
class Punctuality:
    """Counts of reports and the rates made of them: percents of two decimals, None of nothing.

    Expected are the reports sent and those whose last day has passed; a report still to come
    counts for nobody and against nobody.
    """

    expected: int = 0
    on_time: int = 0
    late: int = 0
    returns: int = 0
    days_late: Decimal | None = None
    lines_due: int = 0
    lines_reported: int = 0
    compliance: Decimal | None = None
    measured: int = 0

    @property
    def sent(self) -> int:
        return self.on_time + self.late

    @property
    def never(self) -> int:
        return self.expected - self.sent

    @property
    def reporting_rate(self) -> Decimal | None:
        """Actual over expected reports (the reporting rate of DHIS2)."""
        return _percent(self.sent, self.expected)

    @property
    def on_time_rate(self) -> Decimal | None:
        """Reports on time over expected ones (the reporting rate on time of DHIS2)."""
        return _percent(self.on_time, self.expected)

    @property
    def completeness(self) -> Decimal | None:
        """Lines reported over lines that were due in the expected reports."""
        return _percent(self.lines_reported, self.lines_due)


def punctuality(deliveries: Iterable[Delivery], today: date) -> Punctuality:
    """The deliveries together. A report not sent brings none of its lines.

    `days_late` is the mean over those that came late, with one decimal; `compliance` the plain
    mean over the `measured` reports that were sent and have one.
    """
    expected = [one for one in deliveries if one.arrival(today) is not Arrival.NOT_YET]
    sent = [one for one in expected if one.sent_on is not None]
    late = [one for one in sent if not one.on_time]
    measured = [one.compliance for one in sent if one.compliance is not None]
    return Punctuality(
        expected=len(expected),
        on_time=len(sent) - len(late),
        late=len(late),
        returns=sum(max(one.rounds - 1, 0) for one in expected),
        days_late=_mean([Decimal(one.days_late) for one in late], 1),
        lines_due=sum(one.lines_due for one in expected),
        lines_reported=sum(one.lines_reported for one in sent),
        compliance=_mean(measured, 2),
        measured=len(measured),
    )


def _percent(part: int, whole: int) -> Decimal | None:
    with wide_arithmetic():
        return rounded(HUNDRED * part / whole) if whole else None


def _mean(values: list[Decimal], places: int) -> Decimal | None:
    with wide_arithmetic():
        return rounded(sum(values, Decimal(0)) / len(values), places) if values else None
