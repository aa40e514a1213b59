"""Descriptions against what exists: makes tables, columns and indexes, never drops any."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from .context import current_user, local
from .database.base import Column, Index
from .dates import now
from .fieldtypes import (
    CHILD_FIELDS,
    DATA_TYPES_LENGTH,
    KINDS,
    NUMERIC_KINDS,
    STANDARD_FIELDS,
)
from .meta import Meta, clear_meta_cache, get_meta
from .text import digest
from .values import cint

# Plain columns of tabDocType, copied out of the description so that lists can filter by them.
DOCTYPE_COLUMNS: dict[str, str] = {
    "module": "Data",
    "autoname": "Data",
    "custom": "Check",
    "istable": "Check",
    "issingle": "Check",
    "is_submittable": "Check",
    "is_tree": "Check",
    "track_changes": "Check",
    "has_web_view": "Check",
    "definition": "Code",
    "migration_hash": "Data",
}

_NAMES = {"name", "owner", "modified_by", *CHILD_FIELDS}

# Tables the engine needs before there is any DocType: name, primary key, columns.
_CORE_TABLES: tuple[tuple[str, str, tuple[Column, ...]], ...] = (
    (
        "tabSingles",
        "",
        (Column("doctype", "identifier"), Column("field", "identifier"), Column("value", "text")),
    ),
    ("tabSeries", "identifier", (Column("current", "int", 0),)),
    (
        "tabDefaultValue",
        "",
        (
            Column("parent", "identifier"),
            Column("parenttype", "identifier"),
            Column("defkey", "identifier"),
            Column("defvalue", "text"),
        ),
    ),
    (
        "__Auth",
        "",
        (
            Column("doctype", "identifier"),
            Column("name", "identifier"),
            Column("fieldname", "identifier"),
            Column("password", "text"),
            Column("encrypted", "int", 0),
        ),
    ),
    (
        "tabSessions",
        "",
        (
            Column("sid", "identifier"),
            Column("user", "identifier"),
            Column("sessiondata", "text"),
            Column("ipaddress", "text"),
            Column("status", "identifier"),
            Column("lastupdate", "datetime"),
        ),
    ),
)
_CORE_INDEXES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("tabSingles", ("doctype", "field"), True),
    ("tabDefaultValue", ("parent", "defkey"), False),
    ("__Auth", ("doctype", "name", "fieldname"), True),
    ("tabSessions", ("sid",), True),
    ("tabSessions", ("user",), False),
)


def is_core_table(table: str) -> bool:
    """True for a table the engine keeps beside those of DocTypes, whatever the case."""
    return table.lower() in {name.lower() for name, _key, _columns in _CORE_TABLES}


def create_core_tables() -> None:
    """Make the tables that exist before any DocType. Running it again changes nothing."""
    for table, key, columns in _CORE_TABLES:
        local.db.create_table(table, columns, key)
    for table, fields, unique in _CORE_INDEXES:
        local.db.create_index(table, Index(fields, "_".join(fields), unique))
    standard = [_column(name, kind) for name, kind in STANDARD_FIELDS.items() if name != "name"]
    own = [_column(name, kind) for name, kind in DOCTYPE_COLUMNS.items()]
    local.db.create_table("tabDocType", [*standard, *own], "identifier")


def sync_doctype(definition: dict[str, Any], *, force: bool = False) -> bool:
    """Store a description and bring its table up to it. True when something changed.

    `definition` is the content of `<doctype>.json` (or of a custom DocType's document). Columns and
    indexes are added, never dropped. The description is taken as it is: nothing is added to it.
    """
    if not force and not changed([definition]):
        return False
    name, text = definition["name"], _text(definition)
    # Marked as done when it is: where changes of tables commit, an interruption leaves a half.
    _store(name, definition, text)
    clear_meta_cache(name)
    sync_table(get_meta(name, cached=False))
    local.db.sql("UPDATE tabDocType SET migration_hash = %s WHERE name = %s", (digest(text), name))
    return True


def changed(definitions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of the descriptions the site does not have as they are."""
    stored = dict(local.db.sql("SELECT name, migration_hash FROM tabDocType"))
    return [one for one in definitions if stored.get(one["name"]) != digest(_text(one))]


def _text(definition: dict[str, Any]) -> str:
    return json.dumps(definition, sort_keys=True, ensure_ascii=False, default=str)


def _store(name: str, definition: dict[str, Any], text: str) -> None:
    moment, user = now(), current_user()
    plain = {
        key: cint(definition.get(key)) if kind == "Check" else definition.get(key)
        for key, kind in DOCTYPE_COLUMNS.items()
    }
    row = {
        "name": name,
        **plain,
        "definition": text,
        "migration_hash": None,
        "modified": definition.get("modified") or moment,
        "modified_by": user,
    }
    local.db.upsert("tabDocType", {**row, "creation": moment, "owner": user}, ["name"])


def sync_table(meta: Meta) -> None:
    """Make or extend the table and the indexes of a DocType that keeps rows."""
    if meta.issingle or meta.is_virtual:
        return
    table = f"tab{meta.name}"
    columns = [_column(name, kind) for name, kind in meta.column_types.items() if name != "name"]
    columns = [_as_described(meta, column) for column in columns]
    if table not in local.db.get_tables():
        key = "number" if meta.autoname == "autoincrement" else "identifier"
        local.db.create_table(table, columns, key, list(_indexes(meta)))
        return
    local.db.change_table(table, columns)
    for index in _indexes(meta):
        local.db.create_index(table, index)


def _column(name: str, fieldtype: str) -> Column:
    kind = "identifier" if name in _NAMES else KINDS[fieldtype]
    default = 0 if kind in NUMERIC_KINDS else None
    return Column(name, kind, default, DATA_TYPES_LENGTH.get(fieldtype, 0))


def _as_described(meta: Meta, column: Column) -> Column:
    """The column with the default and the length that its field names."""
    field = meta.get_field(column.name)
    if field is None:
        return column
    if field.fieldtype == "Check" and cint(field.default):
        return replace(column, default=1)
    return replace(column, length=column.length and (cint(field.length) or column.length))


def _indexes(meta: Meta) -> Iterable[Index]:
    if meta.istable:
        yield Index(("parent",), "parent")
    else:
        yield Index(("modified",), "modified")
        meaning = local.db.as_prose("name")
        if meta.autoname != "autoincrement" and meaning != "name":
            # Two names that differ in case or accents only are one name, as on MariaDB.
            yield Index((meaning,), "name_meaning", unique=True)
    for df in meta.fields:
        if df.kind and (df.unique or df.search_index):
            yield Index((df.fieldname,), df.fieldname, bool(df.unique))


def add_index(doctype: str, fields: list[str], index_name: str | None = None) -> None:
    """Add an index on columns of a DocType unless there is one of that name."""
    names = [field.split("(")[0].strip() for field in fields]
    name = index_name or "_".join(names) + "_index"
    local.db.create_index(f"tab{doctype}", Index(tuple(names), name))


def add_unique(doctype: str, fields: str | list[str], constraint_name: str | None = None) -> None:
    """Refuse two records of a DocType with the same values in all of `fields`."""
    names = [fields] if isinstance(fields, str) else list(fields)
    name = constraint_name or "unique_" + "_".join(names)
    local.db.create_index(f"tab{doctype}", Index(tuple(names), name, unique=True))


def drop_doctype(doctype: str) -> None:
    """Forget a description and drop its table with all rows."""
    local.db.sql("DELETE FROM tabDocType WHERE name = %s", (doctype,))
    if f"tab{doctype}" in local.db.get_tables():
        local.db.ddl(f"DROP TABLE `tab{doctype}`")
    clear_meta_cache(doctype)
