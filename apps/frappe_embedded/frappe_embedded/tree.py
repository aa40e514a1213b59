"""Trees: records with a parent record, kept as nested sets so that branches are ranges of `lft`."""

from collections.abc import Iterator
from typing import Any

from .cache import forget_document
from .comparison import stored_before
from .context import local
from .document import Document
from .documents import get_doc
from .errors import (
    NestedSetChildExistsError,
    NestedSetRecursionError,
    ValidationError,
)
from .messages import throw
from .meta import get_meta
from .translate import _
from .user_permissions import forget_user_permissions
from .values import cint


class NestedSet(Document):
    """A record of a tree. Needs the fields lft, rgt, is_group, old_parent and the parent link."""

    # Roots can be deleted only where an app's class says so.
    allow_root_deletion = False

    def db_insert(self, ignore_if_duplicate: bool = False) -> None:
        """Write the row; its place in the tree is found afterwards."""
        self.update({"lft": 0, "rgt": 0, "old_parent": None})
        super().db_insert(ignore_if_duplicate)

    def db_update(self) -> None:
        """Write what changed, but not the place this object remembers: others may have moved it."""
        before = stored_before(self)
        if before is not None:
            self.update({key: before.row.get(key) for key in ("lft", "rgt", "old_parent")})
        super().db_update()

    def on_update(self) -> None:
        """Put the node where its parent says."""
        self.update_nsm_model()
        self.validate_ledger()

    def update_nsm_model(self) -> None:
        """Place a new node, move one whose parent changed."""
        place(self)

    def validate_ledger(self, group_identifier: str = "is_group") -> None:
        """Raise ValidationError for a node with children that is no group any more."""
        stopped = not cint(self.get(group_identifier)) and self.has_value_changed(group_identifier)
        if (
            self.meta.has_field(group_identifier)
            and stopped
            and not self.is_new()
            and _children(self)
        ):
            throw(
                _("{0} has nodes below it and must stay a group").format(self.name), ValidationError
            )

    def on_trash(self, allow_root_deletion: bool | None = None) -> None:
        """Close the gap the node leaves. Raises NestedSetChildExistsError when it has children."""
        allowed = self.allow_root_deletion if allow_root_deletion is None else allow_root_deletion
        if not allowed and not self.get(self.nsm_parent_field):
            throw(_("The root {0} cannot be deleted").format(self.name), ValidationError)
        self.validate_if_child_exists()
        lft, rgt, _parent = _stored_place(self.doctype, self.name)
        if lft:
            _shift(self.doctype, rgt + 1, lft - rgt - 1)
            forget_user_permissions()

    def validate_if_child_exists(self) -> None:
        """Raise NestedSetChildExistsError when the node has children."""
        if _children(self):
            message = _("{0} cannot be deleted: it has nodes below it")
            throw(message.format(self.name), NestedSetChildExistsError)

    def after_rename(self, old: str, new: str, merge: bool = False) -> None:
        """Follow the new name; a node merged into another leaves its children there."""
        local.db.sql(
            f"UPDATE `tab{self.doctype}` SET old_parent = `{self.nsm_parent_field}`"  # noqa: S608 - names from a description
        )
        if merge:
            rebuild_tree(self.doctype)
        forget_user_permissions()

    @property
    def nsm_parent_field(self) -> str:
        """The link to the node above."""
        return self.meta.parent_field

    def get_ancestors(self) -> list[str]:
        """The names of the nodes above, nearest first."""
        return get_ancestors_of(self.doctype, self.name)

    def get_parent(self) -> Any:
        """The document above, None for a root."""
        parent = self.get(self.nsm_parent_field)
        return get_doc(self.doctype, parent) if parent else None

    def get_children(self) -> Iterator[Any]:
        """The documents right below."""
        for name in _children(self):
            yield get_doc(self.doctype, name)


def _children(doc: Any) -> list[str]:
    found: list[str] = local.db.sql(
        f"SELECT name FROM `tab{doc.doctype}` WHERE `{doc.nsm_parent_field}` = %s ORDER BY lft",  # noqa: S608 - names from a description
        (doc.name,),
        pluck=True,
    )
    return found


# Placing


def place(doc: Any) -> None:
    """Give a node its range: a new one last under its parent, a moved one with all below it."""
    parent = doc.get(doc.nsm_parent_field) or ""
    lft, rgt, old_parent = _stored_place(doc.doctype, doc.name)
    if lft and old_parent == parent:
        return
    if lft:
        _require_outside(doc, parent, lft, rgt)
        _move(doc.doctype, parent, lft, rgt)
    else:
        _open_gap(doc, parent)
    local.db.sql(
        f"UPDATE `tab{doc.doctype}` SET old_parent = %s WHERE name = %s",  # noqa: S608 - a DocType's table
        (parent, doc.name),
    )
    doc.lft, doc.rgt, doc.old_parent = _stored_place(doc.doctype, doc.name)
    forget_document(doc.doctype)
    forget_user_permissions()


def _stored_place(doctype: str, name: str) -> tuple[int, int, str]:
    rows = local.db.sql(
        f"SELECT lft, rgt, old_parent FROM `tab{doctype}` WHERE name = %s FOR UPDATE",  # noqa: S608 - a DocType's table
        (name,),
    )
    lft, rgt, old_parent = rows[0] if rows else (0, 0, None)
    return cint(lft), cint(rgt), old_parent or ""


def _end_of(doctype: str, parent: str) -> int:
    """The place where the next node under `parent` begins; that of a root when it has no place."""
    end = _stored_place(doctype, parent)[1] if parent else 0
    if end:
        return end
    rows = local.db.sql(f"SELECT MAX(rgt) FROM `tab{doctype}`")  # noqa: S608 - a DocType's table
    return cint(rows[0][0]) + 1


def _open_gap(doc: Any, parent: str) -> None:
    start = _end_of(doc.doctype, parent)
    _shift(doc.doctype, start, 2)
    local.db.sql(
        f"UPDATE `tab{doc.doctype}` SET lft = %s, rgt = %s WHERE name = %s",  # noqa: S608 - a DocType's table
        (start, start + 1, doc.name),
    )


def _shift(doctype: str, start: int, by: int) -> None:
    """Move every boundary from `start` on, those of nodes with negative ranges left alone."""
    local.db.sql(
        f"UPDATE `tab{doctype}` SET lft = CASE WHEN lft >= %s THEN lft + %s ELSE lft END, "  # noqa: S608 - a DocType's table
        "rgt = CASE WHEN rgt >= %s THEN rgt + %s ELSE rgt END WHERE rgt >= %s",
        (start, by, start, by, start),
    )


def _require_outside(doc: Any, parent: str, lft: int, rgt: int) -> None:
    if parent and lft <= _stored_place(doc.doctype, parent)[0] <= rgt:
        message = _("{0} cannot be placed under itself or a node below it")
        throw(message.format(doc.name), NestedSetRecursionError)


def _move(doctype: str, parent: str, lft: int, rgt: int) -> None:
    """Take a branch out as negative ranges, close the gap, open one elsewhere, put it there."""
    width = rgt - lft + 1
    local.db.sql(
        f"UPDATE `tab{doctype}` SET lft = -lft, rgt = -rgt WHERE lft >= %s AND rgt <= %s",  # noqa: S608 - a DocType's table
        (lft, rgt),
    )
    _shift(doctype, rgt + 1, -width)
    start = _end_of(doctype, parent)
    _shift(doctype, start, width)
    local.db.sql(
        f"UPDATE `tab{doctype}` SET lft = -lft + %s, rgt = -rgt + %s WHERE lft < 0",  # noqa: S608 - a DocType's table
        (start - lft, start - lft),
    )


def rebuild_tree(doctype: str, parent_field: str | None = None) -> None:
    """Number a whole tree anew from its parent links; nodes keep the order they have."""
    link = get_meta(doctype).parent_field
    rows = local.db.sql(
        f"SELECT name, IFNULL(`{link}`, '') FROM `tab{doctype}` ORDER BY lft, creation, name"  # noqa: S608 - names from a description
    )
    below: dict[str, list[str]] = {}
    for name, parent in rows:
        below.setdefault(parent, []).append(name)
    numbered = [(lft, rgt, parent, name) for name, parent, lft, rgt in _numbered(below)]
    local.db.sql_many(
        f"UPDATE `tab{doctype}` SET lft = %s, rgt = %s, old_parent = %s WHERE name = %s",  # noqa: S608 - a DocType's table
        numbered,
    )
    forget_document(doctype)
    forget_user_permissions()


def _numbered(below: dict[str, list[str]]) -> Iterator[tuple[str, str, int, int]]:
    """`(name, parent, lft, rgt)` of every node, without recursion: trees may be deep."""
    place, opened = 0, {}
    waiting: list[tuple[str, str, bool]] = [
        (name, "", True) for name in reversed(below.get("", []))
    ]
    while waiting:
        name, parent, opening = waiting.pop()
        place += 1
        if opening:
            opened[name] = place
            waiting.append((name, parent, False))
            waiting += [(child, name, True) for child in reversed(below.get(name, []))]
        else:
            yield name, parent, opened[name], place


# Asking


def get_descendants_of(
    doctype: str,
    name: str,
    order_by: str = "lft desc",
    limit: int | None = None,
    ignore_permissions: bool = False,
) -> list[str]:
    """The names of the nodes below, the last first unless ordered otherwise."""
    lft, rgt = _range(doctype, name)
    filters = {"lft": (">", lft), "rgt": ("<", rgt)}
    found: list[str] = local.db.get_values(
        doctype, filters, "name", order_by=order_by, limit=limit, pluck=True
    )
    return found if lft else []


def get_ancestors_of(
    doctype: str, name: str, order_by: str = "lft desc", limit: int | None = None
) -> list[str]:
    """The names of the nodes above, nearest first."""
    lft, rgt = _range(doctype, name)
    filters = {"lft": ("<", lft), "rgt": (">", rgt)}
    found: list[str] = local.db.get_values(
        doctype, filters, "name", order_by=order_by, limit=limit, pluck=True
    )
    return found


def _range(doctype: str, name: str) -> tuple[int, int]:
    row = local.db.get_value(doctype, name, ["lft", "rgt"])
    return (cint(row[0]), cint(row[1])) if row else (0, 0)


def get_root_of(doctype: str) -> str | None:
    """The root that contains most, None for an empty tree."""
    roots = get_root_nodes(doctype)
    return roots[0] if roots else None


def get_root_nodes(doctype: str) -> list[str]:
    """The roots, the largest branch first."""
    link = get_meta(doctype).parent_field
    found: list[str] = local.db.sql(
        f"SELECT name FROM `tab{doctype}` WHERE IFNULL(`{link}`, '') = '' "  # noqa: S608 - names from a description
        "ORDER BY rgt - lft DESC, lft",
        pluck=True,
    )
    return found
