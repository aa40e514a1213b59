"""The dates by which a month's figures are reported, reviewed, approved and published."""

from collections.abc import Collection
from dataclasses import astuple, dataclass
from datetime import date

from govplan.domain.periods import Month
from govplan.domain.working_days import last_working_day, roll_forward


class CalendarRulesError(ValueError):
    """The days of the calendar are outside 1 to 31 or not in order."""


@dataclass(frozen=True)
class CalendarRules:
    """Days of the month after the one reported. Raises CalendarRulesError.

    The legal limit of day 15 is Ecuador's: monitoring instructive of LOTAIP, July 2024.
    """

    unit_day: int = 5
    coordination_day: int = 8
    mayor_day: int = 10
    dry_run_day: int = 11
    publish_day: int = 12
    legal_day: int = 15

    def __post_init__(self) -> None:
        days = astuple(self)
        if list(days) != sorted(days) or days[0] < 1 or days[-1] > 31:
            raise CalendarRulesError(f"Days must follow one another between 1 and 31: {days}")


@dataclass(frozen=True)
class ReportingDates:
    """Each on a working day and none before the one above it."""

    opens_on: date
    unit_cutoff: date
    coordination_cutoff: date
    mayor_cutoff: date
    dry_run_on: date
    publish_on: date
    legal_limit: date


def reporting_dates(
    month: Month, rules: CalendarRules | None = None, holidays: Collection[date] = ()
) -> ReportingDates:
    """The dates for the figures of `month`.

    Opens on its last working day; the others fall in the next month and roll forward over
    weekends and holidays. A day the next month lacks is its last.
    """
    following = month.next()

    def on(day: int) -> date:
        wanted = following.first_day.replace(day=min(day, following.last_day.day))
        return roll_forward(wanted, holidays)

    rules = rules or CalendarRules()
    return ReportingDates(
        opens_on=last_working_day(month, holidays),
        unit_cutoff=on(rules.unit_day),
        coordination_cutoff=on(rules.coordination_day),
        mayor_cutoff=on(rules.mayor_day),
        dry_run_on=on(rules.dry_run_day),
        publish_on=on(rules.publish_day),
        legal_limit=on(rules.legal_day),
    )
