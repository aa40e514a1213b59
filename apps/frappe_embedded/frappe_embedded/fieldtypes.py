"""What each field type of a DocType stores, and how values go in and come out."""

import json
from collections.abc import Callable
from typing import Any

from .dates import get_datetime, getdate, to_timedelta
from .values import cint, cstr, datetime_text, is_empty, to_float

_IDENTIFIERS = (
    "Link",
    "Dynamic Link",
    "Select",
    "Read Only",
    "Color",
    "Icon",
    "Phone",
    "Autocomplete",
)
_TEXTS = (
    "Data", "Small Text", "Text", "Password", "Attach", "Attach Image", "Long Text", "Code",
    "Text Editor", "Markdown Editor", "HTML Editor", "Signature", "Geolocation", "Barcode", "JSON",
)  # fmt: skip
_FLOATS = ("Float", "Currency", "Percent", "Duration", "Rating")

# Field type to the kind of column that holds it. Types that are not here hold nothing.
KINDS: dict[str, str] = {
    **dict.fromkeys(_IDENTIFIERS, "identifier"),
    **dict.fromkeys(_TEXTS, "text"),
    **dict.fromkeys(_FLOATS, "float"),
    "Int": "int",
    "Check": "int",
    "Date": "date",
    "Datetime": "datetime",
    "Time": "time",
}
TABLE_TYPES = ("Table", "Table MultiSelect")
LAYOUT_TYPES = (
    "Section Break", "Column Break", "Tab Break", "HTML", "Button", "Image", "Heading", "Fold",
)  # fmt: skip
NUMERIC_KINDS = ("int", "float")
# How long a value of these types may be when the field does not say.
DATA_TYPES_LENGTH = {**dict.fromkeys(_IDENTIFIERS, 140), "Data": 140}

STANDARD_FIELDS: dict[str, str] = {
    "name": "Data",
    "owner": "Link",
    "creation": "Datetime",
    "modified": "Datetime",
    "modified_by": "Link",
    "docstatus": "Int",
    "idx": "Int",
}
PARENT_FIELDS = ("_user_tags", "_comments", "_assign", "_liked_by")
CHILD_FIELDS = ("parent", "parentfield", "parenttype")

_FLOAT_DECIMALS = 9


def is_numeric(fieldtype: str | None) -> bool:
    """True for types whose column is never NULL and for which 0 means not set."""
    return KINDS.get(fieldtype or "") in NUMERIC_KINDS


def cast(fieldtype: str | None, value: Any) -> Any:
    """`value` as Python holds it after a load: numbers never None, dates as dates."""
    caster = _FROM_DATABASE.get(KINDS.get(fieldtype or "", ""))
    return caster(value) if caster else value


def for_database(fieldtype: str | None, value: Any) -> Any:
    """`value` as the column of a field stores it; numbers default to 0, empty dates to NULL.

    Raises ValidationError for a Date, and ValueError for a Datetime, that cannot be read.
    """
    return storer(fieldtype)(value)


def storer(fieldtype: str | None) -> Callable[[Any], Any]:
    """The function that does for one field type what `for_database` does."""
    own = _OWN_STORERS.get(fieldtype or "")
    return own or _FOR_DATABASE.get(KINDS.get(fieldtype or "", ""), _as_it_is)


def _as_it_is(value: Any) -> Any:
    return value


def _rating(value: Any) -> float:
    return min(max(round(to_float(value), 2), 0.0), 1.0)


def _check(value: Any) -> int:
    return int(bool(cint(value)))


def _optional(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if is_empty(value) else convert(value)


def _text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return cstr(value)


def _date_text(value: Any) -> str | None:
    found = getdate(value)
    return None if found is None else found.isoformat()


def _datetime_text(value: Any) -> str | None:
    if type(value) is str and len(value) == 26 and value[10] == " ":
        return value
    found = get_datetime(value)
    return None if found is None else datetime_text(found)


def _float(value: Any) -> float:
    return round(to_float(value), _FLOAT_DECIMALS)


_FROM_DATABASE: dict[str, Callable[[Any], Any]] = {
    "int": cint,
    "float": to_float,
    "date": _optional(getdate),
    "datetime": _optional(get_datetime),
    "time": _optional(to_timedelta),
}
_OWN_STORERS: dict[str, Callable[[Any], Any]] = {"Rating": _rating, "Check": _check}
_FOR_DATABASE: dict[str, Callable[[Any], Any]] = {
    "identifier": _text,
    "text": _text,
    "int": cint,
    "float": _float,
    "date": _optional(_date_text),
    "datetime": _optional(_datetime_text),
    "time": _optional(to_timedelta),
}
