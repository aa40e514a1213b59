"""Workflow Action: for each document in a workflow, the open task and the roles that can do it."""

from typing import Any

from .comparison import stored_before
from .context import current_user, local
from .dates import now
from .documents import get_doc
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
    action.flags.ignore_links = True
    # The task comes about by the act; nobody has the right to write tasks.
    action.insert(ignore_permissions=True)


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
    """Lists of tasks show those whose roles the user holds."""
    user = user or current_user()
    if user == "Administrator":
        return ""
    roles = ", ".join(local.db.escape(role, percent=False) for role in get_roles(user))
    held = f"SELECT parent FROM `tab{DOCTYPE} Permitted Role` WHERE role IN ({roles})"  # noqa: S608 - escaped names
    return f"`tab{DOCTYPE}`.name IN ({held})"


def may_see_action(doc: Any, ptype: str | None = None, user: str | None = None) -> bool:
    """A task is for those who hold one of its roles."""
    held = set(get_roles(user))
    return any(row.role in held for row in doc.permitted_roles)
