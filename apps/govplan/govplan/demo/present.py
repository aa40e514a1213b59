"""What waits for each person today: some work of the month in hand, in every state."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from govplan.demo.agenda import Step
from govplan.demo.months import Months
from govplan.demo.oddities import Script
from govplan.demo.saying import Instead
from govplan.domain.periods import Month
from govplan.monitoring.periods import dates_of

_GRACE = timedelta(days=6)
_OPENING = time(8)


class Present:
    """The month in hand: the one that is open, or else the last published one, by exception."""

    def __init__(self, months: Months) -> None:
        self.months = months
        self.office = months.office
        self.agenda = months.agenda
        self.told = months.told["today"]

    def plan_open(self, month: Month, units: list[str]) -> None:
        """A month that is open: one was returned, one waits for approval, some for review; the
        others report on their days."""
        dates = dates_of(month)
        self.months.keep_calendar(dates)
        early = {self.told[kind]["unit"] for kind in ("returned", "late", "corrected", "reviewed")}
        for unit in units:
            if unit not in early:
                self.months.ordinary(month, unit, dates)
        steps: list[Step] = [
            partial(self.office.submit, month, unit) for unit in units if unit in early
        ]
        steps += [
            self._remark(month),
            self._send_back(month),
            partial(self.office.review, month, self.told["reviewed"]["unit"]),
        ]
        if self.agenda.present.date() > dates.mayor_cutoff:
            steps.append(self._grant(month, "returned"))
        self._spread(datetime.combine(dates.opens_on, time(0)), steps)

    def plan_published(self, month: Month, units: list[str]) -> None:
        """A month that is out: what came too late for it, and what its units found since."""
        dates = dates_of(month)
        self.months.keep_calendar(dates)
        for unit in units:
            self._script_of(unit)(month, unit, dates)
        late, draft = self.told["late"]["unit"], self.told["draft"]
        corrected, reviewed = self.told["corrected"], self.told["reviewed"]
        begin = datetime.combine(dates.publish_on + timedelta(days=1), time(0))
        steps: list[Step] = [self._grant(month, "returned", "late")]
        for one in (corrected, reviewed):
            steps += [
                partial(self.office.supersede, month, one["unit"], one["reason"]),
                partial(self.office.submit, month, one["unit"], _again(one)),
            ]
        steps += [
            partial(self.office.submit, month, late),
            self._remark(month),
            partial(self.office.supersede, month, draft["unit"], draft["reason"]),
            partial(self.office.teller.say, month, draft["unit"], _again(draft)),
            partial(self.office.review, month, reviewed["unit"]),
        ]
        self._spread(begin, steps)

    def _script_of(self, unit: str) -> Script:
        if unit == self.told["returned"]["unit"]:
            return self.months.returned
        return self.months.silent if unit == self.told["late"]["unit"] else self.months.ordinary

    def _send_back(self, month: Month) -> Step:
        told = self.told["returned"]
        return partial(
            self.office.send_back, month, told["unit"], told["reason_code"], told["reason"]
        )

    def _remark(self, month: Month) -> Step:
        told = self.told["remark"]
        return partial(self.office.remark, month, told["unit"], told["indicator"], told["text"])

    def _grant(self, month: Month, *kinds: str) -> Step:
        reasons = {self.told[kind]["unit"]: self.told[kind]["exception"] for kind in kinds}
        until = (self.agenda.present + _GRACE).date()
        return partial(self.office.grant, month, until, reasons)

    def _spread(self, begin: datetime, steps: list[Step]) -> None:
        moments = office_hours(begin, self.agenda.present, len(steps))
        for moment, step in zip(moments, steps, strict=True):
            self.agenda.at(moment, step)


def _again(told: dict[str, str]) -> Instead:
    return {told["indicator"]: {"adds": told["adds"]}}


def office_hours(begin: datetime, end: datetime, count: int) -> Iterator[datetime]:
    """As many moments between two, in order, from eight in the morning to five; the last may be
    `end` itself."""
    begin = min(begin, end)
    for number in range(1, count + 1):
        moment = begin + (end - begin) * number / (count + 1)
        midnight = datetime.combine(moment.date(), time(0))
        yield min(datetime.combine(moment.date(), _OPENING) + (moment - midnight) * 9 / 24, end)
