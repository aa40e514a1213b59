"""Lists of records: `get_all` without, `get_list` with regard to what the user may see."""

import re
from collections.abc import Mapping
from typing import Any

from .context import current_user, local
from .documents import get_doc
from .errors import DoesNotExistError, NotSupported, ProgrammingError
from .filters import conditions as conditions_of
from .messages import clear_last_message, throw
from .meta import Meta, get_meta
from .permissions import has_permission, hidden_fields, list_conditions, refuse, rights_of
from .query import DEFAULT_ORDER, Query, field_list
from .records import Records
from .roles import ADMINISTRATOR
from .translate import _

# Taken for Frappe's sake; none of them changes what the engine answers.
_WITHOUT_EFFECT = {"debug", "reference_doctype", "strict", "view_settings", "with_comment_count"}


def get_all(doctype: str, *args: Any, **kwargs: Any) -> Any:
    """`get_list` for code: every record that meets the filters, whoever asks."""
    kwargs.setdefault("ignore_permissions", True)
    return get_list(doctype, *args, **kwargs)


def get_list(
    doctype: str, fields: Any = None, filters: Any = None, or_filters: Any = None,
    order_by: str | None = DEFAULT_ORDER, group_by: str | None = None,
    limit: Any = None, limit_start: Any = 0, limit_page_length: Any = None,
    *, start: Any = 0, page_length: Any = None, offset: Any = 0, distinct: bool = False,
    as_list: bool = False, pluck: str | None = None, parent_doctype: str | None = None,
    ignore_permissions: bool = False, user: str | None = None, ignore_ifnull: bool = False,
    join: str = "left join", run: bool = True, update: dict[str, Any] | None = None, **kwargs: Any,
) -> Any:  # fmt: skip
    """The records of a DocType the user may see, as `_dict`s (`as_list`: tuples, `pluck`: values).

    Raises PermissionError when the user may see none whatever the filters, ProgrammingError for an
    unknown DocType, OperationalError for an unknown column, DataError for SQL that is not accepted.
    """
    if unknown := set(kwargs) - _WITHOUT_EFFECT:
        raise NotSupported(f"get_list of the embedded engine does not take {sorted(unknown)}.")
    meta = _known_meta(doctype)
    fields, filters = _unswapped(fields, filters)
    user = user or current_user()
    fields = [pluck] if pluck else field_list(fields)
    if not ignore_permissions and meta.istable:
        _require_parent(meta, parent_doctype, user)
    conditions = [] if ignore_permissions or meta.istable else list_conditions(doctype, user)
    if not ignore_permissions:
        fields = _readable(fields, meta, user)
        if not fields:
            return []
    question = Query(
        doctype,
        fields,
        filters,
        or_filters,
        order_by=order_by,
        group_by=group_by,
        limit=limit or limit_page_length or page_length,
        start=limit_start or start or offset,
        distinct=distinct,
        lenient=not ignore_ifnull,
        join=join,
        conditions=conditions,
    )
    sql, values = question.build(get_meta, local.db)
    if not run:
        return sql
    plain = as_list or pluck
    return local.db.sql(sql, values, as_dict=not plain, pluck=bool(pluck), update=update)


def _known_meta(doctype: str) -> Meta:
    try:
        return get_meta(doctype)
    except DoesNotExistError as problem:
        clear_last_message()
        raise ProgrammingError(1146, f"Table 'tab{doctype}' doesn't exist") from problem


def _unswapped(fields: Any, filters: Any) -> tuple[Any, Any]:
    """Filters given first are recognised by their shape."""
    looks_like_filters = isinstance(fields, Mapping) or (
        isinstance(fields, list | tuple)
        and len(fields) > 0
        and all(isinstance(item, list | tuple) for item in fields)
    )
    return (filters, fields) if looks_like_filters else (fields, filters)


def _require_parent(meta: Meta, parent_doctype: str | None, user: str) -> None:
    if not parent_doctype:
        refuse(_("Say with `parent_doctype` whose rows of {0} to list").format(_(meta.name)))
    has_permission(meta.name, "read", user=user, parent_doctype=parent_doctype, throw=True)


# Fields the user may read


def _readable(fields: list[str], meta: Meta, user: str) -> list[str]:
    """`fields` without those above the user's levels; `*` written out when something is hidden."""
    if user == ADMINISTRATOR:
        return fields
    hidden = _hidden(meta, user)
    kept: list[str] = []
    for item in fields:
        if item in ("*", f"`tab{meta.name}`.*") and hidden:
            kept += [column for column in meta.valid_columns if column not in hidden]
        elif not _shows_hidden(item, meta, hidden, user):
            _require_linked(item, meta, user)
            kept.append(item)
    return kept


def _require_linked(item: str, meta: Meta, user: str) -> None:
    """A column of a linked record is for those who may read every record it could come from.

    Frappe asks for the DocType only; which records of it the user may see would go unasked.
    """
    if "." not in item:
        return
    for owner in re.findall(r"`?(\w+)`?\.", item):
        target = meta.get_options(owner)
        if meta.fieldtype(owner) == "Link" and target and list_conditions(target, user):
            refuse(_("{0}: not every {1} is yours to read").format(item, _(target)))


def _hidden(meta: Meta, user: str) -> frozenset[str]:
    hidden = hidden_fields(meta, user)
    held = rights_of(meta, user)
    if held.allow("read") or not held.allow("select"):
        return hidden
    shown = frozenset(meta.get_search_fields())
    return hidden | (frozenset(meta.valid_columns) - shown) | frozenset(meta.child_doctypes)


def _shows_hidden(item: str, meta: Meta, hidden: frozenset[str], user: str) -> bool:
    if item.isidentifier():
        return item in hidden
    expression = re.split(r"\s+as\s+", item, maxsplit=1, flags=re.IGNORECASE)[0]
    for owner, name in re.findall(r"(?:(`[^`]+`|\w+)\.)?(`?\w+`?)", expression):
        if _hides(meta, hidden, owner.strip("`"), name.strip("`"), user):
            return True
    return False


def _hides(meta: Meta, hidden: frozenset[str], owner: str, name: str, user: str) -> bool:
    """True for a column above the user's levels, or of a table that is; `owner` as in a query."""
    if owner in ("", f"tab{meta.name}"):
        return name in hidden
    tables = [key for key, child in meta.child_doctypes.items() if owner in (key, f"tab{child}")]
    if tables and hidden.issuperset(tables):
        return True
    return name in _hidden(_owner_meta(owner, meta), user)


def require_askable(
    doctype: str, filters: Any, or_filters: Any, order_by: str | None, group_by: str | None
) -> None:
    """Refuse a question by what its asker may not read: who is found, and in what order, tells it.

    Raises PermissionError.
    """
    meta, user = get_meta(doctype), current_user()
    if user == ADMINISTRATOR or not (hidden := _hidden(meta, user)):
        return
    asked = (*conditions_of(filters, doctype), *conditions_of(or_filters, doctype))
    known = {doctype, *meta.child_doctypes.values()}
    if any(
        _hides(meta, hidden, f"tab{one.doctype}", one.fieldname, user)
        for one in asked
        if one.doctype in known
    ) or any(_shows_hidden(text, meta, hidden, user) for text in (order_by, group_by) if text):
        refuse(_("A list of {0} is not asked for by a field you may not read.").format(_(doctype)))


def _owner_meta(owner: str, meta: Meta) -> Meta:
    if owner.startswith("tab"):
        return get_meta(owner[3:])
    return get_meta(meta.child_doctypes.get(owner) or meta.get_options(owner) or meta.name)


def get_last_doc(
    doctype: str,
    filters: Any = None,
    order_by: str = "creation desc",
    *,
    for_update: bool = False,
) -> Any:
    """The newest document that meets the filters. Raises DoesNotExistError when there is none."""
    found = get_all(doctype, filters=filters, order_by=order_by, limit=1, pluck="name")
    if not found:
        throw(_("There is no {0} like this").format(_(doctype)), DoesNotExistError)
    return get_doc(doctype, found[0], for_update=for_update)


Records.get_all = staticmethod(get_all)
Records.get_list = staticmethod(get_list)
