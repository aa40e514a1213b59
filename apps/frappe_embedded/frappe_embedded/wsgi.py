"""The door: a request in, a response out, one transaction in between."""

import logging
import random
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from . import access_log, api, health, uploads, website
from .auth import UNSAFE_METHODS, authenticate_request, cookie_manager, validate_csrf_token
from .context import is_open, local, start_again
from .deferred import later
from .desk.addresses import is_desk
from .error_log import log_error
from .errors import (
    DatabaseError,
    IncorrectSitePath,
    PageDoesNotExistError,
    QueryDeadlockError,
    SessionStopped,
)
from .headers import add_headers
from .hooks import get_hooks
from .language import set_request_language
from .outages import outage, outage_response
from .proxy import note_https
from .rate_limits import RateLimiter
from .request_body import read_form, set_limits, told
from .responses import build_response, error_body, json_response
from .sessions import GUEST, Session
from .site import connect, destroy, get_sites, init, read_config
from .translate import _
from .values import _dict
from .whitelist import call

# Two who lock the same rows in another order: the database undoes one of them, who begins again.
DEADLOCK_TRIES = 12
DEADLOCK_PAUSE = 0.05  # seconds, more with every try

log = logging.getLogger("frappe_embedded.web")
# Most requests are of the portal, and many processes never draw the back office.
desk_page = later("frappe_embedded.desk.routes.respond")
desk_error = later("frappe_embedded.desk.shell.error_page")


class Application:
    """The WSGI application of a bench, or of one of its sites."""

    def __init__(self, sites_path: str | Path, site: str | None = None) -> None:
        self.sites_path = Path(sites_path).resolve()
        self.site = site

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        began = time.perf_counter()
        request = Request(environ)
        try:
            response = self.respond(request)
            if is_open():
                access_log.write(request, response, began)
            return response(environ, start_response)
        finally:
            request.close()
            destroy()

    def respond(self, request: Request) -> Response:
        """The answer to one request. Never raises."""
        try:
            init(self.find_site(request), self.sites_path, force=True)
        except IncorrectSitePath:
            return Response("404", 404, mimetype="text/plain")
        local.request = request
        local.request_id = access_log.new_id(request)
        note_https(request)
        try:
            response = _answer(request)
        except Exception as error:  # noqa: BLE001 - the last place where an error can become an answer
            refusal = told(error) if isinstance(error, HTTPException) else error
            response = _answer_error(request, refusal)
        return _finish(request, response)

    def find_site(self, request: Request) -> str:
        """The site served: the only one, the one the proxy names, the host, or the default."""
        if self.site:
            return self.site
        sites = get_sites(self.sites_path)
        host = request.host.split(":")[0]
        conf = read_config(self.sites_path)
        for name in (request.headers.get("X-Frappe-Site-Name"), host, conf.get("default_site")):
            if name in sites:
                return str(name)
        return sites[0] if len(sites) == 1 else host


def _answer(request: Request) -> Response:
    if request.path == health.ADDRESS:
        return health.answer(request)
    _open(request)
    for tries in range(1, DEADLOCK_TRIES):
        form, flags, commits = _dict(local.form_dict), _dict(local.flags), local.db.commits
        try:
            return _act(request)
        except QueryDeadlockError:
            if local.db.commits != commits:
                raise
            local.db.rollback()
            time.sleep(tries * random.uniform(0, DEADLOCK_PAUSE))
            start_again()
            local.form_dict, local.flags = form, flags
            for file in request.files.values():
                file.stream.seek(0)
    return _act(request)


def _act(request: Request) -> Response:
    response = _dispatch(request)
    _end_transaction(request)
    return response


def _open(request: Request) -> None:
    local.no_cache = False
    connect(set_admin_as_user=False)
    Session(GUEST, GUEST).open()
    set_request_language(request)
    if local.conf.get("maintenance_mode"):
        raise SessionStopped(_("The site is being maintained. Please come back soon."))
    set_limits(request)
    unreadable = _read(request)
    authenticate_request(request)
    if local.session.user != GUEST:
        set_request_language(request)
    RateLimiter.begin()
    for path in get_hooks("before_request"):
        call(path)
    # After the hooks, which may choose the language a refusal is told in.
    if unreadable:
        raise unreadable
    validate_csrf_token(request)


def _read(request: Request) -> HTTPException | None:
    try:
        local.form_dict = read_form(request)
    except HTTPException as error:
        return error
    return None


def _dispatch(request: Request) -> Response:
    path = request.path
    if request.method == "OPTIONS":
        return Response("", 204, {"Allow": "GET, HEAD, POST, PUT, DELETE, OPTIONS"})
    if path.startswith("/api/"):
        return api.handle(path, request.method)
    if path.startswith("/private/files/"):
        return uploads.private_file(path)
    if is_desk(path):
        page: Response = desk_page(path)
        return page
    if request.method in ("GET", "HEAD", "POST"):
        response = website.get_response()
        return build_response() if local.response.get("type") not in (None, "page") else response
    raise PageDoesNotExistError(_("There is no page at this address."))


def _end_transaction(request: Request) -> None:
    """Keep what a request that may change things wrote; a page that is only read leaves nothing."""
    if local.flags.commit or request.method in UNSAFE_METHODS:
        local.db.commit()
    else:
        local.db.rollback()
    if local.session_obj is not None:
        local.session_obj.update()


def _undo() -> None:
    try:
        if is_open() and local.db is not None:
            local.db.rollback()
    except DatabaseError:
        log.exception("What was begun ends with its connection")


def _answer_error(request: Request, error: Exception) -> Response:
    _undo()
    if (found := outage(error)) is not None:
        log.error("%s %s: %s", request.method, request.path, error)
        return outage_response(found, _wants_json(request))
    status = int(getattr(error, "http_status_code", 500))
    try:
        if status >= 500 and local.db is not None and not isinstance(error, SessionStopped):
            _write_down(request, error)
        if _wants_json(request):
            return json_response(*error_body(error))
        shown = desk_error if is_desk(request.path) else website.error_response
        return shown(error)
    except Exception:  # the last answer there is needs nothing that may fail
        log.exception("The answer to an error failed too")
        _undo()
        return Response(_("Server Error"), status, mimetype="text/plain")


def _write_down(request: Request, error: Exception) -> None:
    log_error(title=f"{request.method} {request.path}: {error}"[:140])
    local.db.commit()


def _wants_json(request: Request) -> bool:
    accept = request.headers.get("Accept", "")
    if request.headers.get("X-Requested-With") == "XMLHttpRequest" or "application/json" in accept:
        return True
    return request.path.startswith("/api/") and not accept.startswith("text")


def _finish(request: Request, response: Response) -> Response:
    _run_after_request(request, response)
    cookie_manager().flush_cookies(response)
    add_headers(request, response)
    return response


def _run_after_request(request: Request, response: Response) -> None:
    try:
        for path in get_hooks("after_request") if local.db is not None else ():
            call(path, response=response, request=request)
    except Exception:  # an app's hook; what was asked for is done
        log.exception("A hook after the request failed; the answer is sent all the same")
