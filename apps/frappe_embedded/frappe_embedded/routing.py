"""From an address to what answers it: redirects, the apps' route rules, the files under `www`."""

import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule
from werkzeug.routing.exceptions import RequestRedirect

from .cache import memory
from .context import local
from .errors import NotSupported
from .homepage import get_home_page
from .hooks import app_folder, get_hooks, get_installed_apps, package_of

MEMORY = "routes"
FOLDERS = ("www", "templates/pages")
TEXT_TYPES = ("text/", "application/xml", "application/json", "application/manifest+json")
NEVER_SERVED = (".py", ".pyc")


@dataclass(frozen=True)
class PageFile:
    """A file under `www`: a template with its module, or a file sent as it is."""

    app: str
    folder: str
    path: Path
    module: str | None

    @property
    def template(self) -> str:
        """The path of the template as the loader finds it in this very app."""
        return f"{self.app}/{self.path.relative_to(app_folder(self.app)).as_posix()}"

    @property
    def mimetype(self) -> str:
        """The type the file is sent with."""
        if self.path.suffix in (".html", ".md"):
            return "text/html"
        return mimetypes.guess_type(self.path.name)[0] or "application/octet-stream"

    @property
    def is_template(self) -> bool:
        """False for an image and the like."""
        return self.mimetype.startswith(TEXT_TYPES)


def find_redirect(path: str, query: str = "") -> tuple[str, int] | None:
    """Where the hooks' `website_redirects` and Website Settings send `path`; with which status."""
    for rule in _redirects():
        wanted = f"{path}?{query}" if query and rule.get("match_with_query_string") else path
        pattern = rule["source"].strip("/ ") + "$"
        if re.match(pattern, wanted):
            target = re.sub(pattern, rule["target"], wanted)
            if query and rule.get("forward_query_parameters"):
                target += f"?{query}"
            return target, int(rule.get("redirect_http_status") or 301)
    return None


def _redirects() -> list[dict[str, Any]]:
    known = memory(MEMORY)
    if "redirects" not in known:
        stored = local.db.sql(
            "select source, target, redirect_http_status, forward_query_parameters "
            "from `tabWebsite Route Redirect` order by idx",
            as_dict=True,
        )
        known["redirects"] = [*get_hooks("website_redirects"), *stored]
    found: list[dict[str, Any]] = known["redirects"]
    return found


def resolve(path: str) -> str:
    """The endpoint that answers `path`: a page, or the DocType whose published records live there.

    What a rule reads from the address goes to `frappe.form_dict`; the page is not cached then.
    """
    path = path.removesuffix(".html") or "index"
    if path == "index":
        path = get_home_page()
    local.path = path
    if path == "index":
        return path
    try:
        endpoint, arguments = _map().bind("localhost").match(f"/{path}", method="GET")
    except (NotFound, RequestRedirect):
        return path
    if arguments:
        local.no_cache = True
        local.form_dict.update(arguments)
    return str(endpoint)


def _map() -> Map:
    known = memory(MEMORY)
    if "map" not in known:
        rules = [
            Rule(rule["from_route"], endpoint=rule["to_route"], defaults=rule.get("defaults"))
            for rule in get_hooks("website_route_rules")
        ]
        known["map"] = Map(rules, strict_slashes=False)
    found: Map = known["map"]
    return found


def find_page(endpoint: str) -> PageFile | None:
    """The file that answers an endpoint, the last app's first; None when there is none."""
    return all_pages().get(endpoint)


def all_pages() -> dict[str, PageFile]:
    """Every endpoint with its file."""
    known = memory(MEMORY)
    if "pages" not in known or local.conf.get("developer_mode"):
        known["pages"] = _read_pages()
    pages: dict[str, PageFile] = known["pages"]
    return pages


def _read_pages() -> dict[str, PageFile]:
    pages: dict[str, PageFile] = {}
    for app in get_installed_apps():
        for folder in reversed(FOLDERS):
            root = app_folder(app) / folder
            for path in sorted(root.rglob("*")):
                if _is_servable(path, root):
                    page = PageFile(app, folder, path, _module(app, path))
                    pages.update(dict.fromkeys(_endpoints(path.relative_to(root)), page))
    return pages


def _is_servable(path: Path, root: Path) -> bool:
    hidden = any(part.startswith((".", "__")) for part in path.relative_to(root).parts)
    if hidden or not path.is_file() or path.suffix in NEVER_SERVED:
        return False
    if path.suffix in (".css", ".js") and path.with_suffix(".html").exists():
        message = f"{path}: files beside a page are not put into it; link them from public/"
        raise NotSupported(message)
    return True


def _endpoints(path: Path) -> list[str]:
    if path.suffix not in (".html", ".md"):
        return [path.as_posix()]
    plain = path.with_suffix("").as_posix()
    if path.stem == "index" and path.parent != Path("."):
        return [plain, path.parent.as_posix()]
    return [plain]


def _module(app: str, path: Path) -> str | None:
    file = path.with_name(path.stem.replace("-", "_") + ".py")
    if not file.is_file():
        return None
    parts = file.relative_to(app_folder(app)).with_suffix("").parts
    return ".".join((package_of(app), *parts))
