"""What answers an address outside the API: a file, a page, a record, an error page."""

from typing import Any
from urllib.parse import quote

from werkzeug.wrappers import Response

from .cache import forget, memory
from .context import local
from .errors import DoesNotExistError, PageDoesNotExistError, Redirect
from .pages import Rendered, render_page
from .routing import PageFile, find_page, find_redirect, resolve
from .sessions import GUEST
from .static import find_favicon, find_static, send_asset, send_upload
from .text import strip_html
from .translate import _
from .values import _dict
from .web_view import find_document, render_document

PAGES = "pages"
MAX_CACHED = 500
NO_STORE = "no-store, no-cache, must-revalidate"


def get_response(path: str | None = None, http_status_code: int = 200) -> Response:
    """The answer to a website address. Errors become pages; the transaction is the caller's."""
    path = (local.request.path if path is None else path).strip("/ ")
    cached = _cached(path)
    if cached is not None:
        return _html(cached)
    try:
        return _answer(path, http_status_code)
    except Redirect as redirect:
        return redirect_response(redirect.http_status_code)


def _answer(path: str, status: int) -> Response:
    file = find_static(path)
    if file is not None:
        send = send_asset if path.startswith("assets/") else send_upload
        return send(file, local.request)
    if path == "favicon.ico":
        return _favicon()
    query = local.request.query_string.decode("utf-8", "replace") if local.request else ""
    redirect = find_redirect(path, query)
    if redirect:
        local.flags.redirect_location = redirect[0]
        raise Redirect(redirect[1])
    endpoint = resolve(path)
    page = find_page(endpoint)
    if page is not None:
        return _show(page, endpoint, path, status)
    document = find_document(path, endpoint)
    if document is None:
        raise PageDoesNotExistError(_("There is no page at this address."))
    return _html(render_document(document, endpoint))


def _show(page: PageFile, endpoint: str, path: str, status: int) -> Response:
    if not page.is_template:
        return send_asset(page.path, local.request)
    kept = memory(PAGES)  # before reading what the page shows, which may change meanwhile
    rendered = render_page(page, endpoint, status)
    if rendered.cacheable and _may_cache():
        if len(kept) >= MAX_CACHED:
            kept.clear()
        kept[_cache_key(path)] = rendered
    return _html(rendered)


def _favicon() -> Response:
    # Browsers ask for it whatever a page says, and for files that say nothing.
    icon = find_favicon()
    return send_asset(icon, local.request) if icon else Response("", 204)


def _cached(path: str) -> Rendered | None:
    if not _may_cache():
        return None
    found: Rendered | None = memory(PAGES).get(_cache_key(path))
    return found


def _cache_key(path: str) -> tuple[str, ...]:
    # Pages hold addresses of the site under the name it was asked by: whoever invents a name must
    # not have others read it.
    request = local.request
    return path, str(local.lang), request.scheme, request.environ.get("HTTP_HOST", "")


def _may_cache() -> bool:
    # Frappe keeps one copy for everybody and every query; here only what a guest without a query
    # sees is kept, so nobody is shown another person's page.
    request = local.request
    return (
        request is not None
        and request.method in ("GET", "HEAD")
        and not request.query_string
        and local.session.user == GUEST
        and not local.conf.get("developer_mode")
        and not local.conf.get("disable_website_cache")
    )


def clear_website_cache(path: str | None = None) -> None:
    """Render pages anew: that of `path`, and as they are quickly made, the others with it."""
    forget(PAGES)


def _html(rendered: Rendered) -> Response:
    response = Response(rendered.body, rendered.status)
    response.headers["Content-Type"] = f"{rendered.mimetype}; charset=utf-8"
    if not rendered.cacheable:
        response.headers["Cache-Control"] = NO_STORE
    return response


def redirect_response(status: int) -> Response:
    """Send the reader to `frappe.flags.redirect_location`."""
    location = local.flags.redirect_location or local.response.get("location") or "/"
    headers = {
        "Location": quote(str(location), safe="/:?#[]@!$&'()*+,;=%~"),
        "Cache-Control": NO_STORE,
    }
    return Response("", status, headers)


# Error pages


def error_response(error: Exception) -> Response:
    """The page that tells a person what went wrong."""
    local.no_cache = True
    if isinstance(error, Redirect):
        return redirect_response(error.http_status_code)
    if isinstance(error, PageDoesNotExistError | DoesNotExistError):
        return _page("404", 404, title=_("Not Found"))
    status = int(getattr(error, "http_status_code", 500))
    return _page("message", status, **explain(error, status))


def _page(name: str, status: int, **context: Any) -> Response:
    page = find_page(name)
    if page is None:
        return Response(str(status), status, mimetype="text/plain")
    return _html(render_page(page, name, status, **context))


def explain(error: Exception, status: int) -> dict[str, Any]:
    """Title and message that tell a person of an error."""
    title, default = explanations().get(status, (_("Server Error"), None))
    if status == 403:
        return {"title": title, "message": _told(error) or default, **_way_to_login()}
    if default is None and status >= 500:
        default = _("Something went wrong here. It has been written down. Please try again later.")
        return {"title": title, "message": default}
    return {"title": title, "message": _told(error) or default}


def explanations() -> dict[int, tuple[str, str | None]]:
    """Title and sentence for a status."""
    return {
        400: (_("Invalid Request"), _("This form is no longer valid. Load the page again.")),
        401: (_("Session Expired"), _("Log in again to continue.")),
        403: (_("Not Permitted"), _("You are not allowed to see this page.")),
        409: (_("Already There"), None),
        413: (_("Too Large"), _("What you sent is larger than this site accepts.")),
        417: (_("That Cannot Be Done"), None),
        429: (_("Too Many Requests"), _("Please wait a little before you try again.")),
        503: (_("Under Maintenance"), _("The site is being maintained. Please come back soon.")),
    }


def _told(error: Exception) -> str:
    told = [row.message for row in local.message_log if isinstance(row.message, str)]
    return strip_html(told[-1] if told else str(error))


def _way_to_login() -> dict[str, Any]:
    if local.session.user != GUEST:
        return {}
    target = quote(local.request.path if local.request else "/", safe="/")
    return {"primary_action": f"/login?redirect-to={target}", "primary_label": _("Log in")}


def respond_as_web_page(
    title: str,
    html: str,
    success: bool | None = None,
    http_status_code: int | None = None,
    context: dict[str, Any] | None = None,
    indicator_color: str | None = None,
    primary_action: str = "/",
    primary_label: str | None = None,
    fullpage: bool = False,
    width: int = 0,
    template: str = "message",
) -> None:
    """Answer the request with a page that holds a message. `html` is written as it is."""
    values: dict[str, Any] = {"success": success, "fullpage": fullpage}
    values |= {"indicator_color": indicator_color, "primary_action": primary_action}
    values["primary_label"] = primary_label
    local.no_cache = True
    local.response.update(type="page", route=template, http_status_code=http_status_code)
    local.response.context = _dict(values, title=title, message_html=html, **(context or {}))
