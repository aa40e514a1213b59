"""What a new document holds before anybody has typed anything."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from .context import current_user, local
from .dates import now, nowdate, nowtime
from .fieldtypes import cast
from .meta import Field, Meta, get_meta
from .text import scrub
from .user_permissions import default_value
from .values import is_empty

_WORDS: dict[str, Callable[[], Any]] = {
    "today": nowdate,
    "__today": nowdate,
    "now": now,
    "__user": current_user,
}
_NO_OPTIONS = ("[Select]", "Loading...")


def apply_defaults(doc: Any) -> None:
    """Fill what is None in a new document and its new rows. Nothing is filled during an import."""
    if local.flags.in_import:
        return
    _fill(doc, defaults_of(doc.meta, doc))
    apply_row_defaults(doc)


def apply_row_defaults(doc: Any) -> None:
    """Fill what is None in the rows that are not saved yet."""
    if local.flags.in_import:
        return
    for fieldname, child in doc.meta.child_doctypes.items():
        fresh = [row for row in doc.get(fieldname) or () if not row.name]
        if fresh:
            values = defaults_of(get_meta(child), doc)
            for row in fresh:
                _fill(row, values)


def _fill(doc: Any, values: dict[str, Any]) -> None:
    state = doc.__dict__
    for fieldname, value in values.items():
        if state.get(fieldname) is None:
            state[fieldname] = value


def defaults_of(meta: Meta, parent: Any = None) -> dict[str, Any]:
    """The defaults of a DocType for this user; fields without one are left out.

    `parent` answers defaults of the form `:DocType`, which come from the record it links to.
    """
    user, found = current_user(), {}
    for df in _with_default(meta):
        value = _default(df, meta, user, parent)
        if value is not None:
            found[df.fieldname] = value
    return found


@lru_cache(maxsize=1024)
def _with_default(meta: Meta) -> tuple[Field, ...]:
    """The fields that may have one, said or implied."""
    return tuple(
        df
        for df in meta.fields
        if df.kind and (not is_empty(df.default) or df.fieldtype in ("Link", "Select", "Time"))
    )


def _default(df: Field, meta: Meta, user: str, parent: Any) -> Any:
    if df.fieldtype == "Link" and (own := _own_default(df, meta, user)) is not None:
        return own
    text = df.default
    if is_empty(text):
        return _implied(df)
    if str(text).startswith(":"):
        return _from_other(str(text)[1:], df, parent)
    word = _WORDS.get(str(text).lower())
    if word is not None and (df.kind in ("date", "datetime") or text == "__user"):
        return word()
    return cast(df.fieldtype, text) if df.is_numeric else text


def _own_default(df: Field, meta: Meta, user: str) -> Any:
    """What the user's permissions or own defaults say for a Link."""
    if df.ignore_user_permissions:
        return None
    allowed = default_value(df.options or "", meta.name, user)
    if allowed is not None:
        return allowed
    chosen = local.db.get_defaults(parent=user)
    own = chosen.get(df.fieldname) or chosen.get(scrub(df.options or ""))
    return own[0] if isinstance(own, list) else own


def _implied(df: Field) -> Any:
    if df.fieldtype == "Select" and df.options and df.options not in _NO_OPTIONS:
        return df.select_options[0]
    return nowtime() if df.fieldtype == "Time" else None


def _from_other(doctype: str, df: Field, parent: Any) -> Any:
    link = scrub(doctype)
    name = (parent is not None and parent.get(link)) or local.db.get_default(link)
    return local.db.get_value(doctype, name, df.fieldname) if name else None
