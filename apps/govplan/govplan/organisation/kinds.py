"""Kinds of unit and process families as the planning unit keeps them."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from govplan.editing import open_for_edit
from govplan.errors import refuse_faults
from govplan.typed import fill, missing, text, whole

KIND = {"kind_name": text, "head_post": text, "list_order": whole, "description": text}
FAMILY = {"family_name": text, "printed_heading": text, "print_order": whole, "empty_note": text}
_OF = {"Gov Unit Kind": KIND, "Gov Process Family": FAMILY}


def keep(doctype: str, name: str, values: Mapping[str, Any], modified: str | None) -> Document:
    """Add a kind or family, or change the one of that name, whose name stays.

    Raises PermissionError, TimestampMismatchError and every fault at once.
    """
    readers = dict(_OF[doctype])
    if name:
        doc = open_for_edit(doctype, name, modified)
        del readers[next(iter(readers))]
    else:
        frappe.has_permission(doctype, "create", throw=True)
        doc = frappe.new_doc(doctype)
    given = {field: values.get(field) or "" for field in readers}
    faults = fill(doc, given, readers)
    refuse_faults(faults or missing(doc))
    return doc.save() if name else doc.insert()


def every(doctype: str) -> list[Any]:
    """All of a kind the person may see, in the order of lists or of print."""
    order = "list_order" if doctype == "Gov Unit Kind" else "print_order"
    return frappe.get_list(doctype, fields=["*"], order_by=f"{order} asc, name asc", limit=0)
