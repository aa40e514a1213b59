"""Months, how often an indicator is due, and the fiscal year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from govplan.domain.words import Word


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month. Raises ValueError outside 0001-01 to 9999-12."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.year <= 9999):
            raise ValueError(f"No such month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """From `2021-10`, exactly so. Raises ValueError."""
        return _parse(text)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day lies in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def next(self) -> "Month":
        return self.plus(1)

    def previous(self) -> "Month":
        return self.plus(-1)

    def plus(self, months: int) -> "Month":
        return _at(_index(self) + months)

    def minus(self, months: int) -> "Month":
        return self.plus(-months)

    def since(self, earlier: "Month") -> int:
        """Months from `earlier` to this one; negative when this one comes first."""
        return _index(self) - _index(earlier)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


class Frequency(Word):
    """How often an indicator is measured."""

    MONTHLY = "Monthly"
    BIMONTHLY = "Bimonthly"
    QUARTERLY = "Quarterly"
    FOUR_MONTHLY = "Four-monthly"
    HALF_YEARLY = "Half-yearly"
    YEARLY = "Yearly"

    @property
    def months(self) -> int:
        """The length of one period."""
        return _MONTHS[self]


_MONTHS = {
    Frequency.MONTHLY: 1,
    Frequency.BIMONTHLY: 2,
    Frequency.QUARTERLY: 3,
    Frequency.FOUR_MONTHLY: 4,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: 12,
}


def period_of(frequency: Frequency, month: Month, year_starts: int = 1) -> tuple[Month, Month]:
    """First and last month of the period `month` lies in; periods divide the fiscal year."""
    if frequency is Frequency.MONTHLY:
        return month, month
    first = month.minus((month.month - year_starts) % 12 % frequency.months)
    return first, first.plus(frequency.months - 1)


def is_due(frequency: Frequency, month: Month, lag: int = 0, year_starts: int = 1) -> bool:
    """Whether the report of `month` must bring a value.

    `lag` is how many months after a period's end its data exist: a quarterly indicator with
    lag 1 is due in April for January to March.
    """
    about = month.minus(lag)
    return period_of(frequency, about, year_starts)[1] == about


def fiscal_year(month: Month, year_starts: int = 1) -> int:
    """The fiscal year of a month, named after the calendar year it starts in."""
    return month.year if month.month >= year_starts else month.year - 1


def fiscal_months(year: int, year_starts: int = 1) -> list[Month]:
    """The twelve months of a fiscal year."""
    first = Month(year, year_starts)
    return months_between(first, first.plus(11))


def months_between(first: Month, last: Month) -> list[Month]:
    """Every month from `first` to `last`, both included; none when `last` comes first."""
    return [first.plus(step) for step in range(last.since(first) + 1)]


@lru_cache(maxsize=2048)
def _parse(text: str) -> Month:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        raise ValueError(f"A month is written YYYY-MM, not {text!r}")
    return Month(int(text[:4]), int(text[5:]))


def _index(month: Month) -> int:
    return month.year * 12 + month.month - 1


@lru_cache(maxsize=2048)
def _at(index: int) -> Month:
    return Month(index // 12, index % 12 + 1)
