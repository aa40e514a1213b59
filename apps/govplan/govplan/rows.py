"""Rows of many records read in one statement each."""

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _dict


def rows_by_name(
    doctype: str, names: Iterable[str | None], fields: Iterable[str]
) -> dict[str, _dict]:
    """The records of these names, by name; `fields` besides it."""
    rows = frappe.get_all(
        doctype,
        filters={"name": ["in", sorted({name for name in names if name})]},
        fields=list(dict.fromkeys(("name", *fields))),
        order_by="name asc",
        limit=0,
    )
    return {row.name: row for row in rows}


def children(
    doctype: str, parenttype: str, parents: Iterable[str], fields: Iterable[str] = ("*",)
) -> dict[str, list[_dict]]:
    """Child rows by parent, in their order; `fields` besides it."""
    rows = frappe.get_all(
        doctype,
        filters={"parenttype": parenttype, "parent": ["in", sorted(set(parents))]},
        fields=list(dict.fromkeys(("parent", *fields))) if "*" not in fields else ["*"],
        order_by="parent asc, idx asc, name asc",
        limit=0,
    )
    by_parent: dict[str, list[_dict]] = defaultdict(list)
    for row in rows:
        by_parent[row.parent].append(row)
    return by_parent
