"""The acts of a document: inserted, saved, submitted, cancelled.

`insert` and `save` read as tables of contents; what each line does is below them, or in the module
it names. Who else takes part (apps' handlers, workflow, versions) comes in through `events`.
"""

from typing import Any, NoReturn

from . import back_links, checks, links, permissions, record_locks, storage
from .base_document import NEW
from .cache import forget_document
from .comparison import stored_before
from .context import current_user, local
from .dates import now
from .defaults import apply_defaults, apply_row_defaults
from .docstatus import DocStatus
from .encryption import remove_encrypted_password, set_encrypted_password
from .errors import DocstatusTransitionError, TimestampMismatchError, ValidationError
from .events import fire, is_told
from .fieldtypes import for_database
from .loading import held, read, refuse_missing
from .messages import throw
from .roles import ADMINISTRATOR
from .translate import _
from .values import cint

_ACTIONS = {
    (0, 0): "save",
    (0, 1): "submit",
    (1, 1): "update_after_submit",
    (1, 2): "cancel",
}
_BEFORE = {
    "save": ("before_validate", "validate", "before_save"),
    "submit": ("before_validate", "validate", "before_submit"),
    "update_after_submit": ("before_update_after_submit",),
    "cancel": ("before_cancel",),
}
_AFTER = {
    "save": ("on_update",),
    "submit": ("on_update", "on_submit"),
    "update_after_submit": ("on_update_after_submit",),
    "cancel": ("on_cancel",),
}
_RIGHTS = {"submit": "submit", "update_after_submit": "submit", "cancel": "cancel"}


def insert(doc: Any, ignore_if_duplicate: bool = False, set_name: str | None = None) -> None:
    """Write a new record (see `Document.insert`)."""
    doc.__dict__.update({NEW: 1, "_before": None})
    apply_defaults(doc)
    _stamp(doc, new=True)
    _begin_new(doc)
    _validate_links(doc)
    doc.check_permission("create")
    doc.run_method("before_insert")
    doc.set_new_name(set_name=set_name)
    _reset_unwritable(doc)
    doc.flags.in_insert = True
    _run_before(doc)
    _check(doc)
    doc.flags.in_insert = False
    _store_passwords(doc)
    doc.db_insert(ignore_if_duplicate)
    doc.run_method("after_insert")
    doc.flags.in_insert = True
    _run_after(doc)
    doc.flags.in_insert = False


def note(doc: Any) -> None:
    """Insert what the engine itself notes about an act, such as a version.

    Nobody needs the right to it and its values need no check. What an app listens to is inserted
    like any other record.
    """
    doc.flags.ignore_links = True
    if is_told(doc):
        doc.insert(ignore_permissions=True)
        return
    doc.__dict__.update({NEW: 1, "_before": None})
    apply_defaults(doc)
    _stamp(doc, new=True)
    doc.set_new_name()
    doc.db_insert()
    _end_new(doc)


def save(doc: Any) -> None:
    """Write what changed of an existing record (see `Document.save`)."""
    record_locks.require_unlocked(doc)
    apply_row_defaults(doc)
    doc.check_permission("write")
    _stamp(doc)
    _require_latest(doc)
    _validate_links(doc)
    _reset_unwritable(doc)
    _run_before(doc)
    _check(doc)
    _store_passwords(doc)
    doc.db_update()
    _run_after(doc)


# Which act it is


def _stamp(doc: Any, new: bool = False) -> None:
    doc.__dict__["_loaded_modified"] = doc.__dict__.get("modified")
    doc.modified, doc.modified_by = now(), current_user()
    if new:
        doc.creation, doc.owner = doc.modified, doc.flags.owner or doc.modified_by
    _spread_docstatus(doc)


def _spread_docstatus(doc: Any) -> None:
    status = int(doc.docstatus)
    for part in (doc, *doc.get_all_children()):
        part.__dict__["docstatus"] = status


def _begin_new(doc: Any) -> None:
    if doc.docstatus not in (0, 1):
        _refuse_transition(doc, 0)
    doc.__dict__["_action"] = "submit" if doc.docstatus.is_submitted() else "save"
    if doc.docstatus.is_submitted():
        doc.check_permission("submit")
    if doc.get("amended_from"):
        _require_cancelled_original(doc)


def _require_cancelled_original(doc: Any) -> None:
    status = local.db.get_value(doc.doctype, doc.amended_from, "docstatus")
    if status != DocStatus.cancelled():
        message = _("{0} {1} can only be amended once it is cancelled")
        throw(message.format(_(doc.doctype), doc.amended_from), ValidationError)


def _require_latest(doc: Any) -> None:
    """Lock the stored record, compare its stamp, and see which act this is."""
    before = held(doc) or read(doc, for_update=True)
    if before is None:
        refuse_missing(doc)
    is_stored = not (doc.meta.issingle and before.row.get("modified") is None)
    doc.__dict__["_before"] = before if is_stored else None
    if is_stored and _moment(doc.__dict__["_loaded_modified"]) != _moment(before.row["modified"]):
        message = _("{0} {1} was changed after you opened it. Open it again to see the changes.")
        throw(message.format(_(doc.doctype), doc.name), TimestampMismatchError)
    _begin(doc, DocStatus(cint(before.row.get("docstatus"))))


def _moment(value: Any) -> Any:
    return for_database("Datetime", value)


def _begin(doc: Any, before: DocStatus) -> None:
    if before.is_cancelled():
        throw(_("A cancelled record cannot be changed"), ValidationError)
    action = _ACTIONS.get((int(before), int(doc.docstatus)))
    if action is None:
        _refuse_transition(doc, before)
    doc.__dict__["_action"] = action
    if action in _RIGHTS:
        doc.check_permission(_RIGHTS[action])


def _refuse_transition(doc: Any, before: int) -> NoReturn:
    words = {0: _("Draft"), 1: _("Submitted"), 2: _("Cancelled")}
    if doc.docstatus not in words:
        throw(_("{0} is no state of a document").format(int(doc.docstatus)), ValidationError)
    message = _("{0} {1} cannot go from {2} to {3}")
    throw(
        message.format(_(doc.doctype), doc.name or "", words[before], words[doc.docstatus]),
        DocstatusTransitionError,
    )


# Before it is written


def _validate_links(doc: Any) -> None:
    if not doc.flags.ignore_links and doc.__dict__["_action"] != "cancel":
        links.validate_links(doc)


def _reset_unwritable(doc: Any) -> None:
    user = current_user()
    if not (doc.flags.ignore_permissions or local.flags.in_install or user == ADMINISTRATOR):
        levels = permissions.rights_of(doc.meta, user).write_levels | {0}
        checks.reset_unwritable(doc, levels, stored_before(doc))


def _run_before(doc: Any) -> None:
    storage.name_rows(doc)
    if not doc.flags.ignore_validate:
        for method in _BEFORE[doc.__dict__["_action"]]:
            doc.run_method(method)
    _set_title(doc)
    storage.name_rows(doc)
    _spread_docstatus(doc)


def _set_title(doc: Any) -> None:
    df = doc.meta.get_field("title") if doc.meta.title_field == "title" else None
    pattern = df and (df.options or (not doc.get("title") and df.default))
    if pattern and "{" in pattern:
        doc.title = pattern.format(**doc.as_dict())


def _check(doc: Any) -> None:
    action, before = doc.__dict__["_action"], stored_before(doc)
    if action == "cancel":
        return
    checks.check_values(doc)
    if before is not None:
        checks.check_constants(doc, before)
    fire("validate_workflow", doc)
    frozen = action == "update_after_submit"
    if frozen and before and not doc.flags.ignore_validate_update_after_submit:
        checks.check_after_submit(doc, before)


def _store_passwords(doc: Any) -> None:
    for fieldname in (df.fieldname for df in doc.meta.fields if df.fieldtype == "Password"):
        secret, before = doc.get(fieldname), stored_before(doc)
        if secret and secret.strip("*"):
            set_encrypted_password(doc.doctype, doc.name, secret, fieldname)
            doc.set(fieldname, "*" * len(secret))
        elif not secret and before and before.row.get(fieldname):
            remove_encrypted_password(doc.doctype, doc.name, fieldname)


# After it is written


def _run_after(doc: Any) -> None:
    action = doc.__dict__["_action"]
    for method in _AFTER[action]:
        doc.run_method(method)
    if action == "cancel" and not doc.flags.ignore_links:
        back_links.require_none(doc, "Cancel")
    forget_document(doc.doctype, doc.name)
    fire("after_save_record", doc)
    doc.run_method("on_change")
    _end_new(doc)


def _end_new(doc: Any) -> None:
    for part in (doc, *doc.get_all_children()):
        part.__dict__.pop(NEW, None)
