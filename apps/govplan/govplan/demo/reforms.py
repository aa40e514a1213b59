"""How the town's promises change: POAs and plans reformed, next year's begun from this one's."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import frappe

from govplan.approval.remarks import remark
from govplan.demo.agenda import Agenda
from govplan.demo.cast import Cast, acting
from govplan.demo.files import TownFiles
from govplan.demo.promises import MONTHS, Promises, insert_node, insert_plan
from govplan.domain.periods import Month
from govplan.domain.quantity import canonical, display
from govplan.planning import plan_writing, plans, poas
from govplan.planning.plans import name_of_node
from govplan.planning.rollover import SCALED, roll_over


class Reforms:
    """Versions that follow, those on their way today, the drafts of a new year."""

    def __init__(self, files: TownFiles, cast: Cast, promises: Promises, agenda: Agenda) -> None:
        self.files = files
        self.story = files["story"]
        self.cast = cast
        self.promises = promises
        self.agenda = agenda
        self.planner = cast.anyone("Planner")

    def plan(self, years: Iterable[int], last: Month, founded: datetime) -> None:
        """Everything between the town's first month and its present; `years` have POAs."""
        self._reform_in_force(last)
        for wish in self.story["poas"]["on_their_way"]:
            morning = datetime.combine(self.agenda.present.date(), time(8))
            self.agenda.at(min(self.agenda.present, morning), partial(self._begin, wish))
        for year in years:
            self._next_year(year, founded)
        for given in self.story["plans"]:
            self._plan(given, founded, last)

    def _reform_in_force(self, last: Month) -> None:
        """Approved before the month it holds from; a January takes the next month."""
        told = self.story["poas"]["reform"]
        month = last.minus(told["months_ago"])
        month = month.next() if month.month == 1 else month
        moment = datetime.combine(month.first_day - timedelta(days=12), time(11))
        self.agenda.at(moment, partial(self._reform, told, month))

    def _begin(self, wish: dict[str, Any]) -> None:
        """A reform from next month on, as far as it has come."""
        month = Month.of(self.agenda.present.date())
        month = month if month.month == 12 else month.next()
        poa, unit = self._written(wish, month), wish["unit"]
        for act in wish["acts"]:
            if act == "Return":
                with acting(self.cast.coordinator(unit)):
                    remark(poa.doctype, poa.name, wish["remark"])
            poa = self._take(poa, act, unit, wish)

    def _reform(self, wish: dict[str, Any], month: Month) -> None:
        poa = self._written(wish, month)
        self.cast.approve(poa, self.cast.director(wish["unit"]), wish["unit"])

    def _written(self, wish: dict[str, Any], month: Month) -> Any:
        """Each month programmed from then on asks for more, and so does the year."""
        unit = wish["unit"]
        in_force = poas.poa_in_force(unit, month)
        act = wish["act"].format(year=month.year)
        with acting(self.cast.director(unit)):
            poa = poas.reform(str(in_force), month.first_day, act)
            row = next(row for row in poa.rows if row.indicator == wish["indicator"])
            later = [name for name in MONTHS[month.month - 1 :] if row.get(name)]
            for name in later:
                row.set(name, _more(row.get(name), wish["adds"]))
            total = Decimal(wish["adds"]) * len(later)
            target = _more(row.annual_target, total)
            words = wish["target_text"].format(display(Decimal(target), None))
            row.update({"annual_target": target, "target_text": words})
            row.budget_codified = (row.budget_codified or 0) + wish.get("codified", 0)
            return poa.save()

    def _next_year(self, year: int, founded: datetime) -> None:
        """Planning begins next year's POAs in November; some units write theirs at once."""
        told = self.story["poas"]["next_year"]
        begun, written = (
            datetime.combine(date.fromisoformat(f"{year}-{told[what]}"), time(10))
            for what in ("begun", "written")
        )
        if begun < founded + timedelta(days=14):
            return
        self.agenda.at(begun, partial(self._roll_over, year, Decimal(told["percent"])))
        for unit, acts in told["acts"].items():
            self.agenda.at(written, partial(self._write_next, unit, year + 1, acts))

    def _roll_over(self, year: int, percent: Decimal) -> None:
        with acting(self.planner):
            roll_over(year, SCALED, percent)

    def _write_next(self, unit: str, year: int, acts: list[str]) -> None:
        poa = self.promises.write_poa(unit, year)
        for act in acts:
            poa = self._take(poa, act, unit, self.story["poas"]["next_year"])

    def _take(self, doc: Any, act: str, unit: str, told: dict[str, Any]) -> Any:
        why = (told["reason_code"], told["reason"]) if act == "Return" else ("", "")
        return self.cast.take(doc, act, self.cast.director(unit), unit, *why)

    def _plan(self, given: dict[str, Any], founded: datetime, last: Month) -> None:
        """Besides the main plan: one approved from the start and reformed, one being written."""
        if "reform" not in given:
            begun = last.minus(given["months_ago"]).last_day
            moment = datetime.combine(begun, time(9))
            self.agenda.at(moment, partial(self._insert_plan, given, last.year))
            return
        self.agenda.at(founded + timedelta(days=10), partial(self._approve_plan, given, last.year))
        told = given["reform"]
        moment = datetime.combine(last.minus(told["months_ago"]).last_day, time(9))
        self.agenda.at(moment, partial(self._reform_plan, given["code"], told, moment.year))

    def _insert_plan(self, given: dict[str, Any], year: int) -> Any:
        main = self.files["plan"]["code"]
        nodes = [
            {
                **node,
                "related": [
                    [name_of_node(main, code), note] for code, note in node.get("related", ())
                ],
            }
            for node in given["nodes"]
        ]
        with acting(self.planner):
            years = (year - 1, year - 2 + given["years"])
            return insert_plan({**given, "nodes": nodes}, years)

    def _approve_plan(self, given: dict[str, Any], year: int) -> None:
        self._decide_on(self._insert_plan(given, year))

    def _reform_plan(self, name: str, told: dict[str, Any], year: int) -> None:
        with acting(self.planner):
            plan = plans.reform(name, told["act"].format(year=year), told["reason"])
            for code, said in told["changed"].items():
                plan_writing.save_node(plan.name, code, said)
            for order, node in enumerate(told["added"], start=50):
                insert_node(plan.name, node, order)
        self._decide_on(frappe.get_doc("Gov Plan", plan.name))

    def _decide_on(self, plan: Any) -> None:
        self.cast.approve(plan, self.planner, "PLANIFICACION")


def _more(quantity: str, adds: str | Decimal) -> str:
    return canonical(Decimal(quantity) + Decimal(adds))
