"""What units were called on a day: a report or an edition keeps the name of its time."""

from collections import defaultdict
from datetime import date

import frappe
from frappe.utils import getdate

from govplan.organisation.memory import remembered


def name_on(unit: str, day: date, current: str) -> str:
    """The unit's name on a day: the first it lost since, else the `current` one."""
    return next((name for until, name in _earlier().get(unit, ()) if until >= day), current)


def _earlier() -> dict[str, list[tuple[date, str]]]:
    """(last day, name) of every unit that was renamed, oldest first."""
    return remembered("earlier names", _read)


def _read() -> dict[str, list[tuple[date, str]]]:
    rows = frappe.get_all(
        "Gov Unit Name",
        filters={"parenttype": "Gov Unit"},
        fields=["parent", "unit_name", "until"],
        order_by="until asc, name asc",
        limit=0,
    )
    names: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for row in rows:
        names[row.parent].append((getdate(row.until), row.unit_name))
    return names
