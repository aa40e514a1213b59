"""The log-in page: a plain form that posts to itself."""

from typing import Any, NoReturn
from urllib.parse import unquote

from ..auth import LoginManager
from ..context import local
from ..errors import AuthenticationError, Redirect, SecurityException
from ..homepage import get_home_page
from ..messages import clear_messages
from ..sessions import GUEST, get_csrf_token
from ..translate import _

no_cache = 1


def get_context(context: Any) -> None:
    """Log in and go on to `redirect-to`, or show the form again with what was wrong."""
    form = local.form_dict
    target = own_path(form.get("redirect-to"))
    context.update(title=_("Log in"), target=target or "", typed=form.get("usr") or "", problem="")
    context.csrf_token = get_csrf_token() if local.session.user != GUEST else ""
    if local.request.method == "POST":
        _log_in(context, target)
    elif local.session.user != GUEST:
        _go_to(target)


def own_path(target: str | None) -> str | None:
    """`target` if it is a path of this site, None for anything that could lead elsewhere."""
    path = (target or "").strip()
    place = unquote(path.partition("?")[0])
    strange = "//" in place or "\\" in place or not {".", ".."}.isdisjoint(place.split("/"))
    own = path.startswith("/") and path.isprintable() and place.isprintable() and not strange
    return path if own else None


def _log_in(context: Any, target: str | None) -> None:
    try:
        LoginManager().login()
    except AuthenticationError as refusal:
        context.update(problem=str(refusal), http_status_code=401)
    except SecurityException as refusal:
        context.update(problem=str(refusal), http_status_code=429)
    else:
        _go_to(target)
    clear_messages()


def _go_to(target: str | None) -> NoReturn:
    home = get_home_page()
    local.flags.redirect_location = target or ("/" if home == "index" else f"/{home}")
    raise Redirect(303)
