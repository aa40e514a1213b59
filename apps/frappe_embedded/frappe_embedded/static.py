"""Files sent as they are: an app's `public` folder, the site's public and private files."""

import mimetypes
from pathlib import Path

from werkzeug.security import safe_join
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from .context import local
from .hooks import app_folder, get_installed_apps

ASSET_AGE = 300
UPLOAD_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
# What a browser may show of what somebody sent. Whatever it might run in the site's name, such as a
# page, a drawing, a script or a style sheet, is only ever downloaded, and as no type at all.
SHOWN = frozenset((
    "application/json", "application/pdf", "image/avif", "image/bmp", "image/gif", "image/jpeg",
    "image/png", "image/webp", "text/csv", "text/plain",
))  # fmt: skip
DOWNLOADED = ("application/msword", "application/vnd.", "application/zip", "image/heic")
NO_TYPE = "application/octet-stream"


def find_static(path: str) -> Path | None:
    """The file at `assets/<app>/…` or `files/…`, None when the path is another or there is none."""
    first, _slash, rest = path.partition("/")
    if first == "assets":
        app, _slash, rest = rest.partition("/")
        return _inside(app_folder(app) / "public", rest) if app in get_installed_apps() else None
    if first == "files":
        return _inside(Path(local.site_path, "public", "files"), rest)
    return None


def find_favicon() -> Path | None:
    """The `public/favicon.ico` of the last installed app that has one."""
    places = (app_folder(app) / "public" / "favicon.ico" for app in reversed(get_installed_apps()))
    return next((path for path in places if path.is_file()), None)


def _inside(folder: Path, rest: str) -> Path | None:
    joined = safe_join(str(folder), rest) if rest else None
    path = Path(joined) if joined else None
    return (
        path
        if path and path.is_file() and path.resolve().is_relative_to(folder.resolve())
        else None
    )


def send_asset(path: Path, request: Request) -> Response:
    """An app's own file, kept by browsers for five minutes and then asked for by its tag."""
    return send_file(path, request.environ, max_age=ASSET_AGE, mimetype=_type(path))


def send_upload(path: Path, request: Request, name: str | None = None) -> Response:
    """A file somebody uploaded: it cannot act in the site's name."""
    kind = _type(path)
    shown = kind in SHOWN or kind.startswith(("audio/", "video/"))
    harmless = shown or (kind.startswith(DOWNLOADED) and not kind.endswith("xml"))
    response = send_file(
        path,
        request.environ,
        mimetype=kind if harmless else NO_TYPE,
        as_attachment=not shown,
        download_name=name or path.name,
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = UPLOAD_POLICY
    return response


def _type(path: Path) -> str:
    kind, encoding = mimetypes.guess_type(path.name)
    return kind if kind and not encoding else NO_TYPE
