"""What is stored, read for many records at once: a fixed number of statements for each chunk."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import frappe

from govplan.approval.content import TABLES

CHUNK = 500
_STATE = ("docstatus", "workflow_state")


def records(
    doctype: str, fields: Sequence[str], filters: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Every record with these fields, tables among them as lists of rows, in order."""
    meta = frappe.get_meta(doctype)
    order = "lft asc, name asc" if meta.get_field("lft") else "name asc"
    found = frappe.get_all(
        doctype,
        filters=filters or {},
        fields=["name", *_plain(meta, fields)],
        order_by=order,
        limit=0,
    )
    return _with_tables(doctype, fields, [dict(row) for row in found])


def named(doctype: str, fields: Sequence[str], names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The same of the records of these names that there are, by name."""
    found: dict[str, dict[str, Any]] = {}
    for chunk in _chunks(sorted(set(names))):
        rows = records(doctype, fields, {"name": ["in", chunk]})
        found |= {row["name"]: row for row in rows}
    return found


def rows_of(
    doctype: str, parenttype: str, parentfield: str, fields: Sequence[str], parents: Iterable[str]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of a table by the record they are of, in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for chunk in _chunks(list(parents)):
        rows = frappe.get_all(
            doctype,
            filters={
                "parenttype": parenttype,
                "parentfield": parentfield,
                "parent": ["in", chunk],
            },
            fields=["name", "parent", *fields],
            order_by="parent asc, idx asc, name asc",
            limit=0,
        )
        for row in rows:
            found.setdefault(row.parent, []).append(dict(row))
    return found


def inside(doctype: str) -> list[str]:
    """The fields of a table's rows that hold something."""
    return [field.fieldname for field in frappe.get_meta(doctype).fields if _holds(field)]


def _plain(meta: Any, fields: Sequence[str]) -> list[str]:
    kept = [name for name in fields if (field := meta.get_field(name)) and _is_plain(field)]
    return [*kept, *(name for name in _STATE if name == "docstatus" or meta.get_field(name))]


def _with_tables(
    doctype: str, fields: Sequence[str], found: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    meta = frappe.get_meta(doctype)
    names = [row["name"] for row in found]
    tables = [field for name in fields if (field := meta.get_field(name)) and not _is_plain(field)]
    for field in tables:
        own = inside(field.options)
        rows = rows_of(field.options, doctype, field.fieldname, own, names)
        for record in found:
            record[field.fieldname] = rows.get(record["name"], [])
    return found


def _is_plain(field: Any) -> bool:
    return field.fieldtype not in TABLES


def _holds(field: Any) -> bool:
    return _is_plain(field) and not field.fieldtype.endswith("Break")


def _chunks(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), CHUNK):
        yield names[start : start + CHUNK]
