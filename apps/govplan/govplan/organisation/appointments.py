"""Posts given and ended by an act; the rules are the record's own."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from govplan.editing import open_for_edit
from govplan.errors import Fault, refuse_faults
from govplan.typed import day, fill, missing, text

READERS = {
    "post": text,
    "post_title": text,
    "user": text,
    "holder_name": text,
    "holder_title": text,
    "capacity": text,
    "on_behalf_of": lambda value: text(value) or None,
    "from_date": day,
    "to_date": day,
    "instrument": text,
    "instrument_date": day,
}


def appoint(unit: str, values: Mapping[str, Any]) -> Document:
    """Give somebody a post of a unit. Raises PermissionError and every fault at once."""
    frappe.has_permission("Gov Post Holding", "create", throw=True)
    holding = frappe.new_doc("Gov Post Holding")
    holding.unit = unit
    faults = fill(holding, values, READERS)
    refuse_faults(faults or missing(holding))
    return holding.insert()


def end(name: str, last_day: Any, modified: str | None = None) -> Document:
    """Give a post held its last day. Raises PermissionError, TimestampMismatchError, BadRecord."""
    holding = open_for_edit("Gov Post Holding", name, modified)
    faults = fill(holding, {"to_date": last_day}, {"to_date": day})
    if not faults and not holding.to_date:
        faults = [Fault("", "to_date", _("To: write the last day."))]
    refuse_faults(faults)
    return holding.save()
