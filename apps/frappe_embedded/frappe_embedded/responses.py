"""What a method left in `frappe.response` as an HTTP answer, and errors as JSON."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from werkzeug.wrappers import Response

from .context import local
from .error_log import get_traceback
from .errors import DoesNotExistError, NotSupported
from .messages import get_message_log
from .sessions import GUEST
from .settings import system_setting
from .values import as_json
from .website import get_response, redirect_response

META_KEYS = ("type", "http_status_code", "context", "route", "location", "content_type")
FILE_KEYS = (*META_KEYS, "filename", "filecontent", "display_content_as", "doctype", "result")


def build_response(kind: str | None = None) -> Response:
    """The answer of the type in `frappe.response.type`. Raises NotSupported for an unknown type."""
    wanted = str(local.response.get("type") or kind or "json")
    builder = BUILDERS.get(wanted)
    if builder is None:
        raise NotSupported(f"response type {wanted!r}; use one of {', '.join(BUILDERS)}")
    return builder()


def _as_json() -> Response:
    body = {key: value for key, value in local.response.items() if key not in META_KEYS}
    _add_messages(body)
    return json_response(body, int(local.response.get("http_status_code") or 200))


def json_response(body: Any, status: int = 200) -> Response:
    """`body` as JSON, dates and decimals written as Frappe does."""
    return Response(
        as_json(body, indent=None, separators=(",", ":")), status, mimetype="application/json"
    )


def _add_messages(body: dict[str, Any]) -> None:
    told = get_message_log()
    if told:
        body["_server_messages"] = json.dumps([as_json(row, indent=None) for row in told])


def _as_page() -> Response:
    status = int(local.response.get("http_status_code") or 200)
    return get_response(str(local.response.get("route")), status)


def _as_redirect() -> Response:
    return redirect_response(int(local.response.get("http_status_code") or 302))


def _as_file(mimetype: str, disposition: str = "attachment") -> Response:
    content = local.response.get("filecontent")
    response = Response(content if content is not None else "", mimetype=mimetype)
    shown = local.response.get("display_content_as") or disposition
    name = str(local.response.get("filename") or "file")
    plain = name.encode("ascii", "ignore").decode().replace('"', "") or "file"
    response.headers["Content-Disposition"] = (
        f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    return response


def _as_download() -> Response:
    return _as_file(str(local.response.get("content_type") or "application/octet-stream"))


def _as_csv() -> Response:
    response = Response(local.response.get("result") or "", mimetype="text/csv")
    name = quote(f"{local.response.get('doctype') or 'table'}.csv")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _as_text() -> Response:
    response = Response(local.response.get("result") or "", mimetype="text/plain")
    name = quote(f"{local.response.get('doctype') or 'text'}.txt")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


BUILDERS: dict[str, Callable[[], Response]] = {
    "json": _as_json,
    "page": _as_page,
    "redirect": _as_redirect,
    "download": _as_download,
    "binary": lambda: _as_file("application/octet-stream"),
    "pdf": lambda: _as_file("application/pdf"),
    "csv": _as_csv,
    "txt": _as_text,
}


def error_body(error: Exception) -> tuple[dict[str, Any], int]:
    """The JSON that tells a program what went wrong, and its status. Called where it is handled."""
    status = int(getattr(error, "http_status_code", 500))
    kind = type(error)
    body: dict[str, Any] = {"exc_type": kind.__name__, **_visible(local.response)}
    # A program finds Frappe's path of the class there, whatever package defines it.
    package = "frappe.exceptions" if kind.__module__.endswith(".errors") else kind.__module__
    body["exception"] = f"{package}.{kind.__name__}: {error}"
    if _shows_traceback(error):
        body["exc"] = json.dumps([get_traceback()])
    _add_messages(body)
    if local.message_log:
        body["_error_message"] = local.message_log[-1].message
    return body, status


def _visible(response: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in response.items() if key not in FILE_KEYS and key != "docs"}


def _shows_traceback(error: Exception) -> bool:
    if isinstance(error, DoesNotExistError) or local.flags.disable_traceback or local.db is None:
        return False
    # Frappe tells strangers too which files of the server were at work.
    stranger = not local.session or local.session.user == GUEST
    return not stranger and str(system_setting("allow_error_traceback")) != "0"
