"""Who may do what: role rules, User Permissions, the apps' hooks, shares.

A role must allow it, User Permissions and hooks may take it away, a share gives it regardless.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from . import sharing, user_permissions
from .cache import memory
from .context import current_user, local
from .documents import get_cached_doc, get_doc
from .errors import PermissionError
from .events import hook_functions
from .messages import msgprint, throw
from .meta import Meta, get_meta
from .roles import ADMINISTRATOR, RIGHTS, get_roles
from .translate import _
from .values import cint

rights = (
    "select", "read", "write", "create", "delete", "submit", "cancel", "amend",
    "print", "email", "report", "import", "export", "share",
)  # fmt: skip
_NEEDS_SUBMITTABLE = frozenset(("submit", "cancel", "amend"))
_SHAREABLE = {"read": "read", "write": "write", "submit": "submit", "share": "share"}
_SHAREABLE |= {"print": "read", "email": "read"}
# What a parent's right must be to do something to a row of its own.
_RIGHT_ON_PARENT = {"create": "write", "delete": "write"}
_CHANGING = frozenset(("write", "create", "delete", "submit", "cancel", "amend"))

Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class Rights:
    """What the roles of a user allow on a DocType: always, or on the records they own."""

    always: frozenset[str]
    if_owner: frozenset[str]
    read_levels: frozenset[int]
    write_levels: frozenset[int]

    def allow(self, right: str, doc: Any = None, user: str | None = None) -> bool:
        """True when a role gives the right, on this document if there is one."""
        if right in self.always:
            return True
        return right in self.if_owner and (doc is None or right == "create" or _owns(user, doc))


def _owns(user: str | None, doc: Any) -> bool:
    return (doc.get("owner") or "").lower() == (user or "").lower()


def rights_of(meta: Meta, user: str) -> Rights:
    """What the roles of a user allow on a DocType, remembered until a role or it changes."""
    known = memory(RIGHTS)
    key = (meta.name, user)
    if key not in known:
        known[key] = _work_out_rights(meta, user)
    found: Rights = known[key]
    return found


def _work_out_rights(meta: Meta, user: str) -> Rights:
    held = set(get_roles(user))
    rules = [rule for rule in meta.permissions if rule.role in held]
    if user == ADMINISTRATOR:
        every = frozenset(range(10))
        return Rights(frozenset(rights), frozenset(), every, every)
    basic = [rule for rule in rules if not cint(rule.permlevel)]
    always = {right for rule in basic for right in rights if rule.get(right) and not rule.if_owner}
    owner = {right for rule in basic for right in rights if rule.get(right) and rule.if_owner}
    unfit = frozenset() if cint(meta.is_submittable) else _NEEDS_SUBMITTABLE
    return Rights(
        frozenset(always - unfit),
        frozenset(owner - always - unfit),
        frozenset(cint(rule.permlevel) for rule in rules if rule.read),
        frozenset(cint(rule.permlevel) for rule in rules if rule.write),
    )


def has_permission(
    doctype: str,
    ptype: str = "read",
    doc: Any = None,
    user: str | None = None,
    throw: bool = False,
    *,
    parent_doctype: str | None = None,
    raise_exception: bool = False,
    verbose: bool = False,
    print_logs: bool = True,
    debug: bool = False,
) -> bool:
    """True when the user may do `ptype` to the document (or its name), or to some of the DocType.

    With `throw` raises PermissionError, whose reason is in the messages.
    """
    user = user or current_user()
    if user == ADMINISTRATOR:
        return True
    if isinstance(doc, str | int):
        doc = get_cached_doc(doctype, doc)
    reason = refusal(get_meta(doctype), ptype, doc, user, parent_doctype)
    if reason is not None and (throw or raise_exception):
        refuse(reason)
    return reason is None


def refusal(
    meta: Meta, ptype: str, doc: Any, user: str, parent_doctype: str | None = None
) -> str | None:
    """Why the user may not do `ptype`, None when they may."""
    if user == ADMINISTRATOR:
        return None
    if cint(meta.istable):
        return _row_refusal(meta, ptype, doc, user, parent_doctype)
    reason = _rule_refusal(meta, ptype, doc, user)
    right = _SHAREABLE.get(ptype)
    if reason and right and sharing.is_shared(meta.name, doc and doc.get("name"), user, right):
        return None
    return reason


def _row_refusal(
    meta: Meta, ptype: str, doc: Any, user: str, parent_doctype: str | None
) -> str | None:
    parenttype = (doc and doc.get("parenttype")) or parent_doctype
    if not parenttype:
        return _("Rows of {0} are read through their parent").format(_(meta.name))
    parent_meta = get_meta(parenttype)
    if meta.name not in parent_meta.child_doctypes.values():
        return _("{0} has no table of {1}").format(_(parenttype), _(meta.name))
    if not _is_table_open(meta, parent_meta, ptype, doc, user):
        return _("No role of yours allows {0} on {1}").format(_(ptype), _(meta.name))
    parent = doc and doc.get("parent") and (doc.__dict__.get("parent_doc") or _parent_of(doc))
    return refusal(parent_meta, _RIGHT_ON_PARENT.get(ptype, ptype), parent or None, user)


def _is_table_open(meta: Meta, parent: Meta, ptype: str, row: Any, user: str) -> bool:
    """False where every table the row may stand in is above the user's levels."""
    held = rights_of(parent, user)
    levels = (held.write_levels if ptype in _CHANGING else held.read_levels) | {0}
    tables = [name for name, child in parent.child_doctypes.items() if child == meta.name]
    named = row and row.get("parentfield")
    wanted = [named] if named in tables else tables
    return any(cint(df.permlevel) in levels for df in parent.fields if df.fieldname in wanted)


def _parent_of(row: Any) -> Any:
    return get_doc(row.parenttype, row.parent)


def _rule_refusal(meta: Meta, ptype: str, doc: Any, user: str) -> str | None:
    if not rights_of(meta, user).allow(ptype, doc, user):
        return _("No role of yours allows {0} on {1}").format(_(ptype), _(meta.name))
    if doc is None:
        return None
    reason = user_permissions.refusal(doc, user)
    if reason is None and _hooks_deny(doc, ptype, user):
        reason = _("The rules of {0} do not allow {1} here").format(_(meta.name), _(ptype))
    return reason


def _hooks_deny(doc: Any, ptype: str, user: str) -> bool:
    for function in reversed(hook_functions("has_permission", doc.doctype)):
        answer = function(doc=doc, ptype=ptype, user=user, debug=False)
        if answer is not None:
            return not answer
    return False


def refuse(reason: str) -> NoReturn:
    """Tell the reason and raise PermissionError, whose own text is empty as in Frappe."""
    local.flags.error_message = reason
    msgprint(reason, title=_("Not Permitted"), indicator="red")
    raise PermissionError


def only_for(roles: str | list[str] | tuple[str, ...], message: bool = False) -> None:
    """Raise PermissionError unless the user holds one of the roles; in tests everybody does."""
    if local.flags.in_test or current_user() == ADMINISTRATOR:
        return
    wanted = {roles} if isinstance(roles, str) else set(roles)
    if wanted.isdisjoint(get_roles()):
        named = ", ".join(_(role) for role in sorted(wanted))
        if message:
            throw(_("This is for {0} only.").format(named), PermissionError)
        raise PermissionError


# Fields


def readable_levels(meta: Meta, user: str) -> frozenset[int]:
    """The permission levels whose fields the user may read."""
    return rights_of(meta, user).read_levels


def hidden_fields(meta: Meta, user: str) -> frozenset[str]:
    """The fields above the levels the user may read."""
    if user == ADMINISTRATOR:
        return frozenset()
    levels = readable_levels(meta, user)
    raised = meta.raised_fields
    return frozenset(df.fieldname for df in raised if cint(df.permlevel) not in levels)


# Lists


def list_conditions(doctype: str, user: str) -> list[str | Sql]:
    """What a list of the DocType is limited to for the user, as SQL to AND.

    Raises PermissionError when neither a role nor a share lets them see any.
    """
    meta = get_meta(doctype)
    limits = [*_query_conditions(doctype, user)]
    if user == ADMINISTRATOR:
        return limits
    held = rights_of(meta, user)
    shared = sharing.shared_names(doctype, user)
    share = (f"`tab{doctype}`.`name` IN %s", [tuple(shared)])
    if not any(held.allow(right) for right in ("read", "select")):
        if not shared:
            refuse(_("No role of yours allows {0} on {1}").format(_("read"), _(doctype)))
        return [share]
    if held.always.isdisjoint(("read", "select")):
        limits.append((f"`tab{doctype}`.`owner` = %s", [user]))
    limits += user_permissions.list_conditions(meta, user)
    return [_either(limits, share)] if limits and shared else limits


def _query_conditions(doctype: str, user: str) -> list[str | Sql]:
    asked = hook_functions("permission_query_conditions", doctype)
    return [sql for function in asked if (sql := function(user=user, doctype=doctype))]


def _either(limits: Iterable[str | Sql], share: Sql) -> Sql:
    """All of `limits`, or the record is shared."""
    parts = [(one.replace("%", "%%"), []) if isinstance(one, str) else one for one in limits]
    together = " AND ".join(f"({sql})" for sql, _values in parts)
    values = [value for _sql, held in parts for value in held]
    return f"({together}) OR {share[0]}", [*values, *share[1]]
