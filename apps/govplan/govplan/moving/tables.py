"""What a site holds, as tables that can be read in one fixed order and put back."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

import frappe
from frappe.utils import cint

from govplan.moving import portable

CHUNK = 1_000
HEAVY = 1_000_000  # characters; a MariaDB server takes 16 MB in one statement unless told otherwise
LAYOUT = {"Section Break", "Column Break", "Tab Break", "Heading", "HTML", "Button", "Image"}
Row = dict[str, Any]


class Table(Protocol):
    """One kind of thing a site holds."""

    name: str

    def read(self) -> Iterator[Row]:
        """Every row as JSON can hold it, in the order of its key."""

    def replace(self, rows: Iterable[Row]) -> None:
        """Put these rows in the place of those there are. Runs no method of any record."""


@dataclass(frozen=True)
class Records:
    """The rows of a DocType, with all that the framework stamps on them."""

    name: str
    columns: list[str]
    chosen: Callable[[], list[str]]

    def read(self) -> Iterator[Row]:
        names = sorted(self.chosen())
        known = set(frappe.db.get_table_columns(self.name))
        fields = [column for column in self.columns if column in known]
        for start in range(0, len(names), CHUNK):
            part = names[start : start + CHUNK]
            found = frappe.get_all(
                self.name, fields=fields, filters={"name": ["in", part]}, order_by=None, limit=0
            )
            by_name = {row.name: row for row in found}
            yield from ({key: plain(by_name[name][key]) for key in fields} for name in part)

    def replace(self, rows: Iterable[Row]) -> None:
        known = set(frappe.db.get_table_columns(self.name))
        self._remove(self.chosen())
        for part in _parts(rows, _weight):
            self._remove([row["name"] for row in part])
            fields = [column for column in part[0] if column in known]
            values = [[row[field] for field in fields] for row in part]
            frappe.db.bulk_insert(self.name, fields, values)

    def _remove(self, names: list[str]) -> None:
        for start in range(0, len(names), CHUNK):
            frappe.db.delete(self.name, {"name": ["in", names[start : start + CHUNK]]})


@dataclass(frozen=True)
class Single:
    """The values of a Single, as one row."""

    name: str
    fields: list[str]

    def read(self) -> Iterator[Row]:
        stored = frappe.db.get_singles_dict(self.name)
        yield {field: plain(stored.get(field)) for field in self.fields}

    def replace(self, rows: Iterable[Row]) -> None:
        for row in rows:
            values = {field: value for field, value in row.items() if field in self.fields}
            for field, value in values.items():
                frappe.db.set_single_value(self.name, field, value, update_modified=False)


@dataclass(frozen=True)
class Rows:
    """A table of the framework that is no DocType, by its key columns."""

    name: str
    table: str
    columns: tuple[str, ...]
    only: Mapping[str, Any]

    def read(self) -> Iterator[Row]:
        table = frappe.qb.Table(self.table)
        query = frappe.qb.from_(table).select(*(table[column] for column in self.columns))
        found = self._narrowed(query, table).run(as_dict=True)
        yield from sorted(map(dict, found), key=lambda row: [str(cell) for cell in row.values()])

    def replace(self, rows: Iterable[Row]) -> None:
        table = frappe.qb.Table(self.table)
        self._narrowed(frappe.qb.from_(table).delete(), table).run()
        names = [*self.columns, *self.only]
        for row in rows:
            values = [*(row[column] for column in self.columns), *self.only.values()]
            frappe.qb.into(table).columns(*names).insert(*values).run()

    def _narrowed(self, query: Any, table: Any) -> Any:
        for column, value in self.only.items():
            query = query.where(table[column] == value)
        return query


def plain(value: Any) -> Any:
    """A stored value as JSON holds it; the same whichever database it came from."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    return value


def tables(with_logins: bool = False) -> list[Table]:
    """All that travels, settings first. Password hashes only when asked for."""
    owned = _owned()
    found: list[Table] = [*_framework(owned), *_own(owned)]
    found.append(Rows("Series", "tabSeries", ("name", "current"), {}))
    if with_logins:
        only = {"doctype": "User", "fieldname": "password", "encrypted": 0}
        found.append(Rows("Logins", "__Auth", ("name", "password"), only))
    return found


def has_work() -> bool:
    """True when the site has more than an installation leaves."""
    kinds = ("Gov Unit", "Gov Plan", "Gov POA", "Gov Edition", "Gov Decision", "Gov Agreement")
    return any(frappe.db.count(kind) for kind in kinds)


def _owned() -> list[Row]:
    modules = frappe.get_all("Module Def", filters={"app_name": "govplan"}, pluck="name", limit=0)
    return list(
        frappe.get_all(
            "DocType",
            fields=["name", "issingle"],
            filters={"module": ["in", modules]},
            order_by="name asc",
            limit=0,
        )
    )


def _own(owned: list[Row]) -> Iterator[Table]:
    for kind in owned:
        if cint(kind["issingle"]):
            fields = frappe.get_meta(kind["name"]).fields
            stored = [field.fieldname for field in fields if field.fieldtype not in LAYOUT]
            yield Single(kind["name"], sorted(stored))
        else:
            columns = sorted(frappe.db.get_table_columns(kind["name"]))
            yield Records(kind["name"], columns, _all_of(kind["name"]))


def _framework(owned: list[Row]) -> Iterator[Table]:
    about = [kind["name"] for kind in owned]
    chosen = {
        "User": lambda: _named("User", name=["not in", portable.BUILT_IN_USERS]),
        "User Permission": _all_of("User Permission"),
        "Role": lambda: _named("Role", name=["like", "Gov %"]) + _named("Role", is_custom=1),
        "Workflow State": _all_of("Workflow State"),
        "Workflow Action Master": _all_of("Workflow Action Master"),
        "File": lambda: _files(about),
    }
    chosen |= {kind: _about(kind, field, about) for kind, field in portable.ABOUT.items()}
    chosen |= {
        kind: _rows_of(kind, parent, chosen[parent]) for kind, parent in portable.ROWS_OF.items()
    }
    yield Single("System Settings", sorted(portable.SYSTEM_SETTINGS))
    for kind in sorted(portable.COLUMNS):
        yield Records(kind, portable.columns(kind), chosen[kind])


def _all_of(doctype: str) -> Callable[[], list[str]]:
    return lambda: _named(doctype)


def _about(kind: str, field: str, doctypes: list[str]) -> Callable[[], list[str]]:
    return lambda: _named(kind, **{field: ["in", doctypes]})


def _rows_of(kind: str, parent: str, parents: Callable[[], list[str]]) -> Callable[[], list[str]]:
    def names() -> list[str]:
        found: list[str] = []
        for part in _parts(parents()):
            found += _named(kind, parenttype=parent, parent=["in", part])
        return found

    return names


def _files(doctypes: list[str]) -> list[str]:
    attached = _named("File", is_folder=0, attached_to_doctype=["in", [*doctypes, "User"]])
    return attached + _named("File", is_folder=0, attached_to_doctype=["is", "not set"])


def _named(doctype: str, **filters: Any) -> list[str]:
    found = frappe.get_all(doctype, filters=filters, pluck="name", order_by=None, limit=0)
    return [str(name) for name in found]


def _weight(row: Row) -> int:
    """The characters of a row's texts."""
    return sum(len(value) for value in row.values() if isinstance(value, str))


def _parts(items: Iterable[Any], weigh: Callable[[Any], int] = len) -> Iterator[list[Any]]:
    """The items in lists that are neither long nor heavy."""
    part: list[Any] = []
    weight = 0
    for item in items:
        part.append(item)
        weight += weigh(item)
        if len(part) == CHUNK or weight >= HEAVY:
            yield part
            part, weight = [], 0
    if part:
        yield part
