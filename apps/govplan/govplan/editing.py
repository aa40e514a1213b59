"""Opening a record to change it: by whom it may, and only if nobody changed it meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from govplan.approval.acts import AUTHORS
from govplan.approval.guard import require_author, require_undecided
from govplan.errors import refuse_faults
from govplan.typed import Reader, fill, is_stamp, missing


def open_for_edit(doctype: str, name: str, modified: datetime | str | None = None) -> Document:
    """The record, if the person may write it and it is still the one they had before them.

    `modified` is the stamp of the record as they saw it; without one nothing is compared.
    Raises DoesNotExistError, PermissionError, NotYourAct, ContentLocked, TimestampMismatchError.
    """
    doc = frappe.get_doc(doctype, name)
    doc.check_permission("write")
    # A save would ask for the right to submit first, and not say why it is refused.
    require_undecided(doc)
    # Reviewers may write the record too, to decide on it; its form is not theirs to save.
    if doctype in AUTHORS:
        require_author(doc)
    if modified and not is_stamp(modified, doc.modified):
        words = _("{0} changed this record while you were writing. Compare before saving again.")
        frappe.throw(words.format(_person(doc.modified_by)), frappe.TimestampMismatchError)
    return doc


def keep_named(
    doctype: str,
    name: str,
    values: Mapping[str, Any],
    modified: datetime | str | None,
    readers: Mapping[str, Reader],
) -> Document:
    """Add a record that a field names (the first of `readers`), or change the one of that name,
    which stays.

    Raises PermissionError, TimestampMismatchError and every fault at once.
    """
    if name:
        doc = open_for_edit(doctype, name, modified)
        readers = dict(list(readers.items())[1:])
    else:
        frappe.has_permission(doctype, "create", throw=True)
        doc = frappe.new_doc(doctype)
    faults = fill(doc, {field: values.get(field) or "" for field in readers}, readers)
    refuse_faults(faults or missing(doc))
    return doc.save() if name else doc.insert()


def _person(user: str) -> str:
    return frappe.db.get_value("User", user, "full_name") or user
