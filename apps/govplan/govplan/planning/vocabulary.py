"""Units of measure and population groups as the planning unit keeps them."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from govplan.editing import keep_named, open_for_edit
from govplan.errors import Fault, refuse_faults
from govplan.typed import quantity, text

MEASURE, GROUP = "Gov Unit Of Measure", "Gov Population Group"
# What names a record comes first.
_SAID = {
    MEASURE: {
        "unit_name": text,
        "symbol": text,
        "legal_min": quantity,
        "legal_max": quantity,
        "decimals": text,
    },
    GROUP: {"group_name": text, "description": text},
}


def keep(doctype: str, name: str, values: Mapping[str, Any], modified: str | None) -> Document:
    """Add a unit of measure or group, or change the one of that name.

    Another name is taken while nothing refers to it: what was approved or published names it.
    Raises PermissionError, TimestampMismatchError and every fault at once.
    """
    field = next(iter(_SAID[doctype]))
    if name and text(values.get(field)) not in ("", name):
        _take_away(open_for_edit(doctype, name, modified), field)
        name = ""
    return keep_named(doctype, name, values, modified, _SAID[doctype])


def every(doctype: str) -> list[Any]:
    """All the person may see, by name."""
    return frappe.get_list(doctype, fields=["*"], order_by="name asc", limit=0)


def _take_away(doc: Document, field: str) -> None:
    try:
        doc.delete()
    except frappe.LinkExistsError:
        frappe.clear_last_message()
        words = _("Name: {0} is in use and keeps its name. Add another one instead.")
        refuse_faults([Fault("", field, words.format(doc.name))])
