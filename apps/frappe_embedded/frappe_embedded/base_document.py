"""A record in memory: its values, its child rows, and how it is written out."""

import copy
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from .docstatus import DocStatus
from .errors import NotSupported
from .fieldtypes import CHILD_FIELDS, PARENT_FIELDS, STANDARD_FIELDS, cast
from .formats import format_value
from .meta import Field, Meta, base_classes, get_controller, get_meta
from .translate import _
from .values import _dict, as_json, cint, cstr, json_default

T = TypeVar("T", bound="BaseDocument")

NEW = "__islocal"
DEFAULT_FIELDS = ("doctype", *STANDARD_FIELDS, *CHILD_FIELDS)
_TRAVELLING_KEYS = (NEW, "__onload", "__unsaved", "_user_tags", "_liked_by")
# What a document is and knows of itself: never taken from values, which may be a stranger's.
_RESERVED = frozenset(
    (
        "doctype", "meta", "_meta", "flags", "parent_doc",
        "_action", "_before", "_before_doc", "_held", "_loaded_modified",
    )
)  # fmt: skip

_MISSING = {
    "add_tag": "Tags",
    "get_tags": "Tags",
    "remove_tag": "Tags",
    "add_seen": "Seen marks",
    "add_viewed": "View logs",
    "queue_action": "Queued acts on a document",
    "discard": "Discarding drafts",
}


class BaseDocument:
    """The values of one record as attributes. Every column exists, None when it was not given."""

    doctype: str
    name: Any

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.doctype = str(values.get("doctype") or getattr(self, "doctype", ""))
        self._blank()
        self.update(values)

    def _blank(self) -> None:
        meta, state = self.meta, self.__dict__
        state.update({**dict.fromkeys(meta.valid_columns), **state})
        for fieldname in meta.child_doctypes:
            state[fieldname] = []
        state["flags"] = _dict()

    @classmethod
    def from_row(cls: type[T], doctype: str, row: dict[str, Any]) -> T:
        """A document of a row as the database gave it; tables are empty."""
        made = cls.__new__(cls)
        state = made.__dict__
        meta = get_meta(doctype)
        state.update(row, doctype=doctype, flags=_dict(), _meta=meta)
        for fieldname in meta.child_doctypes:
            state[fieldname] = []
        return made

    def __getattr__(self, key: str) -> Any:
        if key in _MISSING:
            raise NotSupported(
                f"{_MISSING[key]} (Document.{key}) are not supported by the embedded engine."
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {key!r}")

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in self.__dict__.items() if k not in ("parent_doc", "_meta")}

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.get('name') or 'unsaved'}>"

    __str__ = __repr__

    @property
    def meta(self) -> Meta:
        """The description of the DocType."""
        known: Meta | None = self.__dict__.get("_meta")
        if known is None:
            known = self.__dict__["_meta"] = get_meta(self.doctype)
        return known

    @property
    def docstatus(self) -> DocStatus:
        """Draft, submitted or cancelled."""
        return DocStatus(cint(self.__dict__.get("docstatus")))

    @docstatus.setter
    def docstatus(self, value: Any) -> None:
        self.__dict__["docstatus"] = cint(value)

    # Values

    def get(
        self, key: Any, filters: Any = None, limit: int | None = None, default: Any = None
    ) -> Any:
        """A value by name, None (or `default`) when there is none.

        With `filters` as a dict: those rows of the table whose values equal them, at most `limit`.
        """
        if type(key) is str and filters is None and key != "docstatus":
            found = self.__dict__.get(key)
            return default if found is None else found
        if isinstance(key, Mapping):
            return _matching(self.get_all_children(), key, limit)
        if isinstance(filters, Mapping):
            return _matching(self.__dict__.get(key) or [], filters, limit)
        if filters is not None:
            default = filters
        value = self.__dict__.get(key)
        if key == "docstatus":
            return self.docstatus
        return default if value is None else value

    def getone(self, key: str, filters: Any = None) -> Any:
        """The first row `get` finds, None when there is none."""
        rows = self.get(key, filters=filters or {}, limit=1)
        return rows[0] if rows else None

    def set(self, key: str, value: Any, as_value: bool = False) -> None:
        """Set a value; the rows of a table are replaced by documents made of `value`."""
        if key in self.meta.child_doctypes and not as_value:
            self.__dict__[key] = []
            self.extend(key, value or [])
        elif key == "docstatus":
            self.docstatus = value
        elif self._takes(key):
            self.__dict__[key] = value

    def update(self: T, d: Any) -> T:
        """Set every key of `d` (a dict or a document); returns self."""
        values = d.__dict__ if isinstance(d, BaseDocument) else d
        tables = self.meta.child_doctypes
        for key, value in values.items():
            if key in tables or key == "docstatus":
                self.set(key, value)
            elif self._takes(key):
                self.__dict__[key] = value
        return self

    def _takes(self, key: str) -> bool:
        """False for what is the document's own: a value named `validate` would switch it off."""
        if key in _RESERVED:
            return False
        kind: Any = type(self)
        return key not in _names_of(kind) or key in self.meta.valid_columns

    def is_new(self) -> Any:
        """True for a document that was made with `new_doc` or is being inserted."""
        return self.get(NEW)

    # Child rows

    def append(self, key: str, value: Any = None, position: int = -1) -> Any:
        """Add a row to a table, made of a dict or a document; returns the row.

        Raises TypeError for anything else, AttributeError when there is no such table.
        """
        row = self._make_row(key, {} if value is None else value)
        rows = self.__dict__[key]
        if position == -1:
            rows.append(row)
        else:
            rows.insert(position, row)
            for place, moved in enumerate(rows):
                moved.idx = place + 1
        return row

    def extend(self, key: str, value: Iterable[Any]) -> None:
        """Add several rows."""
        for row in value:
            self.append(key, row)

    def remove(self, doc: Any) -> None:
        """Take a row out of its table; the rest is numbered anew."""
        rows = self.get(doc.parentfield)
        rows.remove(doc)
        for place, row in enumerate(rows):
            row.idx = place + 1

    def _make_row(self, key: str, value: Any) -> Any:
        doctype = self.meta.child_doctypes.get(key)
        if doctype is None:
            raise AttributeError(f"{self.doctype} has no table {key!r}")
        if isinstance(value, BaseDocument):
            row: Any = value
        elif isinstance(value, Mapping):
            row = get_controller(doctype)({**value, "doctype": doctype})
        else:
            raise TypeError(f"A row of {key} is made of a dict, not of {type(value).__name__}")
        self._adopt(row, key)
        return row

    def _adopt(self, row: Any, key: str) -> None:
        state = row.__dict__
        state.update(parent=self.name, parenttype=self.doctype, parentfield=key, parent_doc=self)
        if not state.get("idx"):
            state["idx"] = len(self.__dict__[key]) + 1
        if not state.get("name"):
            state[NEW] = 1

    def get_all_children(self, parenttype: str | None = None) -> list[Any]:
        """The rows of every table, or of those that hold rows of one DocType."""
        return [
            row
            for fieldname, doctype in self.meta.child_doctypes.items()
            if parenttype in (None, doctype)
            for row in self.__dict__.get(fieldname) or ()
        ]

    # Writing out

    def get_valid_dict(
        self,
        sanitize: bool = True,
        convert_dates_to_str: bool = False,
        ignore_nulls: bool = False,
        ignore_virtual: bool = False,
    ) -> _dict:
        """The columns with their values, numbers as numbers. Tables are left out."""
        meta, state = self.meta, self.__dict__
        found = _dict(zip(meta.valid_columns, map(state.get, meta.valid_columns), strict=True))
        for column, fieldtype, kind in meta.numeric_columns:
            if type(found[column]) is not kind:
                found[column] = cast(fieldtype, found[column])
        if convert_dates_to_str:
            for column, value in found.items():
                if isinstance(value, date | datetime | time | timedelta):
                    found[column] = json_default(value)
        if ignore_nulls:
            return _dict({key: value for key, value in found.items() if value is not None})
        return found

    def as_dict(
        self,
        no_nulls: bool = False,
        no_default_fields: bool = False,
        convert_dates_to_str: bool = False,
        no_child_table_fields: bool = False,
        no_private_properties: bool = False,
    ) -> _dict:
        """Columns, rows of the tables as dicts, and `doctype`."""
        found = self.get_valid_dict(
            convert_dates_to_str=convert_dates_to_str, ignore_nulls=no_nulls
        )
        found["doctype"] = self.doctype
        for fieldname in self.meta.child_doctypes:
            found[fieldname] = [
                row.as_dict(
                    no_nulls, no_default_fields, convert_dates_to_str, no_child_table_fields
                )
                for row in self.__dict__.get(fieldname) or ()
            ]
        dropped = (
            *PARENT_FIELDS,
            *(DEFAULT_FIELDS if no_default_fields else ()),
            *(CHILD_FIELDS if no_child_table_fields else ()),
        )
        for key in dropped:
            found.pop(key, None)
        if not no_private_properties:
            for key in _TRAVELLING_KEYS:
                if value := self.__dict__.get(key):
                    found[key] = value
        return found

    def as_json(self) -> str:
        """`as_dict` as JSON with sorted keys."""
        return as_json(self.as_dict())

    def __deepcopy__(self: T, memo: dict[int, Any]) -> T:
        made = type(self).__new__(type(self))
        memo[id(self)] = made
        made.__dict__.update(copy.deepcopy(self.__getstate__(), memo))
        for row in made.get_all_children():
            row.__dict__["parent_doc"] = made
        return made

    # Presentation

    def get_label_from_fieldname(self, fieldname: str) -> str:
        """The label of a field in the reader's language."""
        return _(self.meta.get_label(fieldname))

    def get_formatted(self, fieldname: str, doc: Any = None, currency: str | None = None) -> str:
        """A value as the reader of this site would write it."""
        df = self.meta.get_field(fieldname) or Field(
            fieldname=fieldname, fieldtype=self.meta.fieldtype(fieldname)
        )
        return cstr(format_value(self.get(fieldname), df, doc or self, currency))

    def precision(self, fieldname: str, parentfield: str | None = None) -> int | None:
        """How many decimals a field is shown with; None when it does not say."""
        meta = get_meta(self.meta.child_doctypes[parentfield]) if parentfield else self.meta
        df = meta.get_field(fieldname)
        return cint(df.precision) if df and df.precision else None


@lru_cache(maxsize=1024)
def _names_of(kind: type) -> frozenset[str]:
    return frozenset(dir(kind))


def _matching(rows: Iterable[Any], filters: Mapping[str, Any], limit: int | None) -> list[Any]:
    found = [row for row in rows if all(_fits(row.get(k), v) for k, v in filters.items())]
    return found[:limit] if limit else found


def _fits(value: Any, wanted: Any) -> bool:
    if wanted is True:
        return bool(value)
    if isinstance(wanted, list | tuple) and len(wanted) == 2 and wanted[0] in ("in", "not in"):
        return (value in wanted[1]) is (wanted[0] == "in")
    return bool(value == wanted)


base_classes["BaseDocument"] = BaseDocument
