"""A line of JSON for each request: who asked for what, how it ended and what it took.

No query, body, header or cookie is ever written: a path tells what was asked for, not with which
words. `access_log` of the configuration is `file` (the default: the site's `logs/access.log`),
`stdout`, or false. The file may be moved away at any time; a new one is begun within a second.
"""

import itertools
import logging
import os
import secrets
import threading
import time
from datetime import datetime, timezone
from json.encoder import encode_basestring_ascii as quoted
from pathlib import Path

from werkzeug.wrappers import Request, Response

from .context import local
from .proxy import reported_id, request_ip

MAX_PATH = 500
STDOUT = 1
LOOK_EVERY = 1.0
_LINE = (
    '{"at":"%s","id":%s,"site":%s,"ip":%s,"user":%s,"method":%s,"path":%s,"status":%d,'
    '"ms":%.1f,"bytes":%s,"sql":%d}\n'
)

log = logging.getLogger("frappe_embedded.access_log")

# Unique among processes and cheap: nobody has to guess it.
_process = secrets.token_hex(6)
_numbers = itertools.count(1)


class _Files:
    """The open logs of the sites, each looked at once a second in case it was moved away."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, tuple[int, float]] = {}

    def append(self, path: str, line: bytes) -> None:
        """Write a line in one piece. Raises OSError."""
        # Also while writing: nobody may close the file and have its number given to another.
        with self._lock:
            file, looked = self._open.get(path, (-1, 0.0))
            now = time.monotonic()
            if file < 0 or now - looked > LOOK_EVERY:
                file = self._reopened(path, file)
                self._open[path] = file, now
            os.write(file, line)

    def _reopened(self, path: str, file: int) -> int:
        if file >= 0 and _is_still(path, file):
            return file
        if file >= 0:
            del self._open[path]
            os.close(file)
        Path(path).parent.mkdir(exist_ok=True)
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)


_files = _Files()


def new_id(request: Request) -> str:
    """The id by which logs and answer name this request: a trusted proxy's, or one of our own."""
    return reported_id(request) or f"{_process}-{next(_numbers):x}"


def write(request: Request, response: Response, began: float) -> None:
    """Write the line of a request that `began` at that `perf_counter`, if the site wants lines."""
    where = local.conf.get("access_log", "file")
    if not where:
        return
    line = _line(request, response, began).encode("ascii")
    try:
        if where == "stdout":
            os.write(STDOUT, line)
        else:
            _files.append(f"{local.site_path}/logs/access.log", line)
    except OSError as problem:
        log.warning("The access log cannot be written: %s", problem)


def _line(request: Request, response: Response, began: float) -> str:
    return _LINE % (
        datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
        quoted(local.request_id),
        quoted(local.site),
        quoted(request_ip()),
        quoted(str(local.session.user or "")),
        quoted(request.method),
        quoted(request.path[:MAX_PATH]),
        response.status_code,
        (time.perf_counter() - began) * 1000,
        _length(response),
        local.db.statement_count if local.db is not None else 0,
    )


def _length(response: Response) -> str:
    if response.is_sequence:
        return str(sum(map(len, response.response)))
    return response.headers.get("Content-Length") or "null"


def _is_still(path: str, file: int) -> bool:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return False
    return os.path.samestat(found, os.fstat(file))
