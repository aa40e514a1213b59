"""The legality chain of an event: what its type asks for, and what is there."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from govplan.errors import Fault
from govplan.typed import place_of, text

DONE = "Done"
MISSING = "Missing"


def follow_type(event: Document) -> None:
    """Add the steps the event's type asks for and the event lacks, after those it has."""
    there = {text(row.step).casefold() for row in event.steps}
    for step in _steps_of_type(event.event_type):
        if text(step.step).casefold() not in there:
            event.append("steps", {"step": step.step, "required": step.required, "state": MISSING})


def step_faults(event: Document, today: date) -> list[Fault]:
    """Steps named twice, or done on a day that has not come."""
    faults, seen = [], set()
    for row in event.steps:
        key, where = place_of(event, "steps", row)
        name = text(row.step).casefold()
        if name in seen:
            faults.append(Fault(key, "step", _("{0}: this step is there twice.").format(where)))
        seen.add(name)
        if row.state == DONE and row.step_date and getdate(row.step_date) > today:
            words = _("{0}: a step that is done cannot have a day to come.")
            faults.append(Fault(key, "step_date", words.format(where)))
    return faults


def _steps_of_type(event_type: str) -> list[frappe._dict]:
    return frappe.get_all(
        "Gov Event Type Step",
        filters={"parenttype": "Gov Event Type", "parent": event_type},
        fields=["step", "required"],
        order_by="idx asc, name asc",
        limit=0,
    )
