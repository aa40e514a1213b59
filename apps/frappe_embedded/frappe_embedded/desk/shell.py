"""The frame of every page of the back office: navigation, where one is, what one is told."""

import html
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response

from ..context import current_user, local
from ..errors import DoesNotExistError, PageDoesNotExistError
from ..meta import exists_doctype
from ..permissions import has_permission
from ..sessions import get_csrf_token
from ..text import strip_html
from ..translate import _, _lt
from ..users import get_fullname
from ..values import _dict
from ..website import NO_STORE, explain
from .addresses import HOME, address

# What the administrator looks after, in the order of the navigation.
NAVIGATION = (
    ("User", _lt("Users")),
    ("Role", _lt("Roles")),
    ("Workflow", _lt("Workflows")),
    ("Custom Field", _lt("Custom fields")),
    ("Property Setter", _lt("Property changes")),
    ("Custom DocPerm", _lt("Permissions")),
    ("Error Log", _lt("Error log")),
    ("Email Account", _lt("Mail server")),
    ("Email Queue", _lt("Outgoing mail")),
    ("Scheduled Job Type", _lt("Scheduled jobs")),
    ("System Settings", _lt("System settings")),
)
# A program that never looks at a page would have the session grow.
MOST_TOLD = 20
KINDS = {"green": "success", "red": "danger", "orange": "warning", "yellow": "warning"}

environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.globals.update(_=_, address=address)


def render(template: str, context: Mapping[str, Any], status: int = 200) -> Response:
    """A page of the back office.

    `context` must say `title` (text) and may say `crumbs`, pairs of text and address that lead
    there. Templates extend `shell.html` and fill its block `content`; every value is escaped.
    """
    page = {"crumbs": [], **_frame(), **context}
    response = Response(environment.get_template(template).render(page), status)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    response.headers["Cache-Control"] = NO_STORE
    return response


def _frame() -> dict[str, Any]:
    return {
        "lang": local.lang or "en",
        "home": HOME,
        "who": _(get_fullname(current_user())),
        "navigation": navigation(),
        "here": local.request.path,
        "csrf_token": get_csrf_token(),
        "messages": _messages(),
    }


def navigation() -> list[tuple[str, str]]:
    """Address and label of what this user may look after."""
    return [
        (address(doctype), str(label))
        for doctype, label in NAVIGATION
        if exists_doctype(doctype) and has_permission(doctype, "write")
    ]


# What one is told


def tell(text: str, kind: str = "success") -> None:
    """Show `text` on the next page this session sees; kind: success, info, warning or danger."""
    told = [*(local.session.data.told or ()), {"text": text, "kind": kind}]
    local.session.data["told"] = told[-MOST_TOLD:]
    _note_change()


def redirect(location: str) -> Response:
    """Go on to another page of this site, taking along what was said on the way."""
    for row in _said():
        tell(row.text, row.kind)
    return Response("", 303, {"Location": location, "Cache-Control": NO_STORE})


def _messages() -> list[_dict]:
    told = local.session.data.pop("told", None)
    if told:
        _note_change()
    return [*(_dict(row) for row in told or ()), *_said()]


def _said() -> list[_dict]:
    rows, local.message_log = local.message_log, []
    kinds = ((row, KINDS.get(row.indicator or "", "info")) for row in rows)
    return [_dict(text=plain(row.message), kind=kind) for row, kind in kinds]


def _note_change() -> None:
    if local.session_obj is not None:
        local.session_obj.changed = True


def plain(message: Any) -> str:
    """A message, which may be HTML or a list of messages, as plain text."""
    if isinstance(message, list | tuple):
        return " ".join(plain(part) for part in message)
    return html.unescape(strip_html(str(message)))


# What went wrong


def reason_of(error: Exception) -> str:
    """What to tell about an error: the last thing said, else its own text, else its status."""
    rows, local.message_log = local.message_log, []
    status = int(getattr(error, "http_status_code", 500))
    said = rows[-1].message if rows else local.flags.error_message or str(error)
    return plain(said) or explain(error, status)["message"] or type(error).__name__


def error_page(error: Exception) -> Response:
    """The page that tells why something was refused, or that it is not there."""
    status = int(getattr(error, "http_status_code", 500))
    if isinstance(error, PageDoesNotExistError | DoesNotExistError):
        title, message, status = _("Not Found"), _("There is nothing here"), 404
    else:
        told = explain(error, status)
        title, message = told["title"], told["message"]
    local.message_log = []
    return render("error.html", {"title": title, "message": plain(message)}, status)
