"""The kinds of unit and families of processes a new site begins with."""

import frappe

from govplan.domain.process_families import LEGAL, LEGAL_ORDER

# Stored in English as every word of the program; a town adds its own in its own language.
_HEADED_BY = {
    "Mayor's office": "Mayor",
    "Council": "",
    "Coordination": "Coordinator",
    "Directorate": "Director",
    "Office": "Director",
    "Decentralised body": "Director",
    "Other": "",
}


def create_missing() -> None:
    """Insert those that are not there; those that are stay as they were left."""
    for order, (kind, head_post) in enumerate(_HEADED_BY.items(), 1):
        values = {"kind_name": kind, "head_post": head_post, "list_order": order * 10}
        _insert_missing("Gov Unit Kind", kind, values)
    for family in LEGAL:
        values = {
            "family_name": family.name,
            "printed_heading": family.title,
            "print_order": LEGAL_ORDER[family.name],
        }
        _insert_missing("Gov Process Family", family.name, values)


def _insert_missing(doctype: str, name: str, values: dict[str, object]) -> None:
    if not frappe.db.exists(doctype, name):
        frappe.get_doc({"doctype": doctype, **values}).insert()
