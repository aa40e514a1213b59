"""A record's next version: what it says, as a draft nobody has decided on."""

from typing import Any

import frappe


def draft_copy(doc: Any) -> Any:
    """An unsaved draft with the record's content and lines, and nothing of its path."""
    copy = frappe.copy_doc(doc, ignore_no_copy=False)
    # Frappe leaves it as it was while tests run.
    copy.docstatus = 0
    return copy


def first_version(doc: Any) -> str:
    """The name a record had before it was superseded for the first time; its own if never."""
    name, earlier = doc.name, doc.get("amended_from")
    while earlier:
        name, earlier = earlier, frappe.db.get_value(doc.doctype, earlier, "amended_from")
    return name
