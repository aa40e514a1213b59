"""The units as a chart: each under the one it belongs to, with who heads it that day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import cstr, getdate

from govplan.organisation.signing import Signature, existed_on, signatures_on
from govplan.organisation.unit_names import name_on

_FIELDS = (
    "name",
    "unit_name",
    "acronym",
    "kind",
    "process_family",
    "parent_gov_unit",
    "valid_from",
    "valid_to",
    "merged_into",
    "merged_into.unit_name as merged_into_name",
    "lft",  # sorted by, and the unit merged into has one too
)


def chart_on(day: date, with_ended: bool = False) -> list[Any]:
    """The roots of the tree of a day, each with its `posts` and `children` in their order.

    With `with_ended` those that had ended by then too; what hung from a unit left out hangs from
    the one above it.
    """
    posts: dict[str, list[Signature]] = {}
    for one in signatures_on(day):
        posts.setdefault(one.unit, []).append(one)
    rows = [row for row in _rows() if _is_shown(row, day, with_ended)]
    for row in rows:
        row.code = row.name
        row.name = name_on(row.code, day, row.unit_name)
        row.posts = posts.get(row.code, [])
        row.merged_since = since(row)
        row.has_ended = bool(row.valid_to) and getdate(row.valid_to) < day
    return nested(rows, "code", "parent_gov_unit")


def nested(rows: Iterable[Any], key: str, parent: str) -> list[Any]:
    """Rows in the order of their tree, each with its `children`; gives the roots."""
    by_key: dict[str, Any] = {}
    roots = []
    for row in rows:
        row["children"] = []
        by_key[row[key]] = row
        above = by_key.get(cstr(row[parent]))
        (above["children"] if above else roots).append(row)
    return roots


def since(unit: Any) -> date | None:
    """From when a merged unit is part of another."""
    return (
        getdate(unit.valid_to) + timedelta(days=1) if unit.merged_into and unit.valid_to else None
    )


def _rows() -> list[Any]:
    return frappe.get_all("Gov Unit", fields=list(_FIELDS), order_by="lft asc, name asc", limit=0)


def _is_shown(unit: Any, day: date, with_ended: bool) -> bool:
    if existed_on(unit, day):
        return True
    begun = not unit.valid_from or getdate(unit.valid_from) <= day
    return with_ended and begun
