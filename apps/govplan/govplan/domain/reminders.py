"""On which days somebody is reminded of a last day, and what a late reminder may still say."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from govplan.domain.working_days import add_working_days, is_working_day

# What was missed longer ago says nothing new: the next reminder, or nobody, says it.
CATCH_UP = timedelta(days=7)
LONGEST = 30

_DAYS = re.compile(r"[0-9]{1,2}(?:,[0-9]{1,2})*")


class ReminderDaysError(ValueError):
    """A text is no list of days such as `3,1,0`, or names one further away than `LONGEST`."""


@dataclass(frozen=True)
class ReminderRules:
    """Working days before and after a last day; 0 is the last day itself."""

    before: tuple[int, ...] = (3, 1, 0)
    after: tuple[int, ...] = (1, 3, 7)


def read_days(text: str) -> tuple[int, ...]:
    """`3, 1, 0` -> (3, 1, 0); none for blank. Raises ReminderDaysError."""
    written = "".join(text.split())
    if not written:
        return ()
    if not _DAYS.fullmatch(written):
        raise ReminderDaysError(text)
    days = tuple(int(part) for part in written.split(","))
    if max(days) > LONGEST:
        raise ReminderDaysError(text)
    return days


def reminder_days(
    last_day: date, rules: ReminderRules, holidays: Collection[date] = ()
) -> list[date]:
    """The days themselves, in order, each a working day.

    A last day put on a free one by hand is reminded of on the working day before it, while
    there is still time.
    """
    before = {_before(last_day, days, holidays) for days in rules.before}
    after = {add_working_days(last_day, days, holidays) for days in rules.after if days}
    return sorted(before | after)


def day_to_remind(
    last_day: date, today: date, rules: ReminderRules, holidays: Collection[date] = ()
) -> date | None:
    """The reminder that is due today: the latest whose day has come, those before it are not
    made up for. None on a free day, before the first, and when it was due over a week ago."""
    if not is_working_day(today, holidays):
        return None
    come = [day for day in reminder_days(last_day, rules, holidays) if day <= today]
    return come[-1] if come and today - come[-1] <= CATCH_UP else None


def last_chance(last_day: date, holidays: Collection[date] = ()) -> date:
    """The last day itself, or the working day before it when it was put on a free one."""
    return last_day if is_working_day(last_day, holidays) else _before(last_day, 1, holidays)


def _before(last_day: date, days: int, holidays: Collection[date]) -> date:
    return add_working_days(last_day, -days, holidays) if days else last_chance(last_day, holidays)
