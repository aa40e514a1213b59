"""What an act with a number does to the tree of units: opens, renames, merges, closes.

Nothing before the day of the act changes: reports, editions and decisions keep their unit and
what it was called.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from govplan import clock
from govplan.editing import open_for_edit
from govplan.errors import Fault, refuse_faults
from govplan.typed import Unreadable, check, day, fill, fill_rows, missing, place_of, text, whole

READERS = {
    "code": text,
    "unit_name": text,
    "acronym": text,
    "kind": text,
    "process_family": text,
    "print_order": whole,
    "parent_gov_unit": lambda value: text(value) or None,
    "is_group": check,
    "objective": text,
    "mission": text,
    "legal_basis": text,
    "contact_email": text,
    "contact_phone": text,
    "valid_from": day,
    "opening_act": text,
}

# What a unit is for may be told anew without an act; what it is called and since when may not.
_DESCRIBED = frozenset(READERS) - {"code", "unit_name", "valid_from", "opening_act"}
_TABLES = {
    "functions": {"function_text": text, "legal_basis": text},
    "relations": {
        "relation": text,
        "other_unit": lambda value: text(value) or None,
        "and_unit": lambda value: text(value) or None,
        "relation_text": text,
        "legal_basis": text,
    },
}


def open_unit(values: Mapping[str, Any]) -> Document:
    """A new unit from the day its act says. Raises PermissionError and every fault at once."""
    frappe.has_permission("Gov Unit", "create", throw=True)
    unit = frappe.new_doc("Gov Unit")
    faults = fill(unit, values, READERS)
    if not faults:
        faults = missing(unit)
    told = {fault.field for fault in faults}
    for field in ("valid_from", "opening_act"):
        if not unit.get(field) and field not in told:
            words = _("{0}: fill it in.").format(_(unit.meta.get_label(field)))
            faults.append(Fault("", field, words))
    refuse_faults(faults)
    return unit.insert()


def describe(
    name: str,
    values: Mapping[str, Any],
    tables: Mapping[str, Iterable[Mapping[str, Any]]],
    modified: str | None = None,
) -> Document:
    """Say anew what a unit is for, what it does by which law, how it stands to others.

    Raises PermissionError, TimestampMismatchError and every fault at once.
    """
    unit = open_for_edit("Gov Unit", name, modified)
    faults = fill(unit, values, {field: READERS[field] for field in _DESCRIBED})
    for table, rows in tables.items():
        faults += fill_rows(unit, table, rows, _TABLES[table])
        for row in unit.get(table):
            faults += missing(row, *place_of(unit, table, row))
    refuse_faults(faults or missing(unit))
    return unit.save()


def rename(
    name: str,
    unit_name: str,
    from_day: date | str | None,
    act: str,
    acronym: str = "",
    modified: str | None = None,
) -> Document:
    """Give a unit another name from a day on; what it was called until then stays on record.

    Without an acronym it keeps its own. Raises PermissionError, TimestampMismatchError and
    BadRecord with every fault.
    """
    unit = open_for_edit("Gov Unit", name, modified)
    unit_name, act = text(unit_name), text(act)
    begins, faults = _begin(from_day)
    refuse_faults(faults or _rename_faults(unit, unit_name, begins, act))
    before = {"unit_name": unit.unit_name, "acronym": unit.acronym}
    unit.append("earlier_names", {**before, "until": begins - timedelta(days=1), "act": act})
    unit.unit_name, unit.acronym = unit_name, text(acronym) or unit.acronym
    return unit.save()


def close(
    name: str, last_day: date | str | None, act: str, modified: str | None = None
) -> Document:
    """Give a unit its last day. Raises PermissionError, TimestampMismatchError and BadRecord."""
    return _end(name, last_day, act, None, modified)


def merge(
    name: str, into: str, last_day: date | str | None, act: str, modified: str | None = None
) -> Document:
    """Let another unit go on for this one from the day after its last. Raises as `close`."""
    return _end(name, last_day, act, text(into), modified)


def _end(name: str, last_day: Any, act: str, into: str | None, modified: str | None) -> Document:
    unit = open_for_edit("Gov Unit", name, modified)
    faults = fill(unit, {"valid_to": last_day}, {"valid_to": day})
    if not faults and not unit.valid_to:
        faults = [Fault("", "valid_to", _("Valid to: write the last day."))]
    if into == "":
        faults.append(Fault("", "merged_into", _("Merged into: choose the unit that goes on.")))
    refuse_faults(faults)
    unit.closing_act, unit.merged_into = text(act), into
    return unit.save()


def _begin(from_day: Any) -> tuple[date | None, list[Fault]]:
    try:
        return day(from_day), []
    except Unreadable as error:
        return None, [Fault("", "from_day", f"{_('From')}: {error}")]


def _rename_faults(unit: Any, unit_name: str, begins: date | None, act: str) -> list[Fault]:
    faults = []
    if not unit_name or unit_name == unit.unit_name:
        faults.append(Fault("", "unit_name", _("Name: write the new one.")))
    if not act:
        faults.append(Fault("", "act", _("Act: write its kind, number and date.")))
    if begins is None:
        faults.append(Fault("", "from_day", _("From: write the first day of the new name.")))
    elif begins > clock.today():
        message = _("From: that day is still to come. Write the new name when it holds.")
        faults.append(Fault("", "from_day", message))
    return faults
