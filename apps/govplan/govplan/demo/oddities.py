"""Months in which something happened that is no fault: an odd value, no news, somebody stood in."""

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from typing import Any

from govplan.domain.periods import Month
from govplan.domain.reporting_calendar import ReportingDates
from govplan.monitoring.periods import dates_of

Script = Callable[[Month, str, ReportingDates], None]


class Oddities:
    """What one unit does in one month instead of the ordinary, as the town's files tell it.

    `months` is the Months they are put among.
    """

    def __init__(self, months: Any) -> None:
        self.months = months
        self.office = months.office
        self.told = months.told

    def scripts(self) -> dict[str, Script]:
        """By kind of incident."""
        return {
            "unusual": partial(self._otherwise, "unusual"),
            "unpaid": partial(self._otherwise, "unpaid"),
            "unchanged": self._unchanged,
            "delegated": self._delegated,
            "same_proof": self._same_proof,
        }

    def _otherwise(self, kind: str, month: Month, unit: str, dates: ReportingDates) -> None:
        """A value far from the usual, confirmed with its reason; a line with nothing spent."""
        told = self.told[kind]
        said = {key: told[key] for key in ("value", "note", "accrued") if key in told}
        self.months.ordinary(month, unit, dates, {told["indicator"]: said})

    def _unchanged(self, month: Month, unit: str, dates: ReportingDates) -> None:
        self.months.send(unit, dates, partial(self.office.submit_unchanged, month, unit))
        self.months.decide(month, unit, dates)

    def _delegated(self, month: Month, unit: str, dates: ReportingDates) -> None:
        """The mayor is away for some days and another signs in her name."""
        told, day = self.told["delegated"], dates.mayor_cutoff
        since, until = day - timedelta(days=2), day + timedelta(days=5)
        appoint = partial(self.office.delegate, told, since, until)
        review = partial(self.office.review, month, unit)
        self.months.send(unit, dates, partial(self.office.submit, month, unit))
        self.months.at(since, time(9), appoint)
        self.months.at(dates.coordination_cutoff, time(10), review)
        self.months.at(day, time(15), partial(self.office.approve, month, unit, told["user"]))

    def _same_proof(self, month: Month, unit: str, dates: ReportingDates) -> None:
        """The same address proves this month and the next."""
        told = self.told["same_proof"]
        for each in (month, month.next()):
            show = partial(self.office.teller.show, each, unit, told["title"], told["url"])
            self.months.at(dates_of(each).opens_on, time(17), show)
        self.months.ordinary(month, unit, dates)
