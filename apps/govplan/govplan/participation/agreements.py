"""What the municipality promised to people: written, brought up to date, and late or not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from govplan import clock
from govplan.editing import open_for_edit
from govplan.errors import refuse_faults
from govplan.monitoring.attachments import store
from govplan.typed import day, fill, text, whole

DONE = "Done"
NOT_FEASIBLE = "Not feasible"

AGREEMENT_FIELDS = {
    "title": text,
    "agreement_text": text,
    "event": text,
    "unit": text,
    "responsible_post": text,
    "due_date": day,
    "status": text,
    "percent": whole,
    "territory": text,
    "plan_node": text,
    "poa_row": text,
    "public_answer": text,
    "verification_url": text,
}
UPDATE_FIELDS = {
    "update_date": day,
    "update_text": text,
    "percent": whole,
    "evidence_title": text,
    "evidence_url": text,
}


def save_agreement(
    name: str | None, values: Mapping[str, Any], modified: str | None = None
) -> Document:
    """Write a new agreement (`name` None) or an existing one from typed values, all or nothing.

    Raises Refused with `.faults`, TimestampMismatchError, PermissionError.
    """
    agreement = _opened(name, modified)
    refuse_faults(fill(agreement, values, AGREEMENT_FIELDS))
    return agreement.save()


def add_update(
    name: str,
    values: Mapping[str, Any],
    status: str = "",
    evidence: tuple[str, bytes] | None = None,
    modified: str | None = None,
) -> Document:
    """Add what was done since: `update_text`, `percent` reached, a link or a file as proof.

    Dated today unless it says otherwise; the agreement takes its percent, and `status` if given.
    `evidence` is a file's name and content. Raises Refused with `.faults`, BadEvidence,
    TimestampMismatchError, PermissionError.
    """
    agreement = _opened(name, modified)
    row = agreement.append("updates", {"update_date": clock.today()})
    typed = {field: value for field, value in values.items() if text(value)}
    refuse_faults(fill(row, typed, UPDATE_FIELDS, f"updates.{row.idx}"))
    if "percent" in typed:
        agreement.percent = row.percent
    if status:
        agreement.status = text(status)
    if evidence:
        row.evidence_file = store(agreement, *evidence)
    return agreement.save()


def is_overdue(due_date: date | str | None, status: str, on: date | None = None) -> bool:
    """Whether the promised day has passed without the promise kept or answered."""
    if not due_date or status in (DONE, NOT_FEASIBLE):
        return False
    return getdate(due_date) < (on or clock.today())


def agreements_of(event: str | None, amended_from: str | None = None) -> list[frappe._dict]:
    """The agreements demands of an event became, those of the versions it amends included."""
    versions = [event] if event else []
    while amended_from:
        versions.append(amended_from)
        amended_from = frappe.db.get_value("Gov Participation Event", amended_from, "amended_from")
    return frappe.get_all(
        "Gov Agreement",
        filters={"event": ["in", versions], "demand_row": ["is", "set"]},
        fields=["name", "event", "demand", "demand_row"],
        order_by="name asc",
        limit=0,
    )


def _opened(name: str | None, modified: str | None) -> Document:
    if name:
        return open_for_edit("Gov Agreement", name, modified)
    return frappe.new_doc("Gov Agreement")
