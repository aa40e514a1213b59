"""Kinds of unit and process families as the planning unit keeps them."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from govplan.editing import keep_named
from govplan.typed import text, whole

KIND = {"kind_name": text, "head_post": text, "list_order": whole, "description": text}
FAMILY = {"family_name": text, "printed_heading": text, "print_order": whole, "empty_note": text}
_OF = {"Gov Unit Kind": KIND, "Gov Process Family": FAMILY}


def keep(doctype: str, name: str, values: Mapping[str, Any], modified: str | None) -> Document:
    """Add a kind or family, or change the one of that name, whose name stays.

    Raises PermissionError, TimestampMismatchError and every fault at once.
    """
    return keep_named(doctype, name, values, modified, _OF[doctype])


def every(doctype: str) -> list[Any]:
    """All of a kind the person may see, in the order of lists or of print."""
    order = "list_order" if doctype == "Gov Unit Kind" else "print_order"
    return frappe.get_list(doctype, fields=["*"], order_by=f"{order} asc, name asc", limit=0)
