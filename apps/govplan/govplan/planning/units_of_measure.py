"""The units indicators are measured in: made when missing, by whoever brings indicators in."""

from collections.abc import Iterable

import frappe

from govplan.typed import text


def ensure(names: Iterable[str | None]) -> list[str]:
    """Make a record, without any limits, of each unit named that has none; those made."""
    made = []
    for name in dict.fromkeys(filter(None, map(text, names))):
        if not frappe.db.exists("Gov Unit Of Measure", name):
            doc = frappe.get_doc({"doctype": "Gov Unit Of Measure", "unit_name": name})
            made.append(doc.insert().name)
    return made
