"""The arguments of a request, read within limits; what cannot be read is the sender's fault."""

import json
from typing import Any

from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Request

from .context import local
from .errors import BadRequestError, RequestTooLargeError, ValidationError
from .translate import _
from .uploads import get_max_file_size
from .values import _dict, cint

MEGABYTE = 1024 * 1024
# Larger bodies are refused before they are read; files have their own limit.
FORM_LIMIT = 25 * MEGABYTE
# A month's grid of a large unit has thousands of boxes.
FORM_PARTS = 20_000
UPLOADS = "/api/method/upload_file"


class NotJson(BadRequest):
    """The body says it is JSON and is not."""


def set_limits(request: Request) -> None:
    """Say how large a body may be: `max_request_size` bytes, or a file and a bit more."""
    limit = get_max_file_size() if request.path.startswith(UPLOADS) else FORM_LIMIT
    request.max_content_length = cint(local.conf.get("max_request_size")) or limit + MEGABYTE
    request.max_form_memory_size = request.max_content_length
    request.max_form_parts = FORM_PARTS


def read_form(request: Request) -> _dict:
    """The arguments of a request: address and body together, a JSON body over the address.

    Raises the web library's HTTPExceptions; `told` says them in words.
    """
    form = _dict(request.args.items())
    if request.is_json and request.content_length:
        body = _read_json(request)
        form.update(body if isinstance(body, dict) else {"data": body})
    else:
        form.update(request.form.items())
    form.pop("_", None)
    return form


def told(error: HTTPException) -> ValidationError:
    """What the web library refuses, in the reader's words."""
    if isinstance(error, RequestEntityTooLarge):
        return RequestTooLargeError(_("What you sent is larger than this site accepts."))
    if isinstance(error, NotJson):
        return BadRequestError(_("The body of the request is not JSON."))
    refusal = BadRequestError(_("The request cannot be read."))
    refusal.http_status_code = error.code or BadRequestError.http_status_code
    return refusal


def _read_json(request: Request) -> Any:
    raw = request.get_data()
    try:
        body = json.loads(raw or b"{}")
        if b"\\u" in raw:
            # Half a sign, such as "\ud800", can be neither stored nor shown.
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise NotJson from error
    return body
