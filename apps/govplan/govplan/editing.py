"""Opening a record to change it: by whom it may, and only if nobody changed it meanwhile."""

from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document

from govplan.approval.guard import require_undecided
from govplan.typed import is_stamp


def open_for_edit(doctype: str, name: str, modified: datetime | str | None = None) -> Document:
    """The record, if the person may write it and it is still the one they had before them.

    `modified` is the stamp of the record as they saw it; without one nothing is compared.
    Raises DoesNotExistError, PermissionError, ContentLocked, TimestampMismatchError.
    """
    doc = frappe.get_doc(doctype, name)
    doc.check_permission("write")
    # A save would ask for the right to submit first, and not say why it is refused.
    require_undecided(doc)
    if modified and not is_stamp(modified, doc.modified):
        words = _("{0} changed this record while you were writing. Compare before saving again.")
        frappe.throw(words.format(_person(doc.modified_by)), frappe.TimestampMismatchError)
    return doc


def _person(user: str) -> str:
    return frappe.db.get_value("User", user, "full_name") or user
