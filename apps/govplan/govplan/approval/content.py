"""What of a record was decided on: its values in one form, however they are held in memory."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import frappe
from frappe.utils import cint, cstr, flt, get_datetime, getdate

from govplan.domain.chain import content_hash
from govplan.domain.quantity import canonical, rounded

TABLES = frozenset({"Table", "Table MultiSelect"})
VALUELESS = frozenset(
    {"Section Break", "Column Break", "Tab Break", "HTML", "Button", "Image", "Heading", "Fold"}
)
# How the record travels the approval path is not what is decided on.
BOOKKEEPING = frozenset(
    {"workflow_state", "round", "decision_reason_code", "decision_reason", "amended_from"}
)
# What the database keeps of a number.
_DECIMALS = 9


def content_of(doc: Any, left_out: frozenset[str] = frozenset()) -> dict[str, object]:
    """Every value of the record and its lines, equal before and after a trip to the database."""
    return {
        field.fieldname: _value(doc, field)
        for field in frappe.get_meta(doc.doctype).fields
        if field.fieldtype not in VALUELESS and field.fieldname not in BOOKKEEPING | left_out
    }


def changed_fields(doc: Any, stored: Any) -> list[str]:
    """The fields whose content differs from the stored version's, in the form's order."""
    left_out = doc.editable_fields_when_locked
    now, before = content_of(doc, left_out), content_of(stored, left_out)
    return [fieldname for fieldname in now if now[fieldname] != before[fieldname]]


def hash_of(doc: Any) -> str:
    """SHA-256 of what was decided on; empty for a record that names no content."""
    # Asked of the class: a request's value of that name is not what the record says of itself.
    content = getattr(type(doc), "content_for_hash", None)
    return content_hash(content(doc)) if content else ""


def _value(doc: Any, field: Any) -> object:
    value = doc.get(field.fieldname)
    if field.fieldtype in TABLES:
        return [{"name": cstr(row.name), **content_of(row)} for row in value or []]
    return _PLAIN.get(field.fieldtype, cstr)(value)


def _number(value: Any) -> str:
    return canonical(rounded(Decimal(repr(flt(value))), _DECIMALS))


def _day(value: Any) -> str:
    return _iso(getdate(value)) if value else ""


def _moment(value: Any) -> str:
    return _iso(get_datetime(value)) if value else ""


def _iso(moment: date | datetime | None) -> str:
    return moment.isoformat() if moment else ""


_PLAIN = {
    "Int": cint,
    "Check": cint,
    "Float": _number,
    "Currency": _number,
    "Percent": _number,
    "Date": _day,
    "Datetime": _moment,
}
