"""What happened to a record: made, changed, decided on, commented, told in one line of time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..context import local
from ..dates import get_datetime
from ..errors import ValidationError
from ..formats import format_datetime
from ..hooks import get_attr, get_hooks
from ..messages import throw
from ..meta import Meta, get_meta
from ..text import clean_html, escape_html, strip_html
from ..translate import _
from ..users import get_fullname
from ..values import cint, cstr, is_empty
from .boxes import Rights, label_of

SHORT = 30
LONGEST = 500
VALUE_LENGTH = 300
_DOCSTATUS = ("Draft", "Submitted", "Cancelled")


@dataclass
class Entry:
    """One thing that happened. `markup` is clean HTML; `changes` are label, old and new text."""

    moment: str
    when: str
    who: str
    what: str
    markup: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    more: int = 0


def history_of(doc: Any, rights: Rights, whole: bool = False) -> tuple[list[Entry], bool]:
    """What happened to a record, newest first, and whether there is more than what is told."""
    limit = LONGEST if whole else SHORT
    entries = [*_comments(doc, limit), *_versions(doc, rights, limit), *_told_by_apps(doc)]
    if doc.creation:
        entries.append(_entry(doc.creation, get_fullname(doc.owner), _("made the record")))
    entries.sort(key=lambda entry: entry.moment, reverse=True)
    return entries[:limit], len(entries) > limit


def comment(doc: Any, text: str) -> None:
    """Write a comment on a record this user may read. Raises ValidationError for an empty one."""
    doc.check_permission("read")
    if not text.strip():
        throw(_("Write the comment first."), ValidationError)
    doc.add_comment("Comment", escape_html(text.strip()).replace("\n", "<br>"))


def _entry(moment: Any, who: str, what: str, **more: Any) -> Entry:
    # Apps hand over moments as text or as datetimes.
    read = get_datetime(moment) if not is_empty(moment) else None
    return Entry(cstr(read), format_datetime(read) if read else "", who, what, **more)


# Comments


def _words() -> dict[str, str]:
    return {
        "Comment": _("commented"),
        "Workflow": _("took a step"),
        "Attachment": _("attached a file"),
        "Attachment Removed": _("took a file away"),
        "Assigned": _("assigned it"),
        "Assignment Completed": _("ended an assignment"),
        "Shared": _("shared it"),
        "Unshared": _("stopped sharing it"),
    }


def _comments(doc: Any, limit: int) -> Iterator[Entry]:
    about = {"reference_doctype": doc.doctype, "reference_name": str(doc.name)}
    fields = ["comment_type", "comment_by", "comment_email", "content", "creation"]
    words = _words()
    for row in local.db.get_values(
        "Comment", about, fields, as_dict=True, order_by="creation desc", limit=limit + 1
    ):
        who = row.comment_by or get_fullname(row.comment_email) or ""
        what = words.get(row.comment_type, _("noted"))
        yield _entry(row.creation, who, what, markup=clean_html(row.content or ""))


def _told_by_apps(doc: Any) -> Iterator[Entry]:
    """What apps add to the line of time: hook `additional_timeline_content`, as in Frappe."""
    declared = get_hooks("additional_timeline_content", {})
    for path in [*declared.get("*", ()), *declared.get(doc.doctype, ())]:
        for row in get_attr(path)(doc.doctype, doc.name) or ():
            yield _entry(row["creation"], "", "", markup=clean_html(row.get("content") or ""))


# Versions


def _versions(doc: Any, rights: Rights, limit: int) -> Iterator[Entry]:
    about = {"ref_doctype": doc.doctype, "docname": str(doc.name)}
    for row in local.db.get_values(
        "Version",
        about,
        ["owner", "creation", "data"],
        as_dict=True,
        order_by="creation desc",
        limit=limit + 1,
    ):
        changes = list(_changes(doc.meta, rights, json.loads(row.data or "{}")))
        if changes:
            shown = changes if len(changes) <= SHORT else changes[:SHORT]
            entry = _entry(row.creation, get_fullname(row.owner), _("changed"), changes=shown)
            entry.more = len(changes) - len(shown)
            yield entry


def _changes(meta: Meta, rights: Rights, data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield from _differences(meta, rights, data.get("changed") or ())
    for table, place, _name, changed in data.get("row_changed") or ():
        child = _child_of(meta, rights, table)
        if child:
            label = _("{0}, row {1}").format(_(meta.get_label(table)), cint(place) + 1)
            for name, old, new in _differences(child, rights, changed):
                yield f"{label}: {name}", old, new
    for key, place in (("added", 2), ("removed", 1)):
        for table, row in data.get(key) or ():
            child = _child_of(meta, rights, table)
            if child:
                told = ["", "", ""]
                told[0] = _(meta.get_label(table))
                told[place] = _summary(child, rights, row)
                yield told[0], told[1], told[2]


def _child_of(meta: Meta, rights: Rights, table: str) -> Meta | None:
    df = meta.get_field(table)
    return get_meta(df.options) if df and df.is_table and _is_shown(df, rights) else None


def _is_shown(df: Any, rights: Rights) -> bool:
    return cint(df.permlevel) in rights.read_levels and df.fieldtype != "Password"


def _differences(meta: Meta, rights: Rights, changed: Any) -> Iterator[tuple[str, str, str]]:
    for name, old, new in changed:
        df = meta.get_field(name)
        if name == "docstatus":
            words = [_(_DOCSTATUS[cint(value)]) for value in (old, new)]
            yield _("Document Status"), words[0], words[1]
        elif df and not cint(df.hidden) and _is_shown(df, rights):
            texts = _plain(df, old), _plain(df, new)
            if texts[0] != texts[1]:
                yield label_of(df), *texts


def _summary(meta: Meta, rights: Rights, row: dict[str, Any]) -> str:
    shown = [df for df in meta.fields if df.kind and not cint(df.hidden) and _is_shown(df, rights)]
    texts = [
        _plain(df, row.get(df.fieldname)) for df in shown if not is_empty(row.get(df.fieldname))
    ]
    return _short(" · ".join(text for text in texts[:6] if text))


def _plain(df: Any, value: Any) -> str:
    if df.fieldtype == "Check":
        return _("Yes") if cint(value) else _("No")
    if df.fieldtype in ("Select", "Link"):
        return _(cstr(value))
    return _short(strip_html(cstr(value)))


def _short(text: str) -> str:
    return text if len(text) <= VALUE_LENGTH else f"{text[:VALUE_LENGTH]}…"
