"""The records of a tree as a list within lists."""

from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Response

from ..errors import PageDoesNotExistError
from ..listing import get_list
from ..meta import Meta, get_meta
from ..permissions import has_permission
from ..translate import _
from ..values import cstr
from .lists import require_list
from .shell import render


@dataclass
class Node:
    """One record and those below it."""

    name: str
    title: str
    is_group: bool
    children: list["Node"] = field(default_factory=list)


def show(doctype: str) -> Response:
    """`/app/<doctype>/view/tree`: every node this user may read below the nearest one they may.

    Raises PageDoesNotExistError for a DocType that is no tree, PermissionError as the list does.
    """
    meta = get_meta(doctype)
    require_list(meta)
    if not meta.is_nested_set():
        raise PageDoesNotExistError(_("There is no page at this address."))
    context = {
        "title": _(doctype),
        "crumbs": [(_(meta.module or ""), None)] if meta.module else [],
        "doctype": doctype,
        "roots": roots(meta),
        "parent_field": meta.parent_field,
        "may_create": has_permission(doctype, "create"),
    }
    return render("tree.html", context)


def roots(meta: Meta) -> list[Node]:
    """The readable nodes that have none above them, each with those below it, in tree order."""
    title, parent = meta.get_title_field(), meta.parent_field
    group = ("is_group",) if meta.has_field("is_group") else ()
    fields = list(dict.fromkeys(("name", title, parent, *group)))
    rows = get_list(meta.name, fields, order_by="lft asc")
    nodes = {row.name: _node(row, title) for row in rows}
    found: list[Node] = []
    for row in rows:
        above: Any = nodes.get(row.get(parent))
        (above.children if above else found).append(nodes[row.name])
    return found


def _node(row: Any, title: str) -> Node:
    return Node(cstr(row.name), cstr(row.get(title) or row.name), bool(row.get("is_group", 1)))
