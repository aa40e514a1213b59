"""Which page a user starts from."""

from typing import Any

from .context import local
from .hooks import get_attr, get_hooks
from .roles import get_roles

GUEST = "Guest"


def get_home_page() -> str:
    """The path of this user's first page without slashes.

    In order: the home page of a role, the apps' hooks, Website Settings, the log-in page.
    """
    user = local.session.user or GUEST
    page = (
        (user != GUEST and _of_roles(user))
        or _of_hooks(user)
        or local.db.get_single_value("Website Settings", "home_page")
        or ("login" if user == GUEST else "me")
    )
    return str(page).strip("/")


def _of_roles(user: str) -> str | None:
    rows = local.db.sql(
        "select r.home_page from `tabHas Role` h inner join `tabRole` r on r.name = h.role "
        "where h.parent = %s and h.parenttype = 'User' and r.home_page != '' "
        "order by h.idx limit 1",
        (user,),
    )
    return rows[0][0] if rows else None


def _of_hooks(user: str) -> Any:
    for path in reversed(get_hooks("get_website_user_home_page")):
        if page := get_attr(path)(user):
            return page
    by_role = get_hooks("role_home_page", {})
    if user != GUEST and by_role:
        held = get_roles(user)
        for role, pages in by_role.items():
            if role in held:
                return pages[-1]
    if user != GUEST and (pages := get_hooks("website_user_home_page")):
        return pages[-1]
    return next(iter(reversed(get_hooks("home_page"))), None)
