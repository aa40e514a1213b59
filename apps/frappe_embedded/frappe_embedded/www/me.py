"""Where somebody starts for whom no app has a home page."""

from typing import Any

from ..context import local
from ..errors import Redirect
from ..sessions import GUEST
from ..translate import _

no_cache = 1


def get_context(context: Any) -> None:
    """Guests go to the log-in page."""
    if local.session.user == GUEST:
        local.flags.redirect_location = "/login?redirect-to=/me"
        raise Redirect(302)
    context.title = _("My account")
