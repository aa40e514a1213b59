"""Which view answers which address of the back office."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Response

from ..context import current_user, local
from ..errors import PageDoesNotExistError, PermissionError
from ..roles import GUEST, get_roles
from ..translate import _
from . import bulk, export, forms, home, links, lists, rules, trees, users
from .addresses import HOME, doctype_of

View = Callable[..., Response]


def _rule(path: str, view: View, *methods: str) -> Rule:
    return Rule(f"{HOME}{path}", endpoint=view, methods=methods or ("GET",))


# `slug` becomes the view's argument `doctype`; `name` is a record's name.
ADDRESSES = Map(
    [
        _rule("", home.show),
        _rule("/_links", links.answer),
        _rule("/<slug>", forms.show_single_or(lists.show)),
        _rule("/<slug>", forms.send_single, "POST"),
        _rule("/<slug>/new", forms.show_new),
        _rule("/<slug>/new", forms.send_new, "POST"),
        _rule("/<slug>/<path:name>", forms.show),
        _rule("/<slug>/<path:name>", forms.send, "POST"),
        _rule("/user/<name>/access", users.show),
        _rule("/user/<name>/access", users.act, "POST"),
        _rule("/<slug>/view/act", bulk.act, "POST"),
        _rule("/<slug>/view/export", export.send),
        _rule("/<slug>/view/permissions", rules.show),
        _rule("/<slug>/view/permissions", rules.act, "POST"),
        _rule("/<slug>/view/tree", trees.show),
    ],
    strict_slashes=False,
    merge_slashes=False,
)


def respond(path: str) -> Response:
    """The answer to an address at or below `/app`.

    Guests are sent to the log-in. Raises PermissionError for who has no role with access to the
    back office, PageDoesNotExistError for an address nothing answers, and what the views raise.
    """
    if current_user() == GUEST:
        return _to_login()
    if "Desk User" not in get_roles():
        raise PermissionError(_("The back office is for the people who look after this site."))
    local.no_cache = True
    view, arguments = _find(path)
    if "slug" in arguments:
        arguments["doctype"] = doctype_of(arguments.pop("slug"))
    return view(**arguments)


def _find(path: str) -> tuple[View, dict[str, Any]]:
    adapter = ADDRESSES.bind("site")
    try:
        view, arguments = adapter.match(path.rstrip("/"), method=local.request.method)
    except HTTPException as error:
        raise PageDoesNotExistError(_("There is no page at this address.")) from error
    return view, dict(arguments)


def _to_login() -> Response:
    wanted = local.request.full_path.rstrip("?") if local.request.method == "GET" else HOME
    return Response("", 302, {"Location": f"/login?redirect-to={quote(wanted, safe='/')}"})
