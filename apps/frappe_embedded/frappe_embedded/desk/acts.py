"""What may be done with a record besides reading it: the buttons, and what each of them does.

An act takes the draft and what follows its name in the button's value; it answers where to go.
Whatever it refuses is raised, and the caller undoes everything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..context import current_user, local
from ..deletion import delete_doc
from ..documents import get_doc
from ..errors import PermissionError, ValidationError
from ..messages import throw
from ..renaming import rename_doc
from ..translate import _
from ..values import cint
from ..whitelist import is_valid_http_method, is_whitelisted
from ..workflow import (
    apply_workflow,
    can_cancel_document,
    get_transitions,
    has_approval_access,
    path_of,
)
from . import attachments, history
from .addresses import address
from .drafts import Draft, open_record, require_latest
from .shell import tell

Act = Callable[[Draft, str], str]


@dataclass(frozen=True)
class Button:
    """A button of the form: `value` is sent as `_act`."""

    value: str
    label: str
    ask: str = ""


# Offered


def can_save(draft: Draft) -> bool:
    """True when there is anything this user may write here."""
    fields = draft.doc.meta.fields
    return draft.rights.may_write and any(draft.rights.write(df) for df in fields if _holds(df))


def _holds(df: Any) -> bool:
    return bool(df.kind or df.is_table)


def standing(draft: Draft) -> list[Button]:
    """Submit and cancel, where no workflow has its own words for them."""
    doc, found = draft.doc, []
    if doc.is_new() or not cint(doc.meta.is_submittable):
        return []
    if doc.docstatus.is_draft() and not path_of(doc.doctype) and doc.has_permission("submit"):
        ask = _("Once it is submitted its content can no longer be changed. Go on?")
        found.append(Button("submit", _("Submit"), ask))
    if doc.docstatus.is_submitted() and _may_cancel(doc):
        found.append(Button("cancel", _("Cancel this record"), _("Take this record back?")))
    return found


def _may_cancel(doc: Any) -> bool:
    return bool(can_cancel_document(doc.doctype) and doc.has_permission("cancel"))


def steps(draft: Draft) -> list[Button]:
    """The workflow's steps this user may take now."""
    doc = draft.doc
    path = path_of(doc.doctype)
    if path is None or doc.is_new() or not doc.get(path.state_field):
        return []
    open_now = [t for t in get_transitions(doc) if has_approval_access(current_user(), doc, t)]
    # Whoever holds two of the roles has one button all the same.
    actions = dict.fromkeys(transition.action for transition in open_now)
    return [Button(f"step:{action}", _(action)) for action in actions]


def calls(draft: Draft) -> list[Button]:
    """The Button fields that name a method of the record, for who may write it."""
    if draft.doc.is_new() or not draft.rights.may_write:
        return []
    fields = [df for df in draft.doc.meta.fields if df.fieldtype == "Button" and df.options]
    return [Button(f"call:{df.options}", _(df.label)) for df in fields]


def may_delete(draft: Draft) -> bool:
    """True for a stored record this user may delete now."""
    doc = draft.doc
    if doc.is_new() or doc.meta.issingle or doc.docstatus.is_submitted():
        return False
    return bool(doc.has_permission("delete"))


def may_rename(draft: Draft) -> bool:
    """True for a stored record whose name this user may change."""
    doc = draft.doc
    allowed = cint(doc.meta.allow_rename) and not doc.is_new() and not doc.meta.issingle
    return bool(allowed and draft.rights.may_write)


def places_to_go(draft: Draft) -> list[tuple[str, str]]:
    """Label and address: a user's access, and new records made of this one."""
    doc, found = draft.doc, _access(draft)
    if doc.is_new() or doc.meta.issingle or not doc.has_permission("create"):
        return found
    if not cint(doc.meta.in_create):
        found.append((_("Duplicate"), address(doc.doctype, tail="new", **{"new-copy": doc.name})))
    if doc.docstatus.is_cancelled() and _may_amend(doc):
        found.append((_("Amend"), address(doc.doctype, tail="new", **{"new-amend": doc.name})))
    return found


def _access(draft: Draft) -> list[tuple[str, str]]:
    if draft.doc.doctype != "User" or draft.doc.is_new() or not draft.rights.may_write:
        return []
    return [(_("Access"), address("User", draft.doc.name, "access"))]


def _may_amend(doc: Any) -> bool:
    return bool(doc.meta.has_field("amended_from") and doc.has_permission("amend"))


def place_of(doc: Any) -> str:
    """Where the form of a record is."""
    return address(doc.doctype, None if doc.meta.issingle else doc.name)


# Done: with what was typed


def save(draft: Draft, _argument: str) -> str:
    """Write what was typed."""
    if draft.doc.is_new():
        return _insert(draft)
    if draft.is_changed:
        draft.doc.save()
        tell(_("Saved."))
    else:
        tell(_("Nothing had changed."), "info")
    return place_of(draft.doc)


def _insert(draft: Draft) -> str:
    draft.doc.insert()
    attachments.hand_over(draft.loose, draft.doc)
    tell(_("Saved."))
    return place_of(draft.doc)


def submit(draft: Draft, _argument: str) -> str:
    """Write what was typed and make the record final."""
    draft.doc.submit()
    tell(_("Submitted."))
    return place_of(draft.doc)


def take_step(draft: Draft, action: str) -> str:
    """Write what was typed, the reason perhaps, and take a step of the workflow with it."""
    if draft.is_changed:
        draft.doc.save()
    else:
        # Nobody comes in between: the step is taken with the version that was seen.
        latest = open_record(draft.doc.doctype, draft.doc.name, for_update=True)
        require_latest(latest, local.request.form)
    apply_workflow(draft.doc, action)
    tell(_("Done: {0}.").format(_(action)))
    return place_of(draft.doc)


# Done: with the record as it is stored


def cancel(draft: Draft, _argument: str) -> str:
    """Take a submitted record back."""
    draft.doc.cancel()
    tell(_("The record was cancelled."))
    return place_of(draft.doc)


def call(draft: Draft, method: str) -> str:
    """Run the method a Button field names; it has to be open to requests."""
    pressed = next((one for one in calls(draft) if one.value == f"call:{method}"), None)
    if pressed is None:
        throw(_("You may not do this with the record."), PermissionError)
    function = getattr(draft.doc, method)
    is_whitelisted(function)
    is_valid_http_method(function, "POST")
    function()
    tell(_("Done: {0}.").format(pressed.label))
    return place_of(draft.doc)


def delete(draft: Draft, _argument: str) -> str:
    """Delete the record."""
    if draft.doc.meta.issingle:
        throw(_("Settings are not deleted."), ValidationError)
    # By its name: a field called `delete`, as permissions have, stands before the method.
    delete_doc(draft.doc.doctype, draft.doc.name)
    tell(_("{0} was deleted.").format(draft.doc.get_title()))
    return address(draft.doc.doctype)


def rename(draft: Draft, _argument: str) -> str:
    """Give the record the name that was typed."""
    doc, name = draft.doc, (local.request.form.get("name") or "").strip()
    if not name:
        throw(_("Write the new name."), ValidationError)
    renamed = rename_doc(doc=get_doc(doc.doctype, doc.name, for_update=True), new=name)
    tell(_("The record is now called {0}.").format(renamed))
    return address(doc.doctype, renamed)


def comment(draft: Draft, _argument: str) -> str:
    """Write a comment."""
    history.comment(draft.doc, local.request.form.get("comment") or "")
    tell(_("The comment was written."))
    return f"{place_of(draft.doc)}#history"


def attach(draft: Draft, _argument: str) -> str:
    """Attach the file that was sent."""
    attachments.attach(draft.doc, local.request.files.get("file"))
    tell(_("The file was attached."))
    return f"{place_of(draft.doc)}#files"


def detach(draft: Draft, name: str) -> str:
    """Take a file away."""
    attachments.detach(draft.doc, name)
    tell(_("The file was deleted."))
    return f"{place_of(draft.doc)}#files"


WITH_FORM: dict[str, Act] = {"save": save, "submit": submit, "step": take_step}
ON_STORED: dict[str, Act] = {
    "call": call,
    "cancel": cancel,
    "delete": delete,
    "rename": rename,
    "comment": comment,
    "attach": attach,
    "detach": detach,
}
# These cannot be taken back, so they are about the version that was seen.
FINAL = frozenset(("cancel", "delete", "rename"))
