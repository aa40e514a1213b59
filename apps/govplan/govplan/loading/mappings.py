"""Mappings kept by name, and offered again when a file has much the same headings."""

import json

import frappe
from frappe import _

from govplan.errors import Fault, refuse_faults
from govplan.loading.columns import folded
from govplan.loading.headings import SheetMap, heading_line, resemblance
from govplan.loading.sheets import Sheet

MAPPING = "Gov Import Mapping"
_ALIKE = 0.6


def saved(name: str) -> dict[str, str]:
    """A mapping's keys by folded heading. Raises DoesNotExistError."""
    return _read(frappe.get_cached_doc(MAPPING, name).headings)


def best_for(kind: str, sheets: list[Sheet]) -> str:
    """The saved mapping whose headings are most like the file's; empty when none is."""
    found = frappe.get_all(
        MAPPING, filters={"kind": kind}, fields=["name", "headings"], order_by="modified desc"
    )
    likes = {row.name: resemblance(_read(row.headings), sheets) for row in found}
    best = max(likes, key=lambda name: likes[name], default="")
    return best if best and likes[best] >= _ALIKE else ""


def keep(name: str, kind: str, sheet: Sheet, mapping: SheetMap) -> str:
    """Save what the headings of a sheet mean under a name, over what the name meant before.

    Raises BadRecord for the name of another kind's.
    """
    headings = heading_line(sheet, mapping.heading_row).cells
    said = {folded(text): mapping.keys.get(at, "") for at, text in enumerate(headings) if text}
    values = {"kind": kind, "headings": json.dumps(said, ensure_ascii=False)}
    if frappe.db.exists(MAPPING, name):
        doc = frappe.get_doc(MAPPING, name)
        if doc.kind != kind:
            words = _("“{0}” keeps the columns of another kind of sheet. Choose another name.")
            refuse_faults([Fault("", "keep_as", words.format(name))])
    else:
        doc = frappe.new_doc(MAPPING)
        doc.mapping_name = name
    doc.update(values)
    doc.save()
    return str(doc.name)


def names(kind: str) -> list[str]:
    """The saved mappings of a kind."""
    return frappe.get_list(MAPPING, filters={"kind": kind}, pluck="name", order_by="name asc")


def _read(text: str) -> dict[str, str]:
    return {str(heading): str(key) for heading, key in json.loads(text).items()}
