"""Small facts of records as editions write them."""

from datetime import date, datetime
from typing import Any

import frappe
from frappe.utils import cstr, get_datetime, getdate

from govplan.rows import rows_by_name


def day(value: date | str | None) -> str | None:
    """ISO 8601, or None."""
    return getdate(value).isoformat() if value else None


def moment(value: datetime | str | None) -> str | None:
    """ISO 8601 to the second, or None."""
    return get_datetime(value).isoformat(timespec="seconds") if value else None


def title_of(doctype: str, name: str | None) -> str:
    """The record's title; empty without a record."""
    if not name:
        return ""
    return cstr(frappe.db.get_value(doctype, name, frappe.get_meta(doctype).title_field)) or name


def titles_of(doctype: str, names: Any) -> dict[str, str]:
    """Titles by name, in one query."""
    title_field = frappe.get_meta(doctype).title_field
    rows = rows_by_name(doctype, names, (title_field,))
    return {name: cstr(row[title_field]) or name for name, row in rows.items()}


def root_of(doctype: str, name: str) -> str:
    """The first version of an amended record: the name the public knows it by."""
    while earlier := frappe.db.get_value(doctype, name, "amended_from"):
        name = earlier
    return name
