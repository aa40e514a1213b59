"""Values as lists show them: short, in the reader's language, numbers to the right."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..dates import to_timedelta
from ..errors import PermissionError
from ..formats import format_value
from ..listing import get_list
from ..messages import clear_last_message
from ..meta import Field, exists_doctype, get_meta
from ..text import strip_html
from ..translate import _
from ..values import cint, cstr, is_empty
from .questions import STATUSES

LONGEST = 140
_TRANSLATED = ("Select", "Link", "Read Only")
_LONG = ("Text Editor", "HTML Editor", "Markdown Editor", "Code", "Small Text", "Text", "Long Text")

Titles = Mapping[tuple[str, str], str]


def show(df: Field, value: Any, titles: Titles | None = None) -> str:
    """A value as a cell of a list shows it; `titles` names the records behind links."""
    if df.fieldname == "docstatus":
        return _(STATUSES[cint(value)])
    if df.fieldtype == "Check":
        return _("Yes") if cint(value) else _("No")
    if is_empty(value):
        return ""
    if df.fieldtype == "Time":
        value = to_timedelta(value)
    if df.fieldtype in _LONG:
        return _short(strip_html(cstr(value)))
    if df.fieldtype in _TRANSLATED or cint(df.translatable):
        return (titles or {}).get((df.options or "", cstr(value))) or _(cstr(value))
    return _short(cstr(format_value(value, df)))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def titles_of(fields: Iterable[Field], rows: Iterable[Mapping[str, Any]]) -> Titles:
    """What the records in the Link columns of a page are called: one statement for each column.

    Records this user may not see keep their names.
    """
    rows, found = list(rows), {}
    for df in fields:
        names = {cstr(row[df.fieldname]) for row in rows if row.get(df.fieldname)}
        if df.fieldtype == "Link" and names and exists_doctype(df.options):
            found.update(_titles(df.options, names))
    return found


def _titles(doctype: str, names: set[str]) -> dict[tuple[str, str], str]:
    meta = get_meta(doctype)
    title = meta.get_title_field()
    if title == "name" or not meta.fieldtype(title):
        return {}
    try:
        rows = get_list(doctype, ["name", title], {"name": ("in", sorted(names))}, order_by=None)
    except PermissionError:
        clear_last_message()
        return {}
    return {(doctype, cstr(row.name)): cstr(row[title]) for row in rows if row.get(title)}
