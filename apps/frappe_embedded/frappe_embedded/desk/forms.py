"""The doors of one record: its form shown, a new one, and what is sent back."""

from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Response

from ..context import local
from ..docstatus import DocStatus
from ..errors import (
    BadRequestError,
    MandatoryError,
    NameError,
    PermissionError,
    TimestampMismatchError,
    ValidationError,
)
from ..meta import get_meta
from ..translate import _
from ..values import cint, cstr
from ..workflow import path_of
from . import acts, attachments, child_rows, connections, history
from .addresses import address
from .boxes import make_box
from .drafts import (
    NAME,
    Draft,
    fill_from_address,
    open_new,
    open_record,
    require_latest,
    take,
    tell_differences,
    tell_missing,
)
from .fields import widget_of
from .layout import Section, sections_of
from .shell import reason_of, redirect, render

Refusal = ValidationError | PermissionError | NameError
INVALID = 417


class FaultsInForm(ValidationError):
    """What was typed in some boxes cannot be read; each says so itself."""


def show(doctype: str, name: str) -> Response:
    """`GET /app/<slug>/<name>`: the form of a record."""
    return _page(open_record(doctype, name))


def show_single_or(show_list: Callable[[str], Response]) -> Callable[[str], Response]:
    """`GET /app/<slug>`: of a Single its form, of other DocTypes what `show_list` answers."""

    def answer(doctype: str) -> Response:
        return show(doctype, doctype) if get_meta(doctype).issingle else show_list(doctype)

    return answer


def show_new(doctype: str) -> Response:
    """`GET /app/<slug>/new`: an empty form, or one with the values the address names."""
    draft = open_new(doctype, local.request.args)
    fill_from_address(draft, local.request.args)
    return _page(draft)


def send(doctype: str, name: str) -> Response:
    """`POST /app/<slug>/<name>`: one act on a stored record."""
    draft = open_record(doctype, name)
    return _act(draft, lambda: open_record(doctype, name))


def send_single(doctype: str) -> Response:
    """`POST /app/<slug>` of a Single."""
    return send(doctype, doctype)


def send_new(doctype: str) -> Response:
    """`POST /app/<slug>/new`: save a record for the first time."""
    asked = local.request.form
    return _act(open_new(doctype, asked), lambda: open_new(doctype, asked))


def _act(draft: Draft, reopen: Callable[[], Draft]) -> Response:
    """Do what the pressed button says; a refusal undoes everything and draws the form again."""
    act, _colon, argument = (local.request.form.get("_act") or "save").partition(":")
    if act == "rows":
        return _with_rows_changed(draft, argument)
    door = acts.WITH_FORM.get(act) or (None if draft.doc.is_new() else acts.ON_STORED.get(act))
    if door is None:
        raise BadRequestError(_("This form is no longer valid. Load the page again."))
    try:
        if act in acts.WITH_FORM:
            _take_all(draft)
        elif act in acts.FINAL:
            require_latest(draft, local.request.form, is_kept=False)
        return redirect(door(draft, argument))
    except (ValidationError, PermissionError, NameError) as refusal:
        local.db.rollback()
        local.document_cache.clear()
        return _refused(reopen(), refusal, with_form=act in acts.WITH_FORM)


def _take_all(draft: Draft) -> None:
    require_latest(draft, local.request.form)
    take(draft, local.request.form, local.request.files)
    tell_missing(draft)
    if draft.typed.errors:
        raise FaultsInForm


def _with_rows_changed(draft: Draft, argument: str) -> Response:
    act, table, key = [*argument.split(":"), "", ""][:3]
    take(draft, local.request.form)
    child_rows.change_rows(draft.doc, draft.rights, act, table, key)
    return _page(draft, unsaved=True)


def _refused(draft: Draft, refusal: Refusal, with_form: bool) -> Response:
    status = int(getattr(refusal, "http_status_code", INVALID))
    reason = "" if isinstance(refusal, FaultsInForm) else reason_of(refusal)
    if with_form:
        is_stale = isinstance(refusal, TimestampMismatchError)
        if is_stale:
            tell_differences(draft, local.request.form)
        take(draft, local.request.form)
        # Who was told what had changed may save over it.
        draft.stamp = None if is_stale else draft.stamp
    if isinstance(refusal, FaultsInForm | MandatoryError):
        tell_missing(draft)
    return _page(draft, status, reason=reason, unsaved=with_form)


# The page


def _page(draft: Draft, status: int = 200, reason: str = "", unsaved: bool = False) -> Response:
    doc, meta = draft.doc, draft.doc.meta
    sections = sections_of(meta, draft.rights.see, lambda df: _drawn(draft, df))
    stored = not doc.is_new()
    told, is_long = _history(draft) if stored else ([], False)
    context = {
        "title": _title(draft),
        "crumbs": [] if meta.issingle else [(_(doc.doctype), address(doc.doctype))],
        "draft": draft,
        "doc": doc,
        "sections": sections,
        "faults": _faults(draft, sections),
        "reason": reason,
        "unsaved": unsaved,
        "here": acts.place_of(doc) if stored else address(doc.doctype, tail="new"),
        "state": _state(doc) if stored else _("New"),
        "can_save": acts.can_save(draft),
        "steps": acts.steps(draft),
        "steps_in": _place_of_steps(doc, sections),
        "standing": acts.standing(draft),
        "calls": acts.calls(draft),
        "may_delete": acts.may_delete(draft),
        "may_rename": acts.may_rename(draft),
        "places": acts.places_to_go(draft),
        "files": attachments.files_of(doc) if stored else [],
        "may_attach": stored and draft.rights.may_write,
        "history": told,
        "history_is_long": is_long,
        "comment": local.request.form.get("comment") or "" if reason else "",
        "connections": connections.connections_of(doc) if stored and not meta.issingle else [],
        "name_input": NAME,
    }
    return render("form.html", context, status)


def _drawn(draft: Draft, df: Any) -> Any:
    if df.is_table:
        return child_rows.make_grid(draft.doc, df, draft.rights, draft.typed)
    return make_box(draft.doc, df, draft.rights, draft.typed) if widget_of(df) else None


def _title(draft: Draft) -> str:
    doc = draft.doc
    if doc.is_new():
        return _("New: {0}").format(_(doc.doctype))
    if doc.meta.issingle:
        return _(doc.doctype)
    title = doc.meta.get_field(doc.meta.get_title_field())
    readable = title is None or cint(title.permlevel) in draft.rights.read_levels
    shown = cstr(doc.get_title() if readable else doc.name)
    return _(shown) if shown == cstr(doc.name) else shown


def _state(doc: Any) -> str:
    path = path_of(doc.doctype)
    if path and doc.get(path.state_field):
        return _(doc.get(path.state_field))
    if not doc.meta.is_submittable:
        return ""
    return [_("Draft"), _("Submitted"), _("Cancelled")][DocStatus(doc.docstatus)]


def _place_of_steps(doc: Any, sections: list[Section]) -> int:
    """The section that shows the state, where what is decided on is written; else the last one."""
    path = path_of(doc.doctype)
    field = path.state_field if path else ""
    found = (n for n, section in enumerate(sections) if field in section.fieldnames)
    return next(found, len(sections) - 1)


def _faults(draft: Draft, sections: list[Section]) -> list[tuple[str, str, str]]:
    """Input name, label and message of each fault, in the order of the form."""
    boxes = [box for section in sections for column in section.columns for box in column]
    found = []
    for box in boxes:
        if getattr(box, "error", ""):
            found.append((box.name, box.label, box.error))
        for row in getattr(box, "rows", ()):
            found += [
                (cell.name, f"{box.label}, {row.number}: {cell.label}", cell.error)
                for cell in (*row.main, *row.more)
                if cell.error
            ]
    known = {name for name, _label, _text in found}
    rest = [(n, n, text) for n, text in draft.typed.errors.items() if n not in known]
    return found + rest


def _history(draft: Draft) -> tuple[list[history.Entry], bool]:
    whole = local.request.args.get("history") == "all"
    return history.history_of(draft.doc, draft.rights, whole)
