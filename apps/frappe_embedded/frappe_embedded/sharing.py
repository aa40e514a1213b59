"""DocShare: single records opened to single users, or to everybody, beside what roles allow."""

from typing import Any

from .cache import forget, memory
from .context import current_user, local
from .documents import get_doc
from .errors import PermissionError
from .messages import throw
from .roles import ADMINISTRATOR, GUEST
from .translate import _
from .values import _dict, cint

MEMORY = "shares"
RIGHTS = ("read", "write", "submit", "share")

Share = tuple[str, frozenset[str]]


def shared_names(doctype: str, user: str, right: str = "read") -> list[str]:
    """The records of a DocType somebody shared with the user, or with everybody."""
    if user == ADMINISTRATOR:
        return []
    return [name for name, rights in _shares(user).get(doctype, ()) if right in rights]


def is_shared(doctype: str, name: Any, user: str, right: str) -> bool:
    """True when a record (any record of the DocType without `name`) is shared with that right."""
    names = shared_names(doctype, user, right)
    return bool(names) if name is None else str(name) in names


def _shares(user: str) -> dict[str, list[Share]]:
    known = memory(MEMORY)
    if user not in known:
        found: dict[str, list[Share]] = {}
        for row in _rows(user):
            rights = frozenset(right for right in RIGHTS if row[right])
            found.setdefault(row.share_doctype, []).append((row.share_name, rights))
        known[user] = found
    shares: dict[str, list[Share]] = known[user]
    return shares


def _rows(user: str) -> list[_dict]:
    columns = "share_doctype, share_name, `read`, `write`, submit, share"
    everyone = "" if user == GUEST else " OR everyone = 1"
    rows: list[_dict] = local.db.sql(
        f"SELECT {columns} FROM tabDocShare WHERE user = %s{everyone} ORDER BY creation, name",  # noqa: S608 - two constant texts
        (user,),
        as_dict=True,
    )
    return rows


def add(
    doctype: str,
    name: Any,
    user: str | None = None,
    read: int = 1,
    write: int = 0,
    submit: int = 0,
    share: int = 0,
    everyone: int = 0,
    flags: dict[str, Any] | None = None,
    notify: int = 0,
) -> Any:
    """Share a record with a user (with everybody if `everyone`); needs the right to share it.

    `notify` has no effect: the engine sends no mail about shares.
    """
    ignore = bool((flags or {}).get("ignore_share_permission"))
    if not ignore:
        require_share_right(doctype, name)
    wanted: dict[str, Any] = {"share_doctype": doctype, "share_name": str(name)}
    wanted |= {"everyone": 1} if cint(everyone) else {"user": user or current_user()}
    found = local.db.exists("DocShare", wanted)
    doc = get_doc("DocShare", found) if found else get_doc({"doctype": "DocShare", **wanted})
    doc.update({"read": 1, "write": cint(write), "submit": cint(submit), "share": cint(share)})
    doc.flags.update(flags or {})
    # Who may share a record need not be allowed to write DocShare itself.
    return doc.save(ignore_permissions=True)


def remove(doctype: str, name: Any, user: str, flags: dict[str, Any] | None = None) -> None:
    """Stop sharing a record with a user."""
    if not (flags or {}).get("ignore_share_permission"):
        require_share_right(doctype, name)
    wanted = {"share_doctype": doctype, "share_name": str(name), "user": user}
    for found in local.db.get_values("DocShare", wanted, "name", pluck=True):
        # As in `add`: the right is that of the shared record.
        get_doc("DocShare", found).delete(ignore_permissions=True)


def require_share_right(doctype: str, name: Any) -> None:
    """Raise PermissionError unless this user may share the record."""
    if not get_doc(doctype, name).has_permission("share"):
        message = _("You may not share {0} {1}.").format(_(doctype), name)
        throw(message, PermissionError)


def forget_shares() -> None:
    """Read the shares again."""
    forget(MEMORY)
