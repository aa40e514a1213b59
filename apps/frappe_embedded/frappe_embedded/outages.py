"""What is answered when the database is away or the disk is full: short, true, needing neither."""

import errno
import json

from werkzeug.wrappers import Response

from .context import local
from .errors import DatabaseError, DatabaseGoneError, StorageFullError
from .text import escape_html
from .translate import _

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
RETRY_AFTER = "10"  # seconds
WORDS: dict[type[Exception], tuple[str, str]] = {
    StorageFullError: (
        "No Room Left",
        "The server has no room left, so nothing was changed. What you sent was not kept: "
        "please tell whoever runs the site and send it again later.",
    ),
    DatabaseGoneError: (
        "Out of Reach",
        "The site cannot reach its records at the moment. Nothing was changed. "
        "Please try again in a few seconds.",
    ),
}
_PAGE = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width">'
    "<title>{title}</title></head><body><h1>{title}</h1><p>{message}</p></body></html>"
)


def outage(error: Exception) -> Exception | None:
    """The error as an outage, if it is one: the disk that is full, the database that is away."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return StorageFullError(1021, str(error))
    return error if isinstance(error, DatabaseGoneError | StorageFullError) else None


def outage_response(error: Exception, as_json: bool) -> Response:
    """The answer to whoever asked meanwhile."""
    status = int(getattr(error, "http_status_code", 503))
    try:
        title, message = map(_, WORDS[type(error)])
    except DatabaseError:
        # Which apps have translations is in the database.
        title, message = WORDS[type(error)]
    if as_json:
        body = {"exc_type": type(error).__name__, "_error_message": message}
        response = Response(json.dumps(body), status, mimetype="application/json")
    else:
        words = {"lang": local.lang, "title": escape_html(title), "message": escape_html(message)}
        response = Response(_PAGE.format(**words), status, mimetype="text/html")
    response.headers["Retry-After"] = RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    return response
