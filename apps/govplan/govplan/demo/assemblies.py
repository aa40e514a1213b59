"""Events and agreements of the demo town, from the call to the latest update."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import frappe

from govplan.demo.agenda import Agenda
from govplan.demo.cast import Cast, act_as, acting
from govplan.demo.files import TownFiles
from govplan.domain.periods import Month
from govplan.participation.agreements import add_update, save_agreement
from govplan.participation.events import agree, save_event
from govplan.planning.plans import name_of_node

_DONE = "Done"


class Assemblies:
    """Each event with its agreements, put on the agenda."""

    def __init__(self, files: TownFiles, cast: Cast, last: Month, agenda: Agenda) -> None:
        self.files = files
        self.cast = cast
        self.last = last
        self.agenda = agenda

    def plan(self) -> None:
        """Put every event's steps on the agenda."""
        for event in self.files["events"]:
            month = self.last.next().minus(event["months_ago"])
            hour, minute = map(int, event["hour"].split(":"))
            begins = datetime(month.year, month.month, event["day"], hour, minute)
            written = min(begins + timedelta(days=3), self.agenda.present)
            self.agenda.at(written, partial(self._event, event, begins))

    def _event(self, event: dict[str, Any], begins: datetime) -> None:
        author = self._author(event)
        with acting(author):
            doc = save_event(None, self._values(event, begins))
            self._finish_steps(doc, event, begins)
        if event.get("stop_at") == "Draft":
            return
        doc = frappe.get_doc(doc.doctype, doc.name)
        self.cast.approve(doc, author, event["unit"])
        for place, demand in enumerate(event["demands"]):
            if "agreement" in demand:
                self._agreement(doc, doc.demands[place].name, demand, author, begins)

    def _values(self, event: dict[str, Any], begins: datetime) -> dict[str, Any]:
        plan = self.files["plan"]["code"]
        held = begins <= self.agenda.present
        return {
            **{
                field: event[field]
                for field in (
                    "title",
                    "event_type",
                    "unit",
                    "mode",
                    "place",
                    "territory",
                    "summary",
                    "minutes",
                )
            },
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=event["hours"]),
            "plan_nodes": [{"plan_node": name_of_node(plan, code)} for code in event["nodes"]],
            "attendance_total": event["attendance_total"] if held else "",
            "attendance": [
                {"grouping": grouping, "group_name": name, "attendees": count}
                for grouping, name, count in event["attendance"]
            ]
            if held
            else [],
            "demands": [
                {field: demand.get(field, "") for field in ("demand", "topic", "unit")}
                for demand in event["demands"]
            ],
        }

    def _finish_steps(self, doc: Any, event: dict[str, Any], begins: datetime) -> None:
        if event.get("stop_at") == "Draft":
            return
        steps = [
            {
                "name": step.name,
                "step": step.step,
                "state": "Missing" if step.step in event["steps_missing"] else _DONE,
                "step_date": "" if step.step in event["steps_missing"] else begins.date(),
            }
            for step in doc.steps
        ]
        save_event(doc.name, {"steps": steps}, str(doc.modified))

    def _agreement(
        self, event: Any, row: str, demand: dict[str, Any], author: str, begins: datetime
    ) -> None:
        given = demand["agreement"]
        due = begins.date() + timedelta(days=given["days"])
        with acting(author):
            made = agree(event.name, row, due, title=given["title"])
        responsible = self.cast.director(demand["unit"])
        self.cast.approve(made, responsible, demand["unit"])
        for after, percent, text in given["updates"]:
            moment = begins + timedelta(days=30 * after)
            last = (after, percent, text) == tuple(given["updates"][-1])
            step = partial(self._update, made, responsible, demand, percent, text, last)
            self.agenda.at(moment, step)

    def _update(
        self, made: Any, user: str, demand: dict[str, Any], percent: int, text: str, last: bool
    ) -> None:
        given = demand["agreement"]
        act_as(user, made, "Reopen")
        with acting(user):
            status = given["status"] if last else "In progress"
            add_update(made.name, {"update_text": text, "percent": percent}, status)
            if last and given["answer"]:
                save_agreement(made.name, {"public_answer": given["answer"]})
        self.cast.approve(frappe.get_doc(made.doctype, made.name), user, demand["unit"])

    def _author(self, event: dict[str, Any]) -> str:
        return next(
            p["user"] for p in self.files["people"] if p["user"].startswith(event["author"])
        )
