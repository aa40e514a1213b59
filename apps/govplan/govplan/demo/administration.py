"""What acts with a number do to the town's units and posts during the year."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import frappe

from govplan.demo.agenda import Agenda, Step
from govplan.demo.cast import Cast, acting
from govplan.demo.files import TownFiles
from govplan.domain.periods import Month
from govplan.organisation import appointments, unit_acts

# Whoever leads a unit that ends still reports its last month.
_AFTER_THE_END = timedelta(days=25)


class Administration:
    """A unit renamed, one merged, one closed, a post left vacant; put on the agenda."""

    def __init__(self, files: TownFiles, cast: Cast, agenda: Agenda, last: Month) -> None:
        self.told = files["story"]["organisation"]
        self.planner = cast.anyone("Planner")
        self.agenda = agenda
        self.last = last

    def plan(self) -> None:
        """Each act on the last day of its month."""
        merged, left = self.told["merged"], self.told["left"]
        ends = self._day("merged")
        self._at("renamed", self._rename)
        self._at("merged", self._merge)
        self._at("merged", partial(self._leave, merged["keeper"], ends + _AFTER_THE_END))
        self._at("closed", self._close)
        self._at("left", partial(self._leave, left["user"], self._day("left")))

    def reports(self, unit: str, month: Month) -> bool:
        """Whether a unit is still there at the end of a month."""
        merged = self.told["merged"]
        return unit != merged["unit"] or month.last_day <= self._day("merged")

    def _day(self, what: str) -> date:
        return self.last.minus(self.told[what]["months_ago"]).last_day

    def _at(self, what: str, step: Step) -> None:
        self.agenda.at(datetime.combine(self._day(what), time(16)), partial(self._do, step))

    def _do(self, step: Step) -> None:
        with acting(self.planner):
            step()

    def _rename(self) -> None:
        told, day = self.told["renamed"], self._day("renamed")
        act = told["act"].format(year=day.year)
        unit_acts.rename(told["unit"], told["unit_name"], str(day), act, told["acronym"])

    def _merge(self) -> None:
        told, day = self.told["merged"], self._day("merged")
        act = told["act"].format(year=day.year)
        unit_acts.merge(told["unit"], told["into"], str(day), act)

    def _close(self) -> None:
        told, day = self.told["closed"], self._day("closed")
        unit_acts.close(told["unit"], str(day), told["act"].format(year=day.year))

    def _leave(self, user: str, day: date) -> Any:
        appointments.end(frappe.db.get_value("Gov Post Holding", {"user": user}), str(day))
