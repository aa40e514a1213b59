"""Working days: Monday to Friday, less the holidays of the place."""

from collections.abc import Collection
from datetime import date, timedelta

from govplan.domain.periods import Month

SATURDAY = 5


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def roll_forward(day: date, holidays: Collection[date] = ()) -> date:
    """The day itself when it is a working day, else the next one that is."""
    return _nearest(day, 1, holidays)


def last_working_day(month: Month, holidays: Collection[date] = ()) -> date:
    """The last working day of a month; of an earlier one should the whole month be free."""
    return _nearest(month.last_day, -1, holidays)


def add_working_days(day: date, days: int, holidays: Collection[date] = ()) -> date:
    """The working day `days` after `day`, which does not count; before it when negative."""
    step = 1 if days >= 0 else -1
    for _ in range(abs(days)):
        day = _nearest(day + timedelta(step), step, holidays)
    return day


def working_days(first: date, last: date, holidays: Collection[date] = ()) -> list[date]:
    """Those from `first` to `last`, both included; none when `last` comes first."""
    span = (first + timedelta(step) for step in range((last - first).days + 1))
    return [day for day in span if is_working_day(day, holidays)]


def _nearest(day: date, step: int, holidays: Collection[date]) -> date:
    while not is_working_day(day, holidays):
        day += timedelta(step)
    return day
