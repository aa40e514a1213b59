"""What a link may name: the records this user may see, by name or by title."""

import json
from typing import Any, NamedTuple

from werkzeug.wrappers import Response

from ..context import local
from ..errors import PermissionError
from ..listing import get_list
from ..messages import clear_last_message
from ..meta import Field, Meta, exists_doctype, get_meta
from ..translate import _
from ..values import cstr
from .addresses import address

MEMORY = "desk_links"
# Up to so many records a link is a list to choose from; beyond, a box that searches.
FEW = 100
OFFERED = 20


class Choice(NamedTuple):
    """One record a link may name, and what people call it."""

    name: str
    title: str


def answer() -> Response:
    """`GET /app/_links?doctype=…&text=…`: the first records that fit, as JSON `[[name, title]]`."""
    form = local.form_dict
    doctype = form.get("doctype") or ""
    found = search(doctype, form.get("text") or "") if exists_doctype(doctype) else []
    return Response(json.dumps(found, ensure_ascii=False), mimetype="application/json")


def target_of(df: Field, part: Any) -> str | None:
    """The DocType a Link, or a Dynamic Link with what its document says now, points to."""
    doctype = part.get(df.options) if df.fieldtype == "Dynamic Link" else df.options
    return str(doctype) if doctype and exists_doctype(doctype) else None


def few(doctype: str) -> list[Choice] | None:
    """Every record of a DocType this user may link to when they are few, None when not."""
    known = local.request_cache.setdefault(MEMORY, {})
    if doctype not in known:
        known[doctype] = search(doctype, "", FEW + 1)
    found: list[Choice] = known[doctype]
    return found if len(found) <= FEW else None


def words(doctype: str) -> list[Choice] | None:
    """The records of a DocType whose names are words of the program, called what the reader calls
    them: states, acts, roles. None for others, and for many."""
    listed = few(doctype) if exists_doctype(doctype) else None
    called = any(one.title != one.name for one in listed or ())
    return listed if called and _title_field(get_meta(doctype)) == "name" else None


def first(doctype: str) -> list[Choice]:
    """The first records to offer, before anything was typed."""
    few(doctype)
    found: list[Choice] = local.request_cache[MEMORY][doctype]
    return found


def search(doctype: str, text: str, limit: int = OFFERED) -> list[Choice]:
    """The records this user may see whose name, title or search fields hold `text`, by title."""
    meta = get_meta(doctype)
    title = _title_field(meta)
    fields = list(dict.fromkeys(("name", title, *_searched(meta))))
    wanted = {name: ("like", f"%{text}%") for name in fields} if text else None
    rows = _rows(meta, ["name", title], _in_use(meta), wanted, f"{title} asc", limit)
    return [_choice(meta, row) for row in rows]


def find(doctype: str, text: str) -> str | None:
    """The name of the one record this user may see that is called so; None without or with more."""
    meta = get_meta(doctype)
    title = _title_field(meta)
    for column in dict.fromkeys(("name", title)):
        rows = _rows(meta, ["name"], {column: text}, None, "name asc", 2)
        if len(rows) == 1:
            return cstr(rows[0].name)
    return None


def title_of(doctype: str, name: Any) -> str:
    """What people call a record; its name when this user may not see it."""
    known = local.request_cache.setdefault((MEMORY, doctype), {})
    if name not in known:
        meta = get_meta(doctype)
        rows = _rows(meta, ["name", _title_field(meta)], {"name": name}, None, "name asc", 1)
        known[name] = _choice(meta, rows[0]).title if rows else _(cstr(name))
    return str(known[name])


def learn_titles(doctype: str, names: list[Any]) -> None:
    """Look up many titles at once, for `title_of` to know."""
    meta = get_meta(doctype)
    known = local.request_cache.setdefault((MEMORY, doctype), {})
    wanted = {name for name in names if name} - known.keys()
    fields, limit = ["name", _title_field(meta)], len(wanted)
    rows = limit and _rows(meta, fields, {"name": ("in", sorted(wanted))}, None, "name asc", limit)
    known.update((row.name, _choice(meta, row).title) for row in rows or ())


def address_of(doctype: str, name: Any) -> str:
    """Where a linked record's form is."""
    return address(doctype, None if get_meta(doctype).issingle else name)


def _rows(
    meta: Meta, fields: list[str], filters: Any, either: Any, order_by: str, limit: int
) -> list[Any]:
    if meta.issingle or meta.istable:
        return []
    try:
        found: list[Any] = get_list(
            meta.name,
            list(dict.fromkeys(fields)),
            filters,
            either,
            order_by=order_by,
            limit=limit,
        )
    except PermissionError:
        clear_last_message()
        return []
    return found


def _title_field(meta: Meta) -> str:
    field = meta.get_title_field()
    return field if meta.fieldtype(field) else "name"


def _searched(meta: Meta) -> list[str]:
    return [name for name in meta.get_search_fields() if meta.fieldtype(name)]


def _in_use(meta: Meta) -> dict[str, Any]:
    """Records somebody switched off are not offered."""
    switches = (("disabled", 0), ("enabled", 1))
    return {name: value for name, value in switches if meta.has_field(name)}


def _choice(meta: Meta, row: Any) -> Choice:
    """Kinds and roles are called what the reader calls them; towns and people by their names."""
    title = cstr(row.get(_title_field(meta)) or row.name)
    return Choice(cstr(row.name), _(title) if title == cstr(row.name) else title)
