"""The town's published months: the calendar's days, what each unit does, and the incidents."""

from datetime import date, datetime, time, timedelta
from functools import partial

from govplan.demo.agenda import Agenda, Step
from govplan.demo.files import TownFiles
from govplan.demo.oddities import Oddities, Script
from govplan.demo.office import Office
from govplan.demo.saying import Instead
from govplan.domain.periods import Month
from govplan.domain.reporting_calendar import ReportingDates
from govplan.domain.working_days import add_working_days
from govplan.monitoring import calendar
from govplan.monitoring.periods import dates_of


class Months:
    """Puts months on the agenda: those of `incidents` go wrong for one unit, on purpose."""

    def __init__(self, files: TownFiles, office: Office, agenda: Agenda, last: Month) -> None:
        self.told = files["incidents"]
        self.order = {unit: place for place, unit in enumerate(files["poas"])}
        self.holidays = {
            date.fromisoformat(f"{year}-{day}")
            for year in range(last.year - 1, last.year + 2)
            for day, _name in files["holidays"]
        }
        self.office = office
        self.agenda = agenda
        self.last = last
        self.scripts: dict[tuple[Month, str], Script] = {
            (last.minus(self.told[kind]["months_ago"]), self.told[kind]["unit"]): script
            for kind, script in {**self._incidents(), **Oddities(self).scripts()}.items()
        }

    def plan(self, month: Month, units: list[str]) -> None:
        """A whole month: opened, reported by these units, closed and published."""
        dates = dates_of(month)
        self.keep_calendar(dates)
        for unit in units:
            self.scripts.get((month, unit), self.ordinary)(month, unit, dates)

    def keep_calendar(self, dates: ReportingDates) -> None:
        """Let the calendar do what it does on these days."""
        self.at(dates.opens_on, time(8), calendar.keep)
        self.at(dates.mayor_cutoff + timedelta(days=1), time(0, 15), calendar.keep)
        self.agenda.at(_publication(dates), calendar.keep)

    def ordinary(
        self, month: Month, unit: str, dates: ReportingDates, instead: Instead | None = None
    ) -> None:
        """Submitted in time, reviewed, approved."""
        self.send(unit, dates, partial(self.office.submit, month, unit, instead))
        self.decide(month, unit, dates)

    def send(self, unit: str, dates: ReportingDates, step: Step) -> None:
        """Let a unit send its report in time, each at its own hour."""
        place = self.order[unit]
        self.at(self.before_cutoff(dates, place % 3), time(8 + place), step)

    def returned(self, month: Month, unit: str, dates: ReportingDates) -> None:
        """Returned and not mended before the month is published; a reason waits for the unit."""
        told = self.told["today"]["returned"]
        self.at(dates.unit_cutoff, time(9), partial(self.office.submit, month, unit))
        step = partial(self.office.send_back, month, unit, told["reason_code"], told["reason"])
        self.at(dates.coordination_cutoff, time(9), step)

    def silent(self, month: Month, unit: str, dates: ReportingDates) -> None:
        """Nothing is said before the month is published."""

    def _incidents(self) -> dict[str, Script]:
        return {
            "never": self.silent,
            "late": self._late,
            "returned_twice": self._returned_twice,
            "reserved": self._reserved,
            "remeasured": self._remeasured,
        }

    def _late(self, month: Month, unit: str, dates: ReportingDates) -> None:
        """Published as not reported; said by exception and published as a second edition."""
        told, published = self.told["late"], dates.publish_on
        until = published + timedelta(days=12)
        self._after(published, 3, partial(self.office.grant, month, until, {unit: told["reason"]}))
        self._after(published, 5, partial(self.office.submit, month, unit))
        self._correct_after(published, 6, month, unit, told["correction"])

    def _returned_twice(self, month: Month, unit: str, dates: ReportingDates) -> None:
        """Each return comes with a remark; the second answer is left at that."""
        told, office, day = self.told["returned_twice"], self.office, dates.unit_cutoff
        before = self.before_cutoff(dates, 1)
        submit = partial(office.submit, month, unit)
        (first, second), remarks = told["returns"], told["remarks"]
        (asked, answer), (asked_again, answer_again) = remarks
        indicator = next(iter(told["typed_first"]))
        self.at(before, time(9), partial(submit, told["typed_first"]))
        self.at(before, time(14), partial(office.remark, month, unit, indicator, asked))
        self.at(before, time(15), partial(office.send_back, month, unit, *first))
        self.at(day, time(8), partial(office.answer, month, unit, answer))
        self.at(day, time(9), partial(submit, told["typed_first"]))
        self.at(day, time(10), partial(office.settle, month, unit))
        self.at(day, time(10, 30), partial(office.remark, month, unit, indicator, asked_again))
        self.at(day, time(11), partial(office.send_back, month, unit, *second))
        self.at(day, time(15), partial(office.answer, month, unit, answer_again))
        self.at(day, time(16), submit)
        self.decide(month, unit, dates)

    def _reserved(self, month: Month, unit: str, dates: ReportingDates) -> None:
        """Part of the proof has personal data: it is kept, and not published."""
        told = self.told["reserved"]
        reserve = partial(
            self.office.teller.reserve, month, unit, told["title"], told["legal_ground"]
        )
        self.at(dates.opens_on, time(17), reserve)
        self.ordinary(month, unit, dates)

    def _remeasured(self, month: Month, unit: str, dates: ReportingDates) -> None:
        """Approved and published, then measured again: a new version and a second edition."""
        told, published = self.told["remeasured"], dates.publish_on
        again = {told["indicator"]: {"adds": told["adds"]}}
        self.ordinary(month, unit, dates)
        self._after(published, 7, partial(self.office.supersede, month, unit, told["reason"]))
        self._after(published, 8, partial(self.office.submit, month, unit, again))
        self._correct_after(published, 9, month, unit, told["reason"])

    def decide(self, month: Month, unit: str, dates: ReportingDates) -> None:
        minute = 5 * self.order[unit]
        review, approve = (
            partial(step, month, unit) for step in (self.office.review, self.office.approve)
        )
        self.at(dates.coordination_cutoff, time(10, minute), review)
        self.at(dates.mayor_cutoff, time(15, minute), approve)

    def _correct_after(self, day: date, days: int, month: Month, unit: str, reason: str) -> None:
        self._after(day, days, partial(self.office.review, month, unit))
        self._after(day, days + 1, partial(self.office.approve, month, unit))
        self._after(day, days + 2, partial(self.office.correct_edition, month, reason))

    def withdraw_and_mend(self) -> None:
        """An edition with a mistake in it is taken off the portal and published anew."""
        told = self.told["withdrawn"]
        month = self.last.minus(told["months_ago"])
        published = dates_of(month).publish_on
        of = (told["format"], month)
        self._after(published, 2, partial(self.office.withdraw_edition, *of, told["reason"]))
        again = partial(self.office.correct_edition, month, told["correction"], told["format"])
        self._after(published, 3, again)

    def before_cutoff(self, dates: ReportingDates, days: int) -> date:
        return max(add_working_days(dates.unit_cutoff, -days, self.holidays), dates.opens_on)

    def _after(self, day: date, days: int, step: Step) -> None:
        self.at(add_working_days(day, days, self.holidays), time(10), step)

    def at(self, day: date, hour: time, step: Step) -> None:
        self.agenda.at(datetime.combine(day, hour), step)


def last_published(present: datetime) -> Month:
    """The latest month that is out."""
    month = Month.of(present.date()).previous()
    return month if _publication(dates_of(month)) <= present else month.previous()


def _publication(dates: ReportingDates) -> datetime:
    """When the calendar's hourly job publishes: after office hours where the mayor's last day is
    the day of publication too."""
    same_day = dates.publish_on == dates.mayor_cutoff
    return datetime.combine(dates.publish_on, time(18, 15) if same_day else time(0, 30))
