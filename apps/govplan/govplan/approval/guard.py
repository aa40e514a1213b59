"""The rules every path meets: who may act, from where, for what reason, on which content."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr

from govplan.approval.acts import (
    APPROVE,
    APPROVED,
    AUTHORS,
    DRAFT,
    EDITABLE,
    REVIEW,
    SUPERSEDED,
    Act,
    act_between,
)
from govplan.approval.content import changed_fields, hash_of
from govplan.approval.decisions import round_of
from govplan.errors import (
    ChangedSinceReview,
    ContentLocked,
    NotYourAct,
    ReasonMissing,
    Refused,
    SeparationOfDuties,
    WrongState,
    refuse,
)
from govplan.organisation.holders import Holding, holdings_for, posts_over

IMPORT = Act("Import", (DRAFT,), APPROVED)


@dataclass(frozen=True)
class Decided:
    """An act that passed the guard and is about to be written."""

    act: Act
    from_state: str
    to_state: str
    holding: Holding | None
    reason_code: str
    reason: str
    # Others than its authors may have read it before: an earlier act, round or version.
    was_seen: bool = True


def state_of(doc: Any) -> str:
    """The stored state; a record not stored yet, or older than its workflow, is a draft."""
    return cstr(doc.workflow_state) if doc is not None and doc.workflow_state else DRAFT


def require_open_content(doc: Any, stored: Any) -> None:
    """Content changes in Draft and Returned only, by those who write the record.

    Raises ContentLocked or NotYourAct.
    """
    if stored is None:
        _require_new_author(doc)
        return
    changed = changed_fields(doc, stored)
    if not changed:
        return
    if state_of(stored) not in EDITABLE:
        _refuse_locked(stored, changed)
    require_author(doc, stored)


def require_open_record(doctype: str, name: str, part: Any) -> None:
    """What is kept apart as part of a record changes as that record's content would.

    Raises ContentLocked or NotYourAct.
    """
    whole = frappe.get_doc(doctype, name)
    if state_of(whole) not in EDITABLE:
        _refuse_locked(whole, [])
    whole.flags.written_by_govplan = part.flags.written_by_govplan
    if not (part.is_new() and frappe.session.user == "Administrator"):
        require_author(whole)


def require_undecided(doc: Any) -> None:
    """What was approved or superseded is not opened for editing. Raises ContentLocked."""
    if doc.docstatus:
        _refuse_locked(doc, [])


def decide(doc: Any, stored: Any) -> Decided | None:
    """The act a save amounts to, allowed; None when the record stays where it is.

    Raises WrongState, NotYourAct, SeparationOfDuties or ReasonMissing.
    """
    if doc.docstatus == 1 and is_import():
        return _imported(doc, stored)
    from_state, to_state = state_of(stored), _wanted_state(doc, stored)
    if to_state == from_state and doc.docstatus == _docstatus_of(doc, to_state):
        return None
    act = act_between(doc.doctype, from_state, to_state)
    if act is None or stored is None or doc.docstatus != _docstatus_of(doc, to_state):
        refuse_state(doc, from_state, to_state)
    doc.workflow_state = to_state
    earlier = round_of(stored)
    holding = authorise(stored, act, earlier)
    if act.label == APPROVE.label:
        _require_reviewed_content(doc, earlier)
    reason_code, reason = _reason(doc, act)
    was_seen = bool(earlier or cint(stored.round) > 1 or stored.get("amended_from"))
    return Decided(act, from_state, to_state, holding, reason_code, reason, was_seen)


def require_post(doc: Any, act: Act) -> None:
    """Raise NotYourAct, in words, before the framework refuses without any."""
    if not holdings_for(act, doc):
        refuse(_not_your_act(act, doc), NotYourAct)


def authorise(doc: Any, act: Act, earlier: list[Any]) -> Holding:
    """The post by which the session's user takes an act after those `earlier` of the round.

    Raises NotYourAct or SeparationOfDuties.
    """
    holding, obstacle = standing(doc, act, earlier=earlier)
    if obstacle:
        refuse(*obstacle)
    return holding


def standing(
    doc: Any, act: Act, user: str | None = None, earlier: list[Any] | None = None
) -> tuple[Holding | None, tuple[str, type[Refused]] | None]:
    """The post that lets a person take an act now, or the words and kind of the refusal."""
    user = user or frappe.session.user
    held = holdings_for(act, doc, user)
    if not held:
        return None, (_not_your_act(act, doc), NotYourAct)
    earlier = round_of(doc) if earlier is None else earlier
    if act.label == "Withdraw" and _submitter(earlier) != user:
        return None, (_("Only the person who submitted it may withdraw it."), NotYourAct)
    free = [holding for holding in held if not took_part(holding, act, earlier)]
    if not free:
        return None, (_already_took_part(act), SeparationOfDuties)
    return free[0], None


def refuse_state(doc: Any, from_state: str, to_state: str) -> None:
    """Raises WrongState: no act leads from one state to the other in this way."""
    message = _(
        "{0} is {1} and cannot become {2} like this. Open it again and choose an act it offers."
    )
    refuse(message.format(_name(doc), _(from_state), _(to_state)), WrongState)


def is_import() -> bool:
    """Whether the administrator is bringing in records decided elsewhere, from a named source."""
    return bool(frappe.flags.govplan_import) and frappe.session.user == "Administrator"


def _require_new_author(doc: Any) -> None:
    if frappe.session.user == "Administrator" or doc.flags.written_by_govplan:
        return
    if doc.get("amended_from"):
        message = _("The next version is made when the earlier one is superseded, not by hand.")
        refuse(message, WrongState)
    require_author(doc)


def require_author(*versions: Any) -> None:
    """Raise NotYourAct unless the person writes such records of all these units today."""
    if is_import() or versions[0].flags.written_by_govplan:
        return
    posts = AUTHORS[versions[0].doctype]
    if all(posts_over(posts, version.author_units()) for version in versions):
        return
    message = _("{0} is written by {1}, and you do not hold that post there today.")
    refuse(message.format(_name(versions[0]), _names(posts)), NotYourAct)


def _refuse_locked(stored: Any, changed: list[str]) -> None:
    message = _(
        "{0} is {1}: its content cannot change. It has to be returned, withdrawn or superseded"
        " first."
    ).format(_name(stored), _(state_of(stored)))
    if changed:
        labels = ", ".join(_(stored.meta.get_label(fieldname)) for fieldname in changed)
        message = f"{message} ({labels})"
    refuse(message, ContentLocked)


def _imported(doc: Any, stored: Any) -> Decided:
    if state_of(stored) not in EDITABLE:
        refuse_state(doc, state_of(stored), APPROVED)
    # No transition leads here: Frappe itself moves a submitted record to its approved state.
    doc.workflow_state = state_of(stored)
    source = cstr(frappe.flags.govplan_import)
    return Decided(IMPORT, state_of(stored), APPROVED, None, "", source)


def _wanted_state(doc: Any, stored: Any) -> str:
    """Submitting without naming a state asks for approval, as it does in Frappe."""
    wanted = cstr(doc.workflow_state) or state_of(stored)
    if doc.docstatus == 1 and wanted == state_of(stored):
        return APPROVED
    return wanted


def _docstatus_of(doc: Any, state: str) -> int:
    if not doc.meta.is_submittable:
        return 0
    return {APPROVED: 1, SUPERSEDED: 2}.get(state, 0)


def _require_reviewed_content(doc: Any, earlier: list[Any]) -> None:
    """What is approved is what was reviewed, whatever wrote to the database in between."""
    if hash_of(doc) != _reviewed_hash(earlier):
        message = _("{0} is not what was reviewed: its content changed since. Review it again.")
        refuse(message.format(_name(doc)), ChangedSinceReview)


def _reviewed_hash(earlier: list[Any]) -> str | None:
    reviews = [row.content_hash for row in earlier if row.act == REVIEW.label]
    return reviews[-1] if reviews else None


def _reason(doc: Any, act: Act) -> tuple[str, str]:
    code, reason = cstr(doc.decision_reason_code).strip(), cstr(doc.decision_reason).strip()
    known = cstr(doc.meta.get_field("decision_reason_code").options).split("\n")
    if code not in known or (act.needs_reason and not (code and reason)):
        message = _("{0}: choose a reason code and write the reason in words.")
        refuse(message.format(_(act.label)), ReasonMissing)
    return code, reason


def took_part(holding: Holding, act: Act, earlier: list[Any]) -> bool:
    """Whether the holder, or whom they stand in for, took an act this one is kept apart from."""
    people = {holding.user, holding.on_behalf_of} - {""}
    taken = [row for row in earlier if row.act in act.apart_from]
    return any(people & {row.person, cstr(row.on_behalf_of_user)} for row in taken)


def _submitter(earlier: list[Any]) -> str | None:
    return next((row.person for row in reversed(earlier) if row.act == "Submit"), None)


def _not_your_act(act: Act, doc: Any) -> str:
    message = _("{0}: only {1} may do this with {2}, and you do not hold that post there today.")
    return message.format(_(act.label), _names(act.posts), _name(doc))


def _already_took_part(act: Act) -> str:
    message = _(
        "{0}: you, or the person you stand in for, already took part in this round ({1})."
        " Another person has to do it."
    )
    return message.format(_(act.label), ", ".join(_(label) for label in act.apart_from))


def _names(posts: tuple[str, ...]) -> str:
    return " / ".join(_(post) for post in posts)


def _name(doc: Any) -> str:
    return f"{_(doc.doctype)} {doc.get('title') or doc.name or ''}".strip()
