"""What of a record was decided on: its values in one form, however they are held in memory."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
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
    """Every value of the record and its lines, equal before and after a trip to the database.

    Blanks are left out: a field that comes with a later version of govplan, and that nobody has
    filled, changes nothing that was decided on.
    """
    fields = _fields(doc.doctype, left_out)
    return _filled((field.fieldname, _value(doc, field), _blank(field)) for field in fields)


def changed_fields(doc: Any, stored: Any) -> list[str]:
    """The fields whose content differs from the stored version's, in the form's order."""
    fields = _fields(doc.doctype, doc.editable_fields_when_locked)
    return [field.fieldname for field in fields if not _is_same(doc, stored, field)]


def hash_of(doc: Any) -> str:
    """SHA-256 of what was decided on; empty for a record that names no content."""
    # Asked of the class: a request's value of that name is not what the record says of itself.
    content = getattr(type(doc), "content_for_hash", None)
    return content_hash(content(doc)) if content else ""


def _fields(doctype: str, left_out: frozenset[str] = frozenset()) -> list[Any]:
    passed_over = BOOKKEEPING | left_out
    return [
        field
        for field in frappe.get_meta(doctype).fields
        if field.fieldtype not in VALUELESS and field.fieldname not in passed_over
    ]


def _value(doc: Any, field: Any) -> object:
    value = doc.get(field.fieldname)
    if field.fieldtype not in TABLES:
        return _PLAIN.get(field.fieldtype, cstr)(value)
    readers = [_reader(part) for part in _fields(field.options)]
    return [
        {
            "name": cstr(row.name),
            **_filled((name, read(row.get(name)), blank) for name, read, blank in readers),
        }
        for row in value or []
    ]


def _filled(values: Iterable[tuple[str, object, object]]) -> dict[str, object]:
    return {name: value for name, value, blank in values if value != blank}


def _blank(field: Any) -> object:
    return [] if field.fieldtype in TABLES else _reader(field)[2]


def _reader(field: Any) -> tuple[str, Callable[[Any], object], object]:
    """A field's name, how it is read, and what nothing reads as."""
    read = _PLAIN.get(field.fieldtype, cstr)
    return field.fieldname, read, read(None)


def _is_same(doc: Any, stored: Any, field: Any) -> bool:
    """Whether a field has the content it had; values that are plainly equal are not converted."""
    now, before = doc.get(field.fieldname), stored.get(field.fieldname)
    if field.fieldtype not in TABLES:
        return _equal(now, before) or _value(doc, field) == _value(stored, field)
    rows, earlier = now or [], before or []
    if [cstr(row.name) for row in rows] != [cstr(row.name) for row in earlier]:
        return False
    names = [one.fieldname for one in _fields(field.options)]
    same = all(
        _equal(row.get(name), old.get(name))
        for row, old in zip(rows, earlier, strict=True)
        for name in names
    )
    return same or _value(doc, field) == _value(stored, field)


def _equal(now: Any, before: Any) -> bool:
    return now is before or (type(now) is type(before) and now == before)


# The quantities of a report are read again at each of its acts.
@lru_cache(maxsize=8192)
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
