"""The roles a user holds, remembered per process until a user or a role is saved."""

from .cache import forget, memory
from .context import current_user, local

ADMINISTRATOR = "Administrator"
GUEST = "Guest"
EVERYBODY = ("All", "Guest")
AUTOMATIC = ("Administrator", "Guest", "All", "Desk User")

MEMORY = "roles"
RIGHTS = "role_permissions"


def get_roles(username: str | None = None) -> list[str]:
    """The roles of a user (this one when not named), the automatic ones included."""
    user = username or current_user()
    known = memory(MEMORY)
    if user not in known:
        known[user] = _find_roles(user)
    return list(known[user])


def _find_roles(user: str) -> tuple[str, ...]:
    if user == GUEST:
        return (GUEST,)
    if user == ADMINISTRATOR:
        return tuple(local.db.sql("SELECT name FROM tabRole ORDER BY name", pluck=True))
    rows = local.db.sql(
        "SELECT h.role, u.user_type FROM tabUser u LEFT JOIN `tabHas Role` h "
        "ON h.parent = u.name AND h.parenttype = 'User' WHERE u.name = %s ORDER BY h.idx",
        (user,),
    )
    held = [role for role, _kind in rows if role]
    desk = ["Desk User"] if any(kind == "System User" for _role, kind in rows) else []
    return tuple(dict.fromkeys([*held, *EVERYBODY, *desk]))


def forget_roles() -> None:
    """Read roles, and what follows from them, again."""
    forget(MEMORY, RIGHTS)
