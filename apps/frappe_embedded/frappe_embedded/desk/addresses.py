"""Where things are in the back office: DocTypes and records to addresses, and back."""

from typing import Any
from urllib.parse import quote, urlencode

from ..context import local
from ..errors import PageDoesNotExistError
from ..text import slug
from ..translate import _

HOME = "/app"


def is_desk(path: str) -> bool:
    """True for the paths the back office answers."""
    return path == HOME or path.startswith(f"{HOME}/")


def address(doctype: str, name: Any = None, tail: str = "", **query: Any) -> str:
    """The address of a DocType's list, or of a record's form; empty values of `query` are left out.

    `tail` is what follows, such as `view/tree` of a list.
    """
    parts = [HOME, quote(slug(doctype), safe="")]
    if name is not None:
        parts.append(quote(str(name), safe=""))
    if tail:
        parts.append(tail)
    given = {key: value for key, value in query.items() if value not in (None, "")}
    return "/".join(parts) + (f"?{urlencode(given, doseq=True)}" if given else "")


def doctype_of(part: str) -> str:
    """The DocType an address names. Raises PageDoesNotExistError when the site has none like it."""
    rows = local.db.sql(
        "SELECT name FROM tabDocType WHERE LOWER(REPLACE(name, ' ', '-')) = %s", (part.lower(),)
    )
    if not rows:
        raise PageDoesNotExistError(_("There is no page at this address."))
    return str(rows[0][0])
