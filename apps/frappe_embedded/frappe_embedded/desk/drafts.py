"""A record as a form has it: the stored or new document, laid over with what was posted."""

import re
from dataclasses import dataclass, field
from typing import Any

from ..context import local
from ..documents import copy_doc, get_doc, new_doc
from ..errors import TimestampMismatchError, ValidationError
from ..fieldtypes import for_database
from ..formats import format_datetime
from ..messages import throw
from ..meta import Field, get_meta
from ..permissions import has_permission
from ..text import strip_html
from ..translate import _
from ..users import get_fullname
from ..values import as_json, cint, cstr
from ..workflow import path_of
from . import attachments, child_rows, fields
from .boxes import Rights, Typed, make_box

# The input of the name of a new record whose name people choose.
NAME = "new-name"
_ORIGIN = {"copy": "new-copy", "amend": "new-amend"}


@dataclass
class Draft:
    """One record in a form. `loose` are the files sent with a record that has no name yet."""

    doc: Any
    rights: Rights
    typed: Typed = field(default_factory=Typed)
    loose: list[Any] = field(default_factory=list)
    origin: dict[str, str] = field(default_factory=dict)
    seen: str = ""
    # The stamp the form was drawn with; None: that of the record as it is stored now.
    stamp: str | None = None

    @property
    def is_changed(self) -> bool:
        """True when what was posted says anything else than what is stored."""
        return _picture(self.doc) != self.seen

    @property
    def modified(self) -> str:
        """The stamp of the version that is shown, sent back with the form."""
        if self.stamp is not None:
            return self.stamp
        return "" if self.doc.is_new() else cstr(for_database("Datetime", self.doc.modified))

    @property
    def asks_name(self) -> bool:
        """True when people choose the name of a new record."""
        return bool(self.doc.is_new()) and (self.doc.meta.autoname or "").lower() == "prompt"


def open_record(doctype: str, name: str, for_update: bool = False) -> Draft:
    """A stored record this user may read. Raises DoesNotExistError, PermissionError.

    `for_update` keeps others from writing it until the request ends.
    """
    if not get_meta(doctype).issingle and not local.db.exists(doctype, name):
        # Who may read none learns nothing about which there are.
        has_permission(doctype, "read", throw=True)
    doc = get_doc(doctype, name, for_update=for_update)
    doc.check_permission("read")
    return Draft(doc, Rights.over(doc), seen=_picture(doc))


def open_new(doctype: str, asked: Any) -> Draft:
    """A record not stored yet: with defaults, or a copy or amendment of another one.

    `asked` holds `new-copy` or `new-amend` with the name of that one. Raises PermissionError, and
    ValidationError for an amendment of a record that is not cancelled.
    """
    has_permission(doctype, "create", throw=True)
    named = {key: asked[sent] for key, sent in _ORIGIN.items() if asked.get(sent)}
    doc = _copied(doctype, **named) if named else new_doc(doctype)
    origin = {_ORIGIN[key]: name for key, name in named.items()}
    return Draft(doc, Rights.over(doc), origin=origin)


def _copied(doctype: str, copy: str = "", amend: str = "") -> Any:
    original = open_record(doctype, amend or copy).doc
    if amend:
        original.check_permission("amend")
        if not (original.docstatus.is_cancelled() and original.meta.has_field("amended_from")):
            throw(_("Only a cancelled record is amended."), ValidationError)
    original.apply_fieldlevel_read_permissions()
    doc = copy_doc(original, ignore_no_copy=bool(amend))
    doc.amended_from = original.name if amend else None
    path = path_of(doctype)
    if path:
        doc.set(path.state_field, None)
    return doc


def _picture(doc: Any) -> str:
    return as_json(doc.as_dict())


# What was posted


def take(draft: Draft, posted: Any, files: Any = None) -> None:
    """Lay what was posted over the document; only what this user may write is taken.

    Without `files` none is kept: the form is only drawn again. Faults are in `typed.errors`.
    """
    doc, errors = draft.doc, draft.typed.errors
    draft.typed.texts = Posted(posted)
    draft.stamp = posted.get("modified", "")
    if draft.asks_name and posted.get(NAME):
        doc.name = posted[NAME].strip()
    child_rows.take_fields(doc, draft.rights, posted, errors)
    for df in doc.meta.table_fields:
        if draft.rights.see(df):
            child_rows.take_rows(doc, df, draft.rights, posted, errors)
    if files is not None:
        draft.loose = attachments.take_files(
            doc, draft.rights, posted, files, child_rows.prefixes_of(doc, posted)
        )


class Posted(dict[str, str]):
    """The texts of a form: of an input posted twice the last one."""

    def __init__(self, posted: Any) -> None:
        super().__init__((name, posted.getlist(name)[-1]) for name in posted)


def fill_from_address(draft: Draft, asked: Any) -> None:
    """Let a new record begin with the values its address names."""
    child_rows.take_fields(draft.doc, draft.rights, asked, draft.typed.errors)
    draft.typed.texts = {
        name: text for name, text in Posted(asked).items() if name in draft.typed.errors
    }


def require_latest(draft: Draft, posted: Any, is_kept: bool = True) -> None:
    """Raise TimestampMismatchError when somebody saved the record after the form was drawn.

    `is_kept` tells that what was typed is shown again.
    """
    if draft.doc.is_new() or posted.get("modified", "") == draft.modified:
        return
    message = (
        _(
            "{0} changed this record on {1}, after you opened it. What you wrote is kept below,"
            " with what is stored now where that differs. Look at both and save again."
        )
        if is_kept
        else _("{0} changed this record on {1}, after you opened it. Look at it before you go on.")
    )
    who, when = get_fullname(draft.doc.modified_by), format_datetime(draft.doc.modified)
    throw(message.format(who, when), TimestampMismatchError)


# What is told when it was refused


def tell_differences(draft: Draft, posted: Any) -> None:
    """Say at each field what is stored now where what was typed differs, before it is taken."""
    texts = Posted(posted)
    for df in draft.doc.meta.fields:
        typed = texts.get(df.fieldname)
        if df.is_table and f"{df.fieldname}-table" in texts:
            _tell_rows(draft, df, posted)
        elif typed is not None and fields.widget_of(df) and draft.rights.write(df):
            box = make_box(draft.doc, df, draft.rights, Typed())
            if box.text != typed.replace("\r\n", "\n") and df.fieldtype != "Password":
                plain = strip_html(box.shown) if box.is_markup else box.shown
                draft.typed.stored[df.fieldname] = plain or _("nothing")


def _tell_rows(draft: Draft, df: Field, posted: Any) -> None:
    copy = get_doc(draft.doc.doctype, draft.doc.name)
    before = _picture(copy)
    faults: dict[str, str] = {}
    child_rows.take_rows(copy, df, draft.rights, posted, faults)
    if faults or _picture(copy) != before:
        rows = len(draft.doc.get(df.fieldname) or ())
        draft.typed.stored[df.fieldname] = _("{0} rows").format(rows)


def tell_missing(draft: Draft) -> None:
    """Say at each box that has to be filled in and is not; what is fetched from a link may wait."""
    prefixes = {id(row): f"{row.parentfield}-{child_rows.key_of(row)}-" for row in _rows(draft)}
    for part in (draft.doc, *_rows(draft)):
        fresh = part is not draft.doc and not part.get("name")
        for df in part.meta.fields:
            wanted = cint(df.reqd) and not df.fetch_from and draft.rights.write(df, fresh)
            if wanted and _is_missing(part.get(df.fieldname)):
                name = prefixes.get(id(part), "") + df.fieldname
                draft.typed.errors.setdefault(name, _("Fill this in."))


def _is_missing(value: Any) -> bool:
    if isinstance(value, str):
        return not re.sub(r"<(?!img)[^>]*>|\s", "", value)
    return value is None or value == []


def _rows(draft: Draft) -> list[Any]:
    rows: list[Any] = draft.doc.get_all_children()
    return rows
