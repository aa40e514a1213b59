"""User Permissions: which records of a kind a user may deal with, and all that link to them."""

from collections.abc import Iterable, Iterator
from typing import Any

from .cache import forget, memory
from .context import current_user, local
from .meta import Field, Meta, get_meta
from .roles import ADMINISTRATOR, GUEST
from .settings import system_setting
from .translate import _
from .values import _dict, cint, is_empty

MEMORY = "user_permissions"

Sql = tuple[str, list[Any]]


def get_user_permissions(user: str | None = None) -> dict[str, list[_dict]]:
    """DocType to the records the user is restricted to: `doc`, `applicable_for`, `is_default`.

    Descendants of a permitted tree node are among them unless its row hides them. A DocType that is
    not a key is not restricted.
    """
    user = user or current_user()
    if user in (ADMINISTRATOR, GUEST):
        return {}
    known = memory(MEMORY)
    if user not in known:
        known[user] = _find(user)
    found: dict[str, list[_dict]] = known[user]
    return found


def _find(user: str) -> dict[str, list[_dict]]:
    rows = local.db.sql(
        "SELECT allow, for_value, applicable_for, apply_to_all_doctypes, is_default, "
        "hide_descendants FROM `tabUser Permission` WHERE user = %s ORDER BY creation, name",
        (user,),
        as_dict=True,
    )
    found: dict[str, list[_dict]] = {}
    for row in rows:
        found.setdefault(row.allow, []).append(_permitted(row, row.for_value, row.is_default))
    for allow, row, descendant in _descendants(rows):
        found[allow].append(_permitted(row, descendant, 0))
    return found


def _permitted(row: _dict, doc: str, is_default: int) -> _dict:
    applicable = None if cint(row.apply_to_all_doctypes) else row.applicable_for
    return _dict(doc=doc, applicable_for=applicable, is_default=is_default)


def _descendants(rows: list[_dict]) -> Iterator[tuple[str, _dict, str]]:
    for allow in dict.fromkeys(row.allow for row in rows):
        nodes = {r.for_value: r for r in rows if r.allow == allow and not r.hide_descendants}
        if not nodes or not get_meta(allow).is_nested_set():
            continue
        pairs = local.db.sql(
            f"SELECT top.name, node.name FROM `tab{allow}` top INNER JOIN `tab{allow}` node "  # noqa: S608 - a DocType's table
            "ON node.lft > top.lft AND node.rgt < top.rgt WHERE top.name IN %s ORDER BY node.lft",
            (tuple(nodes),),
        )
        for top, node in pairs:
            yield allow, nodes[top], node


def permitted(allow: str, doctype: str, user: str) -> frozenset[str] | None:
    """The records of `allow` the user may deal with in a `doctype`; None when not restricted."""
    rows = get_user_permissions(user).get(allow)
    if rows is None:
        return None
    known = memory(MEMORY)
    key = (user, allow, doctype)
    if key not in known:
        docs = [row.doc for row in rows if row.applicable_for in (None, doctype)]
        known[key] = frozenset(docs) if docs else None
    found: frozenset[str] | None = known[key]
    return found


def default_value(allow: str, doctype: str, user: str) -> str | None:
    """What a new `doctype` gets in a Link to `allow`: the default, or the only one permitted."""
    rows = get_user_permissions(user).get(allow) or ()
    docs = [row for row in rows if row.applicable_for in (None, doctype)]
    chosen = [row for row in docs if cint(row.is_default)] or docs
    only = len(docs) == 1 or (chosen and cint(chosen[0].is_default))
    return str(chosen[0].doc) if only else None


def is_strict() -> bool:
    """True when an empty Link counts as a record the user may not deal with."""
    return bool(cint(system_setting("apply_strict_user_permissions")))


def refusal(doc: Any, user: str) -> str | None:
    """Why the user's permissions keep them from a document, None when they do not."""
    if not get_user_permissions(user):
        return None
    meta = get_meta(doc.doctype)
    own = permitted(meta.name, meta.name, user)
    if own is not None and not meta.istable and doc.get("name") not in own:
        return _("{0} {1} is not among those you may see").format(
            _(meta.name), doc.get("name") or ""
        )
    strict = is_strict() and not meta.issingle
    restricted: dict[str, list[Field]] = {}
    for part in (doc, *doc.get_all_children()):
        if part.doctype not in restricted:
            restricted[part.doctype] = restricted_fields(part.meta, user, meta.name)
        for df in restricted[part.doctype]:
            reason = _link_refusal(part, df, meta.name, user, strict)
            if reason:
                return reason
    return None


def _link_refusal(part: Any, df: Field, doctype: str, user: str, strict: bool) -> str | None:
    value = part.get(df.fieldname)
    if is_empty(value) and not strict:
        return None
    if value in (permitted(df.options, doctype, user) or ()):
        return None
    message = _("You may not deal with {0}: {1}")
    return message.format(_(df.label or df.fieldname), "" if value is None else value)


def restricted_fields(meta: Meta, user: str, doctype: str) -> list[Field]:
    """The Link fields of `meta` whose values the user's permissions limit within a `doctype`."""
    return [
        df
        for df in meta.link_fields
        if not df.ignore_user_permissions and permitted(df.options, doctype, user) is not None
    ]


def list_conditions(meta: Meta, user: str) -> list[Sql]:
    """What a list of the DocType is limited to, as SQL to AND that an index can serve."""
    if not get_user_permissions(user):
        return []
    table, found = f"`tab{meta.name}`", []
    own = permitted(meta.name, meta.name, user)
    if own is not None:
        found.append((f"{table}.`name` IN %s", [_ordered(own)]))
    strict = is_strict()
    for df in restricted_fields(meta, user, meta.name):
        column = f"{table}.`{df.fieldname}`"
        docs = _ordered(permitted(df.options, meta.name, user) or ())
        if strict:
            found.append((f"{column} IN %s", [docs]))
        else:
            found.append((f"({column} IN %s OR {column} IS NULL)", [("", *docs)]))
    return found


def _ordered(docs: Iterable[str]) -> tuple[str, ...]:
    # A stable order keeps the text of the statement, and so its plan, the same.
    return tuple(sorted(docs))


def forget_user_permissions() -> None:
    """Read User Permissions, and the trees they reach down, again."""
    forget(MEMORY)
