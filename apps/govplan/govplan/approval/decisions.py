"""The decision log: one row per act, each tied to the one before it."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr, get_datetime, get_fullname

from govplan.approval.content import hash_of
from govplan.clock import now
from govplan.domain.chain import GENESIS, Link, chain_hash, content_hash, verify_chain
from govplan.organisation.holders import Holding

_FACTS = (
    "reference_doctype",
    "reference_name",
    "unit",
    "act",
    "from_state",
    "to_state",
    "person",
    "person_name",
    "post",
    "capacity",
    "on_behalf_of",
    "on_behalf_of_user",
    "instrument",
    "reason_code",
    "reason",
    "content_hash",
)


def record(
    doc: Any,
    act: str,
    *,
    from_state: str = "",
    to_state: str = "",
    holding: Holding | None = None,
    reason_code: str = "",
    reason: str = "",
) -> Any:
    """Write who did what to a saved record, in which capacity and why; gives the Gov Decision.

    Without a holding the person acts as the session's user: the calendar, an import.
    """
    row = frappe.get_doc(
        {
            "doctype": "Gov Decision",
            "reference_doctype": doc.doctype,
            "reference_name": doc.name,
            "unit": doc.get("unit"),
            "act": act,
            "from_state": from_state,
            "to_state": to_state,
            "round": cint(doc.get("round")),
            **_who(holding),
            "decided_at": now().replace(microsecond=0),
            "reason_code": reason_code,
            "reason": reason,
            "content_hash": hash_of(doc),
        }
    )
    _chain(row)
    row.flags.written_by_the_log = True
    # Every record it names was read a moment ago, or acts.
    row.flags.ignore_links = True
    # Nobody has the right to create decisions: they come about by acting, and only here.
    return row.insert(ignore_permissions=True)


def decisions_on(doctype: str, name: str) -> list[Any]:
    """The rows about one record, oldest first."""
    return frappe.get_all(
        "Gov Decision",
        filters={"reference_doctype": doctype, "reference_name": name},
        fields=["*"],
        order_by="sequence asc, name asc",
        limit=0,
    )


def round_of(doc: Any) -> list[Any]:
    """Who did what in the record's current round, oldest first."""
    return frappe.get_all(
        "Gov Decision",
        filters={
            "reference_doctype": doc.doctype,
            "reference_name": doc.name,
            "round": cint(doc.get("round")),
        },
        fields=["act", "person", "on_behalf_of_user", "content_hash"],
        order_by="sequence asc, name asc",
        limit=0,
    )


def signature(row: Any) -> str:
    """Who decided and by what title, `X, encargado de Y, resolución Z`, as the reader speaks."""
    if not row.get("post"):
        return cstr(row.get("person_name"))
    return ", ".join(
        part for part in (row.get("person_name"), _title(row), row.get("instrument")) if part
    )


def broken_link() -> str | None:
    """The name of the first row that was altered or does not follow the one before; else None."""
    rows = frappe.get_all("Gov Decision", fields=["*"], order_by="sequence asc, name asc", limit=0)
    links = [Link(cstr(row.previous_hash), _facts_hash(row), cstr(row.chain_hash)) for row in rows]
    at = verify_chain(links)
    if at is not None:
        return rows[at].name
    return next((r.name for n, r in enumerate(rows, start=1) if r.sequence != n), None)


def _who(holding: Holding | None) -> dict[str, str]:
    if holding is None:
        user = frappe.session.user
        return {"person": user, "person_name": get_fullname(user)}
    return {
        "person": holding.user,
        "person_name": f"{holding.title} {holding.name}".strip(),
        "post": holding.post,
        "post_title": holding.post_title,
        "capacity": holding.capacity,
        "on_behalf_of": get_fullname(holding.on_behalf_of) if holding.on_behalf_of else "",
        "on_behalf_of_user": holding.on_behalf_of,
        "instrument": holding.instrument,
    }


def _chain(row: Any) -> None:
    # Writers queue for one row that is always there: a lock on the last decision alone lets two of
    # them wait for the place behind it. The unique sequence refuses a fork.
    frappe.db.get_value("DocType", "Gov Decision", "name", for_update=True)
    last = frappe.db.get_value(
        "Gov Decision",
        {"sequence": [">", 0]},
        ["sequence", "chain_hash"],
        as_dict=True,
        order_by="sequence desc",
        for_update=True,
    )
    row.sequence = last.sequence + 1 if last else 1
    row.previous_hash = last.chain_hash if last else GENESIS
    row.chain_hash = chain_hash(row.previous_hash, _facts_hash(row))


def _facts_hash(row: Any) -> str:
    facts: dict[str, object] = {name: cstr(row.get(name)) for name in _FACTS}
    facts["round"] = cint(row.get("round"))
    facts["sequence"] = cint(row.get("sequence"))
    facts["decided_at"] = get_datetime(row.get("decided_at")).isoformat()
    # Decisions of before there was one keep the hash they have.
    if row.get("post_title"):
        facts["post_title"] = cstr(row.get("post_title"))
    return content_hash(facts)


def _title(row: Any) -> str:
    post, principal = row.get("post_title") or _(row.post), cstr(row.get("on_behalf_of"))
    if row.capacity == "Acting":
        acting = _("acting {0} in place of {1}") if principal else _("acting {0}")
        return acting.format(post, principal)
    if row.capacity == "Delegate":
        return _("{0}, by delegation of {1}").format(post, principal)
    return post
