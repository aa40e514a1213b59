"""What belongs to this request or job. The only module that holds ambient state."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from .ambient import Local, LocalProxy
from .values import _dict

local: Any = Local()

db: Any = LocalProxy(local, "db")
conf: Any = LocalProxy(local, "conf")
form_dict: Any = LocalProxy(local, "form_dict")
request: Any = LocalProxy(local, "request")
response: Any = LocalProxy(local, "response")
session: Any = LocalProxy(local, "session")
user: Any = LocalProxy(local, "user")
flags: Any = LocalProxy(local, "flags")
lang: Any = LocalProxy(local, "lang")
message_log: Any = LocalProxy(local, "message_log")
error_log: Any = LocalProxy(local, "error_log")


def resolved(path: str | Path) -> str:
    """A path from the root, links followed as they led when it was first asked for."""
    name = os.fspath(path)
    return _resolved(name if os.path.isabs(name) else os.path.abspath(name))


@lru_cache(maxsize=64)
def _resolved(path: str) -> str:
    return os.path.realpath(path)


def reset(site: str, sites_path: str | Path, conf: dict[str, Any] | None = None) -> None:
    """Start a request, job or command of `site` with nothing left from the one before.

    There is no database yet; `local.db` is set by whoever connects.
    """
    release()
    local.site = site
    local.sites_path = resolved(sites_path)
    local.site_path = os.path.join(local.sites_path, site)
    local.conf = _dict(conf or {})
    local.lang = "en"
    reset_request()


def reset_request() -> None:
    """Fresh per-request values for the site that is open already."""
    local.db = None
    local.request = None
    local.session_obj = None
    local.rate_limiter = None
    local.user = None
    local.form_dict = _dict()
    local.flags = _dict()
    local.response = _dict()
    local.session = _dict(user=None, sid=None, data=_dict())
    local.message_log = []
    local.error_log = []
    local.memories = None
    local.forgotten = None
    local.cache = {}
    local.request_cache = {}
    local.document_cache = {}
    local.role_permissions = {}


def start_again() -> None:
    """Forget what a first try at the request answered and remembered; who asks what stays."""
    local.response = _dict()
    local.message_log = []
    local.error_log = []
    local.cache = {}
    local.request_cache = {}
    local.document_cache = {}


def release() -> None:
    """Forget everything. Using `frappe.local` afterwards needs another `reset`."""
    local.__release_local__()


def is_open() -> bool:
    """True between `reset` and `release`."""
    return hasattr(local, "site")


def get_site_path(*parts: str) -> str:
    """The path of a file in the folder of this site."""
    return str(Path(local.site_path, *parts))


def current_user() -> str:
    """The user this request acts as; Guest when nobody logged in."""
    return (getattr(local, "session", None) and local.session.user) or "Guest"
