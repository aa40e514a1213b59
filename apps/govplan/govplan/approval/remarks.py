"""Remarks on records that are decided on: made by reviewers, answered one by one by the authors.

They belong to a record through its rounds and versions; the rules are in Gov Remark.
"""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from govplan.approval.versions import first_version
from govplan.errors import Fault, ValueMissing
from govplan.typed import text

OPEN = "Open"

_FIELDS = [
    "name",
    "reference_name",
    "row_key",
    "field",
    "about",
    "text",
    "author",
    "author_name",
    "author_post",
    "made_at",
    "round",
    "state",
    "unit",
]
_SAID = ["parent", "kind", "text", "person_name", "said_at"]


def remark(doctype: str, name: str, said: str, row_key: str = "", field: str = "") -> Any:
    """Say something of a record, or of one of its lines or fields; the Gov Remark.

    Raises NotYourAct, WrongState, BadRecord, PermissionError.
    """
    about = {"reference_doctype": doctype, "reference_name": name}
    made = {**about, "text": said, "row_key": row_key, "field": field}
    return frappe.get_doc({"doctype": "Gov Remark", **made}).insert()


def remarks_on(doc: Any) -> list[Any]:
    """The remarks on a record and its other versions, oldest first, each with its `entries`.

    Those the reader may see: none for who sees only what is approved.
    """
    if not frappe.has_permission("Gov Remark", "read"):
        return []
    found = frappe.get_list(
        "Gov Remark",
        filters={"reference_doctype": doc.doctype, "first_version": first_version(doc)},
        fields=_FIELDS,
        order_by="made_at asc, name asc",
        limit=0,
    )
    said = frappe.get_all(
        "Gov Remark Entry",
        filters={"parenttype": "Gov Remark", "parent": ["in", [one.name for one in found]]},
        fields=_SAID,
        order_by="parent asc, idx asc",
        limit=0,
    )
    for one in found:
        one.entries = [entry for entry in said if entry.parent == one.name]
    return found


def unanswered(doc: Any) -> list[Any]:
    """The remarks on a record, or an earlier version, that nobody answered, oldest first."""
    return frappe.get_all(
        "Gov Remark",
        filters={
            "reference_doctype": doc.doctype,
            "first_version": first_version(doc),
            "state": OPEN,
        },
        fields=["name", "about", "text"],
        order_by="made_at asc, name asc",
        limit=0,
    )


def unanswered_faults(doc: Any) -> list[Fault]:
    """A fault for each remark nobody answered; what is sent again answers them all."""
    words = _("{0}: answer the remark “{1}”.")
    return [
        Fault(one.name, "answer", words.format(place_of(one), _short(one.text)), ValueMissing)
        for one in unanswered(doc)
    ]


def open_remarks_by_record(doctype: str, names: Iterable[str]) -> dict[str, int]:
    """How many remarks made on each of these records, or earlier versions, are not answered."""
    wanted = sorted(set(names))
    found = frappe.get_all(
        "Gov Remark",
        filters={"reference_doctype": doctype, "first_version": ["in", wanted], "state": OPEN},
        pluck="first_version",
        order_by="first_version asc",
        limit=0,
    )
    return {name: found.count(name) for name in set(found)}


def place_of(one: Any) -> str:
    """What a remark is about, in words."""
    return text(one.about) or _("The whole record")


def _short(said: str) -> str:
    return said if len(said) <= 80 else f"{said[:79]}…"
