"""Writing a POA from a form: typed lines in, a checked draft out."""

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from govplan.editing import open_for_edit
from govplan.errors import BadRecord, Fault, refuse_faults
from govplan.planning.programming import MONTH_FIELDS
from govplan.typed import amount, day, fill, fill_rows, place_of, quantity, text, whole

POA_FIELDS = {"effective_from": day, "reform_act": text, "source": text}
_OF_A_NEW_ONE = {"unit": text, "fiscal_year": whole}
LINE_FIELDS = {
    "activity": text,
    "indicator": text,
    "plan_node": text,
    "territory": text,
    "weight": quantity,
    "annual_target": quantity,
    "target_text": text,
    **dict.fromkeys(MONTH_FIELDS, quantity),
    "budget_code": text,
    "budget_programmed": amount,
    "budget_codified": amount,
}
# What a line may be written by: the record's name, or its title when no other has it.
_TITLES = {
    "indicator": ("Gov Indicator", "indicator_name"),
    "plan_node": ("Gov Plan Node", "title"),
    "territory": ("Gov Territory", "territory_name"),
}


def save_poa(
    name: str | None,
    values: Mapping[str, Any],
    rows: Iterable[Mapping[str, Any]],
    modified: str | None = None,
) -> Document:
    """Write a new POA (`name` None) or a draft from typed values; the lines given replace its own.

    All or nothing: faults in what was typed are told together and nothing is kept. Raises
    Refused with `.faults`, TimestampMismatchError, PermissionError.
    """
    if name:
        poa, readers = open_for_edit("Gov POA", name, modified), POA_FIELDS
    else:
        poa, readers = frappe.new_doc("Gov POA"), _OF_A_NEW_ONE | POA_FIELDS
    faults = fill(poa, values, readers)
    faults += fill_rows(poa, "rows", rows, LINE_FIELDS)
    faults += _name_what_is_linked(poa)
    refuse_faults(faults)
    return poa.save()


def named(field: str, typed: str) -> str:
    """The name of what was typed in a line's Link, which may be its title; else as typed."""
    return _names(*_TITLES[field], {typed}).get(typed, typed)


def _name_what_is_linked(poa: Document) -> list[Fault]:
    """Put names where titles were typed; faults for what is neither."""
    faults = []
    for field, (doctype, title) in _TITLES.items():
        known = _names(doctype, title, {text(row.get(field)) for row in poa.rows} - {""})
        for row in poa.rows:
            typed = text(row.get(field))
            if typed in known:
                row.set(field, known[typed])
            elif typed:
                key, where = place_of(poa, "rows", row)
                words = _("{0}, {1}: there is no “{2}”. Choose one of the list.")
                label = _(row.meta.get_label(field))
                faults.append(Fault(key, field, words.format(where, label, typed), BadRecord))
    return faults


def _names(doctype: str, title: str, typed: set[str]) -> dict[str, str]:
    """The record meant by each text; none for a title that several have."""
    rows = frappe.get_all(
        doctype,
        or_filters=[["name", "in", sorted(typed)], [title, "in", sorted(typed)]],
        fields=["name", title],
        order_by="name asc",
        limit=0,
    )
    titles = [row[title] for row in rows]
    by_title = {row[title]: row.name for row in rows if titles.count(row[title]) == 1}
    return {**by_title, **{row.name: row.name for row in rows}}
