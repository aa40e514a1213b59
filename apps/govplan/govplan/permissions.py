"""What each person may see: one rule per record, from which list and document checks follow.

What a person may do is not decided here but by the approval's guard, at the moment of the act.
"""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe.utils import cstr

from govplan.approval.acts import APPROVED, AUTHORS, SUPERSEDED
from govplan.organisation.holders import Scope, scope

_NOTHING = "1=0"
_DECIDED = (APPROVED, SUPERSEDED)
_PUBLIC_ACTS = ("Approve", "Supersede", "Import", "Publish")


def plan_conditions(user: str | None = None, doctype: str | None = None) -> str:
    return _whole_conditions("Gov Plan", scope(user))


def annual_conditions(user: str | None = None, doctype: str | None = None) -> str:
    return _whole_conditions("Gov Annual Report", scope(user))


def node_conditions(user: str | None = None, doctype: str | None = None) -> str:
    """The elements of a plan are seen with it."""
    plans = plan_conditions(user)
    if plans in ("", _NOTHING):
        return plans
    return f"`tabGov Plan Node`.plan in (select name from `tabGov Plan` where {plans})"  # noqa: S608 (states are ours)


def poa_conditions(user: str | None = None, doctype: str | None = None) -> str:
    return _unit_conditions("Gov POA", scope(user))


def report_conditions(user: str | None = None, doctype: str | None = None) -> str:
    return _unit_conditions("Gov Progress Report", scope(user))


def event_conditions(user: str | None = None, doctype: str | None = None) -> str:
    return _unit_conditions("Gov Participation Event", scope(user))


def agreement_conditions(user: str | None = None, doctype: str | None = None) -> str:
    """An agreement is seen by its unit and by the one whose event it was made at."""
    seen = scope(user)
    of_events = (
        "`tabGov Agreement`.event in (select name from `tabGov Participation Event`"  # noqa: S608 (units are escaped)
        f" where unit in {_listed(seen.units)})"
    )
    return _unit_conditions("Gov Agreement", seen, *([of_events] if seen.units else []))


def decision_conditions(user: str | None = None, doctype: str | None = None) -> str:
    """Decisions follow their record's unit; those on the whole municipality are for all staff who
    may read such records."""
    seen = scope(user)
    if seen.everything:
        return ""
    table = "`tabGov Decision`"
    wanted = [f"{table}.unit is null", f"{table}.unit = ''"]
    if seen.units:
        wanted.append(f"{table}.unit in {_listed(seen.units)}")
    if seen.approved:
        wanted.append(f"{table}.act in {_listed(_PUBLIC_ACTS)}")
    return _of_readable_kinds("Gov Decision", _any_of(wanted), user)


def may_plan(
    doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    return _may_whole(cstr(doc.get("workflow_state")), scope(user))


def may_node(
    doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    seen = scope(user)
    state = (
        frappe.db.get_value("Gov Plan", doc.get("plan"), "workflow_state") if seen.approved else ""
    )
    return _may_whole(cstr(state), seen)


def may_annual(
    doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    return _may_whole(cstr(doc.get("workflow_state")), scope(user))


def remark_conditions(user: str | None = None, doctype: str | None = None) -> str:
    """Remarks are between a record's authors and its reviewers: they follow its unit."""
    seen = scope(user)
    if seen.everything:
        return ""
    wanted = ["`tabGov Remark`.unit is null", "`tabGov Remark`.unit = ''"]
    if seen.units:
        wanted.append(f"`tabGov Remark`.unit in {_listed(seen.units)}")
    return _of_readable_kinds("Gov Remark", _any_of(wanted), user)


def may_poa(
    doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    return _may(doc, user)


def may_report(
    doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    return _may(doc, user)


def may_event(
    doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    return _may(doc, user)


def may_agreement(
    doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    return _may(doc, user) or _sees_event_of(doc, scope(user))


def may_decision(
    doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    seen = scope(user)
    if seen.everything:
        return True
    in_scope = not doc.get("unit") or doc.get("unit") in seen.units
    is_seen = in_scope or (seen.approved and doc.get("act") in _PUBLIC_ACTS)
    return bool(is_seen) and doc.get("reference_doctype") not in _unreadable_kinds(user)


def may_remark(
    doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
    seen = scope(user)
    if seen.everything:
        return True
    # A new one stamps its unit when it is saved, after the record itself was asked.
    in_scope = not doc.get("unit") or doc.get("unit") in seen.units
    return in_scope and doc.get("reference_doctype") not in _unreadable_kinds(user)


def _may(doc: Any, user: str | None) -> bool:
    seen = scope(user)
    if seen.everything or doc.get("unit") in seen.units:
        return True
    # A form that is still empty: its unit is asked for when it is saved.
    if doc.is_new() and not doc.get("unit"):
        return True
    return seen.approved and cstr(doc.get("workflow_state")) in _DECIDED


def _may_whole(state: str, seen: Scope) -> bool:
    if seen.everything or seen.units:
        return True
    return seen.approved and state in _DECIDED


def _sees_event_of(doc: Any, seen: Scope) -> bool:
    if not (doc.get("event") and seen.units):
        return False
    return frappe.db.get_value("Gov Participation Event", doc.event, "unit") in seen.units


def _whole_conditions(doctype: str, seen: Scope) -> str:
    """The whole municipality's records: every unit's people see them, others once decided."""
    if seen.everything or seen.units:
        return ""
    return f"`tab{doctype}`.workflow_state in {_listed(_DECIDED)}" if seen.approved else _NOTHING


def _of_readable_kinds(doctype: str, conditions: str, user: str | None) -> str:
    """What is said of a record is for those who may read records of its kind."""
    hidden = _unreadable_kinds(user)
    if not hidden:
        return conditions
    return f"({conditions} and `tab{doctype}`.reference_doctype not in {_listed(hidden)})"


def _unreadable_kinds(user: str | None) -> list[str]:
    return [kind for kind in AUTHORS if not frappe.has_permission(kind, "read", user=user)]


def _unit_conditions(doctype: str, seen: Scope, *besides: str) -> str:
    if seen.everything:
        return ""
    wanted = list(besides)
    if seen.units:
        wanted.append(f"`tab{doctype}`.unit in {_listed(seen.units)}")
    if seen.approved:
        wanted.append(f"`tab{doctype}`.workflow_state in {_listed(_DECIDED)}")
    return _any_of(wanted)


def _any_of(wanted: list[str]) -> str:
    return f"({' or '.join(wanted)})" if wanted else _NOTHING


def _listed(values: Iterable[str]) -> str:
    return f"({', '.join(frappe.db.escape(value) for value in sorted(values))})"
