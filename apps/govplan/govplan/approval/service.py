"""Acts on records: what a person may do now, one act, one act on many."""

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.model.base_document import get_controller

from govplan.approval.acts import (
    APPROVE,
    APPROVED,
    AUTHORS,
    REVIEW,
    REVIEWED,
    SEND_BACK,
    SUBMIT,
    SUPERSEDED,
    Act,
    act_named,
    acts_of,
)
from govplan.approval.decisions import record
from govplan.approval.guard import refuse_state, require_post, standing, state_of
from govplan.errors import ChangedSinceReview, OpenItFirst, WrongState, refuse
from govplan.typed import is_stamp

_PASSING = frozenset({REVIEW.label, APPROVE.label})
_SAVEPOINT = "govplan_one_of_many"


def available_acts(doc: Any, user: str | None = None) -> list[Act]:
    """The acts a person may take on a stored record now: state, post and separation of duties.

    What the content still lacks is told by the act itself.
    """
    state = state_of(doc)
    starting = [act for act in acts_of(doc.doctype) if state in act.from_states]
    return [act for act in starting if standing(doc, act, user)[0]]


def perform(
    doctype: str,
    name: str,
    act: str,
    reason_code: str = "",
    reason: str = "",
    modified: Any = None,
) -> Any:
    """Take an act as the session's user; gives the record, or the new draft when superseding.

    A record that changed since it was reviewed is not approved: it is given back Submitted, to be
    reviewed again.

    `modified` is the version the person saw: a newer one raises TimestampMismatchError. Raises
    PermissionError when the record may not be seen, and the guard's refusals.
    """
    doc = _seen(doctype, name, modified)
    taken = act_named(doctype, act)
    if taken is None:
        refuse(_("{0} is not an act of {1}.").format(_(act), _(doctype)), WrongState)
    if state_of(doc) not in taken.from_states:
        refuse_state(doc, state_of(doc), taken.to_state)
    require_post(doc, taken)
    doc.workflow_state = taken.to_state
    doc.decision_reason_code, doc.decision_reason = reason_code or "", reason or ""
    try:
        _writer(doc, taken)()
    except ChangedSinceReview as refusal:
        frappe.clear_last_message()
        return _send_back(doctype, name, str(refusal))
    if taken.to_state == SUPERSEDED:
        return frappe.get_doc(doctype, doc.flags.next_version)
    return doc


def perform_many(
    doctype: str, names: list[str], act: str, reason_code: str = "", reason: str = ""
) -> list[dict[str, Any]]:
    """Take an act on each record: `{name, ok, message}` each, a refusal undoing only its own.

    One with something to look at is neither reviewed nor approved like this: it is opened first.
    """
    to_open = to_be_opened(doctype, names, act)
    return [
        _one_of_many(doctype, name, act, to_open.get(name, []), reason_code, reason)
        for name in names
    ]


def _seen(doctype: str, name: str, modified: Any) -> Any:
    if doctype not in AUTHORS:
        refuse(_("{0} is not decided on.").format(_(doctype)), WrongState)
    # Read once, for the act: nobody decides on it meanwhile.
    doc = frappe.get_doc(doctype, name, for_update=True)
    doc.check_permission("read")
    if modified and not is_stamp(modified, doc.modified):
        message = _("Someone else changed {0} after you opened it. Look at it again.")
        frappe.throw(message.format(doc.name), frappe.TimestampMismatchError)
    return doc


def _writer(doc: Any, act: Act) -> Callable[[], Any]:
    if act.to_state == SUPERSEDED:
        return doc.cancel
    return doc.submit if act.to_state == APPROVED and doc.meta.is_submittable else doc.save


def _send_back(doctype: str, name: str, why: str) -> Any:
    doc = frappe.get_doc(doctype, name)
    doc.db_set("workflow_state", SEND_BACK.to_state)
    record(doc, SEND_BACK.label, from_state=REVIEWED, to_state=SEND_BACK.to_state, reason=why)
    # Whoever reviews is told as of any other submission.
    doc.after_act(SUBMIT)
    return doc


def to_be_opened(doctype: str, names: list[str], act: str) -> dict[str, list[str]]:
    """Of these records those not decided on among others by this act, and why: told to readers."""
    if act not in _PASSING or doctype not in AUTHORS:
        return {}
    return get_controller(doctype).reasons_to_open(names)


def _one_of_many(
    doctype: str, name: str, act: str, to_open: list[str], *reasons: str
) -> dict[str, Any]:
    frappe.db.savepoint(_SAVEPOINT)
    try:
        if to_open:
            _seen(doctype, name, None)
            refuse(unopened_words(to_open), OpenItFirst)
        doc = perform(doctype, name, act, *reasons)
    except (frappe.ValidationError, frappe.PermissionError) as refusal:
        frappe.db.rollback(save_point=_SAVEPOINT)
        frappe.clear_messages()
        return {"name": name, "ok": False, "message": str(refusal) or _not_seen()}
    frappe.db.release_savepoint(_SAVEPOINT)
    if was_sent_back(doc, act):
        message = _("Its content changed since it was reviewed. It has to be reviewed again.")
        return {"name": name, "ok": False, "message": message}
    return {"name": name, "ok": True, "message": _(act)}


def unopened_words(reasons: list[str]) -> str:
    """Why a record is not decided on among others."""
    return _("Open it first, and decide on it by itself: {0}.").format("; ".join(reasons))


def was_sent_back(doc: Any, act: str) -> bool:
    """Whether a record one wanted to approve went back to be reviewed instead."""
    return act == APPROVE.label and state_of(doc) == SEND_BACK.to_state


def _not_seen() -> str:
    # The check of a document's permission raises an error without words.
    return _("You may not see this record.")
