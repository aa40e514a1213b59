"""Writing participation events from forms, and turning what people asked for into agreements."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from govplan.editing import open_for_edit
from govplan.errors import BadRecord, refuse, refuse_faults
from govplan.monitoring.attachments import store
from govplan.participation.agreements import AGREEMENT_FIELDS
from govplan.typed import day, fill, fill_rows, moment, quantity, text, whole

EVENT_FIELDS = {
    "title": text,
    "event_type": text,
    "unit": text,
    "starts_at": moment,
    "ends_at": moment,
    "mode": text,
    "place": text,
    "territory": text,
    "latitude": quantity,
    "longitude": quantity,
    "summary": text,
    "minutes": text,
    "attendance_total": whole,
}
EVENT_TABLES = {
    "plan_nodes": {"plan_node": text},
    "steps": {"step": text, "state": text, "step_date": day, "note": text},
    "attendance": {"grouping": text, "group_name": text, "attendees": whole},
    "demands": {
        "demand": text,
        "topic": text,
        "territory": text,
        "unit": text,
        "plan_node": text,
    },
}


def save_event(
    name: str | None, values: Mapping[str, Any], modified: str | None = None
) -> Document:
    """Write a new event (`name` None) or an existing one from typed values.

    A table given is replaced by its rows, one not given stays. All or nothing: faults in what
    was typed are told together and nothing is kept. Raises Refused with `.faults`,
    TimestampMismatchError, PermissionError.
    """
    if name:
        event = open_for_edit("Gov Participation Event", name, modified)
    else:
        event = frappe.new_doc("Gov Participation Event")
    tables = {field: values[field] for field in EVENT_TABLES if field in values}
    plain = {field: value for field, value in values.items() if field not in EVENT_TABLES}
    faults = fill(event, plain, EVENT_FIELDS)
    for table, rows in tables.items():
        faults += fill_rows(event, table, rows, EVENT_TABLES[table])
    refuse_faults(faults)
    return event.save()


def attach_minutes(name: str, filename: str, content: bytes) -> Document:
    """Keep the signed minutes of an event. Raises BadEvidence, ContentLocked."""
    event = open_for_edit("Gov Participation Event", name)
    event.minutes_file = store(event, filename, content)
    return event.save()


def attach_step(name: str, step_row: str, filename: str, content: bytes) -> Document:
    """Keep the document of one step of the legality chain. Raises BadEvidence, ContentLocked."""
    event = open_for_edit("Gov Participation Event", name)
    _row(event, "steps", step_row).document = store(event, filename, content)
    return event.save()


def agree(event: str, demand_row: str, due_date: Any, unit: str = "", **values: Any) -> Document:
    """The agreement a demand became, as a draft of the unit that takes it on.

    A demand becomes one agreement: asking again returns the same. `values` are further fields
    of the agreement as typed. Raises Refused with `.faults`, PermissionError.
    """
    source = frappe.get_doc("Gov Participation Event", event)
    source.check_permission("read")
    demand = _row(source, "demands", demand_row)
    known = frappe.db.exists("Gov Agreement", {"demand_row": demand.name})
    if known:
        return _readable("Gov Agreement", known)
    agreement = frappe.new_doc("Gov Agreement")
    agreement.update(_from_demand(source, demand))
    typed = {"due_date": due_date, **({"unit": unit} if unit else {}), **values}
    refuse_faults(fill(agreement, typed, AGREEMENT_FIELDS))
    return agreement.insert()


def _from_demand(event: Document, demand: Document) -> dict[str, Any]:
    return {
        "event": event.name,
        "demand": demand.demand,
        "demand_row": demand.name,
        "agreement_text": demand.demand,
        "unit": demand.unit or event.unit,
        "territory": demand.territory or event.territory,
        "plan_node": demand.plan_node,
    }


def _row(event: Document, table: str, name: str) -> Document:
    row = next((row for row in event.get(table) if row.name == name), None)
    if row is None:
        refuse(_("This line is no longer in the event. Open the page again."), BadRecord)
    return row


def _readable(doctype: str, name: str) -> Document:
    doc = frappe.get_doc(doctype, name)
    doc.check_permission("read")
    return doc
