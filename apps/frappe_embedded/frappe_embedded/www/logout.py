"""Logging out: by POST, so that no link on another site can do it."""

from typing import Any

from ..auth import LoginManager
from ..context import local
from ..errors import Redirect
from ..sessions import GUEST, get_csrf_token
from ..translate import _

no_cache = 1


def get_context(context: Any) -> None:
    """End the session on POST; on GET ask whether to."""
    if local.session.user != GUEST and local.request.method == "POST":
        LoginManager().logout()
    if local.session.user == GUEST:
        local.flags.redirect_location = "/"
        raise Redirect(303)
    context.update(title=_("Log out"), csrf_token=get_csrf_token())
