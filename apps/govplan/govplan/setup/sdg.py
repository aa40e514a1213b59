"""The 17 goals and 169 targets as records, so that forms offer them."""

import frappe

from govplan.planning.sdg import Entry, entries


def create_missing() -> None:
    """Insert the ones that are not there; those that are keep their wording."""
    there = {
        kind: set(frappe.get_all(kind, pluck="name", order_by="name asc", limit=0))
        for kind in ("Gov SDG Goal", "Gov SDG Target")
    }
    for entry in entries().values():
        kind = "Gov SDG Target" if entry.is_target else "Gov SDG Goal"
        if entry.code not in there[kind]:
            frappe.get_doc({"doctype": kind, **_values(entry)}).insert()


def _values(entry: Entry) -> dict[str, object]:
    return {
        "code": entry.code,
        "position": entry.position,
        "title_es": entry.title_es,
        "title_en": entry.title_en,
        **({"goal": entry.goal} if entry.is_target else {}),
    }
