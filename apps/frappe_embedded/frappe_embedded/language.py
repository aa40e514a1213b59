"""In which language a request is answered."""

from werkzeug.wrappers import Request

from .context import local
from .settings import system_setting
from .translate import best_language
from .users import get_user_lang

GUEST = "Guest"


def set_request_language(request: Request) -> None:
    """Choose: `_lang` of the address, the user's own, a guest's cookie and browser, the site's."""
    local.lang = (
        best_language([request.args.get("_lang")])
        or _personal(request)
        or best_language([system_setting("language"), local.conf.get("lang")])
        or "en"
    )


def _personal(request: Request) -> str | None:
    if local.session.user != GUEST:
        return get_user_lang(local.session.user)
    browser = list(request.accept_languages.values())
    return best_language([request.cookies.get("preferred_language"), *browser])
