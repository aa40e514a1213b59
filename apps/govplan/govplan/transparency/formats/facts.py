"""Small facts of records as editions write them."""

from datetime import date, datetime
from typing import Any

import frappe
from frappe.utils import cstr, get_datetime, getdate


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
    rows = frappe.get_all(
        doctype,
        filters={"name": ["in", sorted({name for name in names if name})]},
        fields=["name", title_field],
        order_by="name asc",
        limit=0,
    )
    return {row.name: cstr(row[title_field]) or row.name for row in rows}


def root_of(doctype: str, name: str) -> str:
    """The first version of an amended record: the name the public knows it by."""
    while earlier := frappe.db.get_value(doctype, name, "amended_from"):
        name = earlier
    return name
