"""Events and agreements of the demo town, from the call to the latest update."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import frappe

from govplan.demo.agenda import Agenda, Step
from govplan.demo.cast import Cast, act_as, acting
from govplan.demo.files import TownFiles
from govplan.domain.periods import Month
from govplan.domain.working_days import add_working_days
from govplan.participation.agreements import add_update, save_agreement
from govplan.participation.events import agree, attach_minutes, save_event
from govplan.planning.plans import name_of_node

_SAID = ("title", "event_type", "unit", "mode", "place", "territory", "summary", "minutes")
_DEMANDED = ("demand", "topic", "unit")


class Assemblies:
    """Each event with its agreements, put on the agenda."""

    def __init__(self, files: TownFiles, cast: Cast, agenda: Agenda) -> None:
        self.files = files
        self.cast = cast
        self.agenda = agenda

    def plan(self) -> None:
        """Every event is written the working day after it was held."""
        for event in self.files["events"]:
            begins = self._begins(event)
            step = self._draft if event.get("stop_at") == "Draft" else self._event
            self._later(begins, 1, partial(step, event, begins))

    def _begins(self, event: dict[str, Any]) -> datetime:
        """On its day so many months ago; a month earlier if that is still to come."""
        hour, minute = map(int, event["hour"].split(":"))
        month = Month.of(self.agenda.present.date()).minus(event["months_ago"])
        begins = datetime(month.year, month.month, event["day"], hour, minute)
        if begins + timedelta(days=4) <= self.agenda.present:
            return begins
        earlier = month.previous()
        return begins.replace(year=earlier.year, month=earlier.month)

    def _draft(self, event: dict[str, Any], begins: datetime) -> None:
        with acting(self._author(event)):
            save_event(None, self._values(event, begins))

    def _event(self, event: dict[str, Any], begins: datetime) -> None:
        author = self._author(event)
        with acting(author):
            doc = save_event(None, self._values(event, begins))
            save_event(doc.name, {"steps": _steps(doc, event, begins)})
            minutes = f"{event['title']}\n\n{event['minutes']}\n"
            attach_minutes(doc.name, "acta.txt", minutes.encode())
        act_as(author, doc, "Submit")
        if "stop_at" in event:
            self._stop(event, doc, begins)
            return
        self._decide(begins, 2, doc, event["unit"])
        if "superseded" in event:
            self._later(begins, 15, partial(self._supersede, event, doc, begins))
        for place, demand in enumerate(event["demands"]):
            if "agreement" in demand:
                row = doc.demands[place].name
                self._later(begins, 5, partial(self._agree, doc.name, row, demand, begins))

    def _stop(self, event: dict[str, Any], doc: Any, begins: datetime) -> None:
        """What is decided so far: nothing, a review, or a return with its reason."""
        act = {"Submitted": "", "Reviewed": "Review", "Returned": "Return"}[event["stop_at"]]
        if act:
            coordinator = self.cast.coordinator(event["unit"])
            why = event.get("returned", ("", ""))
            self._later(begins, 2, partial(act_as, coordinator, doc, act, *why))

    def _supersede(self, event: dict[str, Any], doc: Any, begins: datetime) -> None:
        """Published with a mistake: the next version says it right."""
        told, author = event["superseded"], self._author(event)
        planner = self.cast.anyone("Planner")
        code = "Correction of published data"
        new = act_as(planner, doc, "Supersede", code, told["reason"])
        with acting(author):
            save_event(new.name, told["instead"])
        act_as(author, new, "Submit")
        self._decide(begins, 16, new, event["unit"])

    def _values(self, event: dict[str, Any], begins: datetime) -> dict[str, Any]:
        plan = self.files["plan"]["code"]
        return {
            **{field: event[field] for field in _SAID},
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=event["hours"]),
            "plan_nodes": [{"plan_node": name_of_node(plan, code)} for code in event["nodes"]],
            "attendance_total": event["attendance_total"],
            "attendance": [
                {"grouping": grouping, "group_name": name, "attendees": count}
                for grouping, name, count in event["attendance"]
            ],
            "demands": [
                {field: demand.get(field, "") for field in _DEMANDED} for demand in event["demands"]
            ],
        }

    def _agree(self, event: str, row: str, demand: dict[str, Any], begins: datetime) -> None:
        given, unit = demand["agreement"], demand["unit"]
        director = self.cast.director(unit)
        due = begins.date() + timedelta(days=given["days"])
        with acting(director):
            made = agree(event, row, due, title=given["title"])
        act_as(director, made, "Submit")
        self._decide(begins, 6, made, unit)
        for after, percent, text in given["updates"]:
            is_last = [after, percent, text] == given["updates"][-1]
            values = {"update_text": text, "percent": percent}
            told = begins + timedelta(days=30 * after)
            step = partial(self._update, made, unit, values, given if is_last else {})
            self._later(told, 0, step)
            self._decide(told, 1, made, unit)

    def _update(
        self, made: Any, unit: str, values: dict[str, Any], outcome: dict[str, Any]
    ) -> None:
        director = self.cast.director(unit)
        act_as(director, made, "Reopen")
        with acting(director):
            add_update(made.name, values, outcome.get("status", "In progress"))
            if outcome.get("answer"):
                save_agreement(made.name, {"public_answer": outcome["answer"]})
        act_as(director, made, "Submit")

    def _decide(self, moment: datetime, days: int, doc: Any, unit: str) -> None:
        """Review and approval on the working days after; what is still to come stays to be done."""
        coordinator, mayor = self.cast.coordinator(unit), self.cast.anyone("Mayor")
        self._later(moment, days, partial(act_as, coordinator, doc, "Review"))
        self._later(moment, days + 1, partial(act_as, mayor, doc, "Approve"))

    def _later(self, moment: datetime, days: int, step: Step) -> None:
        day = add_working_days(moment.date(), days)
        self.agenda.at(datetime.combine(day, moment.time()), step)

    def _author(self, event: dict[str, Any]) -> str:
        return next(
            person["user"]
            for person in self.files["people"]
            if person["user"].split("@")[0] == event["author"]
        )


def _steps(doc: Any, event: dict[str, Any], begins: datetime) -> list[dict[str, Any]]:
    """The legality chain: what is required is there, but for what the town lost on purpose."""
    required = frappe.get_all(
        "Gov Event Type Step",
        filters={"parent": doc.event_type, "required": 1},
        pluck="step",
        order_by="idx asc",
    )
    return [_step(row, row.step in required, event, begins) for row in doc.steps]


def _step(row: Any, is_required: bool, event: dict[str, Any], begins: datetime) -> dict[str, Any]:
    state = "Done" if is_required else "Not applicable"
    if row.step in event["steps_missing"]:
        state = "Missing"
    day = begins.date() if state == "Done" else ""
    return {"name": row.name, "step": row.step, "state": state, "step_date": day}
