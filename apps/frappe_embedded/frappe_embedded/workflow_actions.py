"""Workflow Action: for each document in a workflow, the open task and the roles that can do it."""

from typing import Any

from .acts import note
from .comparison import stored_before
from .context import current_user, local
from .dates import now
from .documents import get_doc
from .errors import PermissionError
from .messages import clear_last_message
from .meta import exists_doctype, get_meta
from .permissions import has_permission, list_conditions
from .query import Query
from .roles import get_roles
from .workflow import Path, is_met, path_of

DOCTYPE = "Workflow Action"


def follow(doc: Any) -> None:
    """Complete the open task of a document whose state changed, and open the next."""
    path = path_of(doc.doctype)
    if path is None:
        return
    before = stored_before(doc)
    old = before.row.get(path.state_field) if before else None
    new = doc.get(path.state_field)
    if old == new:
        return
    if before is not None:
        _complete(doc, path, old, new)
    roles = {step.allowed for step in path.from_state(new) if is_met(step, doc)}
    if roles:
        _open(doc, new, sorted(roles))


def _complete(doc: Any, path: Path, old: str | None, new: str) -> None:
    held = set(get_roles())
    steps = [s for s in path.from_state(old) if s.next_state == new and s.allowed in held]
    local.db.sql(
        f"UPDATE `tab{DOCTYPE}` SET status = 'Completed', completed_by = %s, "  # noqa: S608 - a constant name
        "completed_by_role = %s, modified = %s, modified_by = %s "
        "WHERE reference_name = %s AND reference_doctype = %s AND status = 'Open'",
        (
            current_user(),
            steps[0].allowed if steps else None,
            now(),
            current_user(),
            str(doc.name),
            doc.doctype,
        ),
    )


def _open(doc: Any, state: str, roles: list[str]) -> None:
    action = get_doc(
        {
            "doctype": DOCTYPE,
            "status": "Open",
            "reference_doctype": doc.doctype,
            "reference_name": str(doc.name),
            "workflow_state": state,
            "permitted_roles": [{"role": role} for role in roles],
        }
    )
    # The task comes about by the act; nobody has the right to write tasks.
    note(action)


def remove(doc: Any) -> None:
    """Forget the tasks of a document that goes."""
    if path_of(doc.doctype) is None:
        return
    filters = {"reference_doctype": doc.doctype, "reference_name": str(doc.name)}
    names = local.db.get_values(DOCTYPE, filters, "name", pluck=True)
    if names:
        local.db.delete(f"{DOCTYPE} Permitted Role", {"parent": ("in", names)})
        local.db.delete(DOCTYPE, {"name": ("in", names)})


def visible_actions(user: str | None = None, doctype: str | None = None) -> str:
    """Lists of tasks show those whose roles the user holds, on records they may see."""
    user = user or current_user()
    if user == "Administrator":
        return ""
    roles = _literals(get_roles(user))
    held = f"SELECT parent FROM `tab{DOCTYPE} Permitted Role` WHERE role IN {roles}"  # noqa: S608 - escaped names
    seen = [sql for name in _followed() if (sql := _seen(name, user))]
    return f"`tab{DOCTYPE}`.name IN ({held}) AND ({' OR '.join(seen) or '1=0'})"


def _followed() -> list[str]:
    rows: list[str] = local.db.sql_list(
        f"SELECT DISTINCT reference_doctype FROM `tab{DOCTYPE}`"  # noqa: S608 - a constant name
    )
    return [name for name in rows if exists_doctype(name)]


def _seen(doctype: str, user: str) -> str:
    """The condition that a task is about one of the records of a DocType that the user may see."""
    try:
        limits = list_conditions(doctype, user)
    except PermissionError:
        clear_last_message()
        return ""
    sql, values = Query(doctype, order_by=None, conditions=limits).build(get_meta, local.db)
    names = sql % tuple(_literals(value) for value in values) if values else sql
    own = f"`tab{DOCTYPE}`.reference_doctype = {_literals(doctype)}"
    return f"({own} AND `tab{DOCTYPE}`.reference_name IN ({names}))"


def _literals(value: Any) -> str:
    if isinstance(value, str):
        return str(local.db.escape(value, percent=False))
    if isinstance(value, list | tuple):
        return f"({', '.join(_literals(item) for item in value)})"
    return str(value)


def may_see_action(doc: Any, ptype: str | None = None, user: str | None = None) -> bool:
    """A task is for those who hold one of its roles and may read what it is about."""
    held = set(get_roles(user))
    return any(row.role in held for row in doc.permitted_roles) and (
        has_permission(doc.reference_doctype, "read", str(doc.reference_name), user=user)
    )
