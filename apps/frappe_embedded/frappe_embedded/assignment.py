"""Assignments: a record given to somebody as a ToDo."""

import json
from typing import Any

from . import sharing
from .context import current_user, local
from .dates import nowdate
from .documents import get_doc
from .messages import msgprint
from .text import sanitize_html
from .translate import _
from .users import get_fullname
from .values import _dict, parse_json
from .whitelist import whitelist

OPEN = "Open"


def get(args: Any) -> list[_dict]:
    """Who a record (`doctype`, `name`) is assigned to: `owner` and the ToDo's `name`."""
    filters = {"reference_type": args["doctype"], "reference_name": args["name"], "status": OPEN}
    fields = ["allocated_to as owner", "name"]
    rows: list[_dict] = local.db.get_all(
        "ToDo", filters=filters, fields=fields, order_by="creation asc, name asc"
    )
    return rows


@whitelist(methods=["POST"])
def add(args: Any = None, *, ignore_permissions: bool = False) -> list[_dict]:
    """Assign a record to the users in `assign_to`; answers who has it now.

    `args` also takes description, priority, date. Somebody who has it already is left alone, and
    who may not read the record is given a share of it. Raises PermissionError when the one who
    assigns may not share it.
    """
    args = _dict(parse_json(args or local.form_dict))
    doc = get_doc(args.doctype, args.name)
    if not ignore_permissions:
        doc.check_permission("read")
    for user in _users(args.assign_to):
        if _open_todos(args.doctype, args.name, user):
            msgprint(_("Already in the tasks of {0}").format(get_fullname(user)), alert=True)
        else:
            _assign(doc, user, args)
    return get(args)


def _users(given: Any) -> list[str]:
    found = parse_json(given) if isinstance(given, str) and given.startswith("[") else given
    return [found] if isinstance(found, str) else list(found or ())


def _assign(doc: Any, user: str, args: _dict) -> None:
    text = sanitize_html(args.description or "") or _("Assignment of {0} {1}").format(
        _(doc.doctype), doc.name
    )
    todo = get_doc(
        {
            "doctype": "ToDo",
            "allocated_to": user,
            "reference_type": doc.doctype,
            "reference_name": str(doc.name),
            "description": text,
            "priority": args.priority or "Medium",
            "status": OPEN,
            "date": args.date or nowdate(),
            "assigned_by": args.assigned_by or current_user(),
        }
    )
    # Who may read the record may hand it on; the rules of ToDo are for its own forms.
    todo.insert(ignore_permissions=True)
    if not doc.has_permission("read", user=user):
        sharing.add(doc.doctype, doc.name, user)
    _notify(doc, user, _("{0} assigned {1} {2} to you"), text)


def _notify(doc: Any, user: str, message: str, text: str) -> None:
    if user == current_user():
        return
    names = (get_fullname(), _(doc.doctype), doc.get_title())
    notify([user], doc, message.format(*names), text, "Assignment")


def notify(users: list[str], doc: Any, subject: str, text: str, kind: str) -> None:
    """Write a Notification Log about a record for each enabled user."""
    enabled = {"name": ("in", users), "enabled": 1}
    for user in local.db.get_values("User", enabled, "name", pluck=True):
        log = {"doctype": "Notification Log", "for_user": user, "from_user": current_user()}
        log |= {"subject": subject, "email_content": text, "type": kind}
        log |= {"document_type": doc.doctype, "document_name": str(doc.name)}
        # Notifications come about by acts of others.
        get_doc(log).insert(ignore_permissions=True)


def enqueue_create_notification(users: Any, doc: Any) -> None:
    """Write Notification Logs for users, at once. `doc` is a dict of the log's fields.

    Nobody is told of their own act unless its type is Alert.
    """
    values = _dict(doc)
    known = {"name": ("in", _users(users)), "enabled": 1}
    for user in local.db.get_values("User", known, "name", pluck=True):
        if user != values.from_user or values.type == "Alert":
            # As above.
            get_doc({**values, "doctype": "Notification Log", "for_user": user}).insert(
                ignore_permissions=True
            )


@whitelist(methods=["POST"])
def remove(
    doctype: str, name: str, assign_to: str, ignore_permissions: bool = False
) -> list[_dict]:
    """Take an assignment back."""
    return _finish(doctype, name, assign_to, "Cancelled", ignore_permissions)


@whitelist(methods=["POST"])
def close(doctype: str, name: str, assign_to: str, ignore_permissions: bool = False) -> list[_dict]:
    """Note that an assignment is done."""
    return _finish(doctype, name, assign_to, "Closed", ignore_permissions)


def clear(doctype: str, name: str, ignore_permissions: bool = False) -> bool:
    """Take every assignment of a record back; False when there is none."""
    users = [row.owner for row in get({"doctype": doctype, "name": name})]
    for user in users:
        _finish(doctype, name, user, "Cancelled", ignore_permissions)
    return bool(users)


def _finish(
    doctype: str, name: str, user: str, status: str, ignore_permissions: bool
) -> list[_dict]:
    if not ignore_permissions:
        get_doc(doctype, name).check_permission("read")
    for todo in _open_todos(doctype, name, user):
        task = get_doc("ToDo", todo)
        task.status = status
        # As in `_assign`.
        task.save(ignore_permissions=True)
    return get({"doctype": doctype, "name": name})


def _open_todos(doctype: str, name: Any, user: str) -> list[str]:
    filters = {"reference_type": doctype, "reference_name": str(name), "status": OPEN}
    found: list[str] = local.db.get_values(
        "ToDo", {**filters, "allocated_to": user}, "name", pluck=True
    )
    return found


# Called by ToDo


def mirror(todo: Any) -> None:
    """Keep the users a record is assigned to in its own row, so that lists can show them."""
    if not todo.reference_type or not todo.reference_name:
        return
    table = f"tab{todo.reference_type}"
    filters = {"reference_type": todo.reference_type, "reference_name": todo.reference_name}
    filters |= {"status": ("not in", ("Cancelled", "Closed")), "allocated_to": ("is", "set")}
    users = local.db.get_values(
        "ToDo", filters, "allocated_to", order_by="creation asc, name asc", pluck=True
    )
    if local.db.has_column(todo.reference_type, "_assign"):
        local.db.sql(
            f"UPDATE `{table}` SET _assign = %s WHERE name = %s",  # noqa: S608 - a DocType's table
            (json.dumps(users), todo.reference_name),
        )


def visible(user: str | None = None, doctype: str | None = None) -> str:
    """Lists of tasks show those a user has or gave."""
    user = user or current_user()
    if user == "Administrator":
        return ""
    me = local.db.escape(user, percent=False)
    return f"`tabToDo`.allocated_to = {me} OR `tabToDo`.assigned_by = {me}"


def may_see(doc: Any, ptype: str | None = None, user: str | None = None) -> bool:
    """A task is for who has it and who gave it."""
    if ptype == "create":
        return True
    return (user or current_user()) in (doc.allocated_to, doc.assigned_by, doc.owner)


def my_notifications(user: str | None = None, doctype: str | None = None) -> str:
    """Lists of notifications show one's own."""
    user = user or current_user()
    if user == "Administrator":
        return ""
    return f"`tabNotification Log`.for_user = {local.db.escape(user, percent=False)}"


def may_see_notification(doc: Any, ptype: str | None = None, user: str | None = None) -> bool:
    """A notification is for one person."""
    return bool(doc.for_user == (user or current_user()))
