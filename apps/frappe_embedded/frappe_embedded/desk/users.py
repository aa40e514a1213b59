"""Who may come in: a user's roles, password, keys for programs, open sessions."""

from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Response

from ..context import current_user, local
from ..core.doctype.user.user import generate_keys
from ..documents import get_doc
from ..errors import PageDoesNotExistError, ValidationError
from ..formats import format_datetime
from ..messages import throw
from ..passwords import update_password
from ..roles import ADMINISTRATOR, AUTOMATIC, GUEST
from ..sessions import clear_sessions
from ..translate import _
from ..values import _dict, cstr
from .addresses import address
from .shell import reason_of, redirect, render, tell

SHORTEST_PASSWORD = 10


def show(name: str) -> Response:
    """`/app/user/<name>/access`. Raises PermissionError for who may not write the user."""
    return _page(_user(name))


def act(name: str) -> Response:
    """`POST` there: do what `act` says (`ACTS`), or show the page with what refused it.

    Raises PermissionError as `show` does.
    """
    user = _user(name)
    do = ACTS.get(local.request.form.get("act", ""))
    if do is None:
        raise PageDoesNotExistError(_("There is no page at this address."))
    try:
        answer = do(user)
    except ValidationError as refusal:
        local.db.rollback()
        return _page(_user(name), problem=reason_of(refusal), status=417)
    return answer or redirect(address("User", name, "access"))


def _user(name: str) -> Any:
    user = get_doc("User", name)
    if user.name == GUEST:
        raise PageDoesNotExistError(_("There is no page at this address."))
    user.check_permission("write")
    user.require_own_account()
    return user


def _page(user: Any, status: int = 200, **more: Any) -> Response:
    called = _(user.full_name or user.name)
    context = {
        "title": _("Access of {0}").format(called),
        "crumbs": [
            (_("User"), address("User")),
            (called, address("User", user.name)),
        ],
        "user": user,
        "roles": _roles(user),
        "all_roles": user.name == ADMINISTRATOR,
        "is_oneself": user.name == current_user(),
        "sessions": _sessions(user),
        "shortest": SHORTEST_PASSWORD,
        "problem": "",
        "keys": None,
        **more,
    }
    return render("user_access.html", context, status)


def _roles(user: Any) -> list[_dict]:
    """The roles that can be given, those the user holds among them, by what they are called."""
    held = {row.role for row in user.roles}
    rows = local.db.sql(
        "SELECT name, disabled FROM tabRole WHERE name NOT IN %s",
        (AUTOMATIC,),
        as_dict=True,
    )
    for row in rows:
        row.label, row.held = _(row.name), row.name in held
    shown = (row for row in rows if row.held or not row.disabled)
    return sorted(shown, key=lambda row: row.label.casefold())


def _sessions(user: Any) -> list[tuple[str, str]]:
    rows = local.db.sql(
        "SELECT lastupdate, ipaddress FROM tabSessions WHERE user = %s ORDER BY lastupdate DESC",
        (user.name,),
    )
    return [(format_datetime(seen), cstr(place)) for seen, place in rows]


# What is done


def _give_roles(user: Any) -> None:
    known = {row.name for row in _roles(user)}
    wanted = [role for role in local.request.form.getlist("role") if role in known]
    if user.name == current_user() and "System Manager" in _held(user) - set(wanted):
        throw(_("You cannot take the role {0} from yourself.").format(_("System Manager")))
    user.set("roles", [{"role": role} for role in wanted])
    user.save()
    tell(_("The roles were saved."))


def _held(user: Any) -> set[str]:
    return {row.role for row in user.roles}


def _set_password(user: Any) -> None:
    form = local.request.form
    chosen = form.get("password", "")
    if len(chosen) < SHORTEST_PASSWORD:
        throw(_("The password needs at least {0} characters.").format(SHORTEST_PASSWORD))
    if chosen != form.get("again"):
        throw(_("The two passwords are not the same."))
    update_password(user.name, chosen)
    clear_sessions(user.name, keep_current=True)
    tell(_("The password was changed, and the other sessions of this user ended."))


def _switch(user: Any) -> None:
    if user.name == current_user():
        throw(_("You cannot disable yourself."))
    user.enabled = 0 if user.enabled else 1
    user.save()
    tell(
        _("The user may log in again.") if user.enabled else _("The user may not log in any more.")
    )


def _make_keys(user: Any) -> Response:
    return _page(user, keys=generate_keys(user.name))


def _take_keys(user: Any) -> None:
    local.db.set_value("User", user.name, {"api_key": None, "api_secret": None})
    secret = ("User", user.name, "api_secret")
    local.db.sql("DELETE FROM `__Auth` WHERE doctype = %s AND name = %s AND fieldname = %s", secret)
    tell(_("Programs cannot use the key any more."))


def _end_sessions(user: Any) -> None:
    clear_sessions(user.name, keep_current=user.name == current_user())
    tell(_("The sessions ended."))


ACTS: dict[str, Callable[[Any], Response | None]] = {
    "roles": _give_roles,
    "password": _set_password,
    "switch": _switch,
    "make-keys": _make_keys,
    "take-keys": _take_keys,
    "end-sessions": _end_sessions,
}
