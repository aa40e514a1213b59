"""The record a page of the staff area is about."""

import frappe
from frappe.model.document import Document

from govplan.staff.pages import require_login

# What stands in an address instead of a name.
NEW = "nuevo"


def seen(doctype: str, name: str) -> Document:
    """A record the person may read; a guest is sent to log in.

    Raises DoesNotExistError, PermissionError.
    """
    require_login()
    doc = frappe.get_doc(doctype, name)
    doc.check_permission("read")
    return doc


def seen_or_new(doctype: str, name: str) -> Document:
    """The same, or a blank one where the address says new and the person may make one."""
    if name != NEW:
        return seen(doctype, name)
    require_login()
    frappe.has_permission(doctype, "create", throw=True)
    return frappe.new_doc(doctype)
