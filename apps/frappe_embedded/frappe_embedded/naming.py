"""How a new record gets its name: series, expressions, fields, prompts, hashes, amendments."""

import re
import secrets
import string
from typing import Any

from .context import local
from .dates import now_datetime
from .errors import NameError, ValidationError
from .messages import throw
from .meta import Meta, get_meta
from .text import strip_html
from .translate import _
from .values import cint, cstr

HASH_LENGTH = 10
_LETTERS = string.digits + string.ascii_lowercase
_DEFAULT_COUNTER = ".#####"


def set_new_name(doc: Any) -> None:
    """Give a new document its name.

    A name the caller set counts only for `prompt`, during an import, or with `flags.name_set`.
    Raises ValidationError when what the name is made of is missing, NameError for a bad name.
    """
    doc.run_method("before_naming")
    meta = get_meta(doc.doctype)
    autoname = meta.autoname or ""
    keeps = autoname.lower() == "prompt" or local.flags.in_import or doc.flags.name_set
    if not (keeps and doc.name):
        doc.name = None
        _find_name(doc, meta, autoname)
    doc.name = validate_name(doc.doctype, doc.name)


def _find_name(doc: Any, meta: Meta, autoname: str) -> None:
    if autoname == "autoincrement":
        doc.name = local.db.next_number(f"autoincrement:{meta.name}")
    elif doc.get("amended_from"):
        doc.name = _amended_name(doc)
    elif meta.issingle:
        doc.name = meta.name
    else:
        doc.run_method("autoname")
        if not doc.name:
            doc.name = _by_option(doc, meta, autoname)


def _by_option(doc: Any, meta: Meta, autoname: str) -> str | None:
    kind = autoname.lower()
    if kind.startswith("naming_series:"):
        return _by_series(doc, meta)
    if kind.startswith("field:"):
        return _by_field(doc, meta, autoname[6:])
    if kind.startswith("format:"):
        return _format_name(autoname[autoname.find(":") + 1 :], doc)
    if kind == "prompt":
        throw(_("Please set the name of the new {0}").format(_(meta.name)), ValidationError)
    if "#" in autoname:
        return make_autoname(autoname, doc=doc)
    return random_name()


def _by_series(doc: Any, meta: Meta) -> str:
    series = doc.get("naming_series") or get_default_naming_series(meta.name)
    if not series:
        throw(_("{0} needs a naming series").format(_(meta.name)), ValidationError)
    doc.naming_series = series
    return make_autoname(f"{series}.#####" if "#" not in series else series, doc=doc)


def _by_field(doc: Any, meta: Meta, fieldname: str) -> str:
    value = cstr(doc.get(fieldname)).strip()
    if not value:
        throw(_("{0} is required").format(_(meta.get_label(fieldname))), ValidationError)
    return value


def random_name() -> str:
    """Ten random lower-case letters and digits."""
    number, letters = secrets.randbelow(len(_LETTERS) ** HASH_LENGTH), []
    for _place in range(HASH_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "".join(letters)


def make_autoname(key: str = "", doctype: str = "", doc: Any = None) -> str:
    """A name by an expression of parts between dots: `PRE-.YYYY.-.####`, or `hash`.

    Parts: YY, YYYY, MM, DD, WW, timestamp, a field in braces or bare, `#` for each digit of the
    counter of all that stands before it; anything else as it is. Five digits when there is no `#`.
    """
    if key == "hash":
        return random_name()
    if "#" not in key:
        key += _DEFAULT_COUNTER
    return parse_naming_series(key.split("."), doc=doc)


def parse_naming_series(parts: list[str] | str, doctype: str | None = None, doc: Any = None) -> str:
    """The name the parts of an expression make, taking one number of its series."""
    name, counted = "", False
    for part in parts.split(".") if isinstance(parts, str) else parts:
        if part.startswith("#"):
            name += "" if counted else getseries(name, len(part))
            counted = True
        else:
            name += _part(part, doc)
    return name


def _part(part: str, doc: Any) -> str:
    moment = now_datetime()
    by_date = {
        "YY": "%y",
        "YYYY": "%Y",
        "MM": "%m",
        "DD": "%d",
        "timestamp": "%Y-%m-%d %H:%M:%S.%f",
    }
    if part in by_date:
        return moment.strftime(by_date[part])
    if part == "WW":
        return f"{moment.isocalendar()[1]:02}"
    field = part.strip("{}")
    if doc is not None and field and (part.startswith("{") or doc.get(field) is not None):
        return cstr(doc.get(field)).strip()
    return part


def _format_name(pattern: str, doc: Any) -> str:
    # Each brace is evaluated by itself, so all counters `{##}` share the series without prefix.
    return re.sub(r"\{(.+?)\}", lambda brace: _brace(brace.group(1), doc), pattern)


def _brace(inner: str, doc: Any) -> str:
    if inner.startswith("#"):
        return getseries("", len(inner))
    made = _part(inner, doc)
    return made if made != inner or doc is None else cstr(doc.get(inner))


def getseries(key: str, digits: int) -> str:
    """The next number of a series, with leading zeros. A rollback gives it back."""
    return f"{local.db.next_number(key):0{digits}d}"


def revert_series_if_last(key: str, name: str, doc: Any = None) -> None:
    """Take the last number of a series back, if `name` carries it. `key` is the expression."""
    prefix = _prefix_of(key, doc)
    if prefix is None or not name.startswith(prefix) or not name[len(prefix) :].isdigit():
        return
    local.db.sql(
        "UPDATE tabSeries SET current = current - 1 WHERE name = %s AND current = %s",
        (prefix, int(name[len(prefix) :])),
    )


def revert_series(doc: Any) -> None:
    """Take the number of a deleted document back, if it was the last of its series."""
    key = doc.get("naming_series") or get_meta(doc.doctype).autoname or ""
    if doc.get("amended_from") or (not doc.get("naming_series") and "#" not in key):
        return
    if not key.startswith("format:"):
        revert_series_if_last(key, cstr(doc.name), doc)


def _prefix_of(key: str, doc: Any) -> str | None:
    parts = (key if "#" in key else key + _DEFAULT_COUNTER).split(".")
    before = parts[: next(i for i, part in enumerate(parts) if part.startswith("#"))]
    return "".join(_part(part, doc) for part in before)


def get_default_naming_series(doctype: str) -> str | None:
    """The first option of `naming_series`, or its default."""
    field = get_meta(doctype).get_field("naming_series")
    if field is None:
        return None
    return field.default or next((line for line in field.select_options if line), None)


def _amended_name(doc: Any) -> str:
    original = cstr(doc.amended_from)
    earlier = local.db.get_value(doc.doctype, original, "amended_from")
    if not earlier:
        return f"{original}-1"
    base, _dash, count = original.rpartition("-")
    return f"{base}-{cint(count) + 1}"


def validate_name(doctype: str, name: Any) -> Any:
    """The name, stripped. Raises NameError for one no record may have, ValidationError for none."""
    if isinstance(name, int):
        if get_meta(doctype).autoname != "autoincrement":
            throw(_("The name of a {0} must be text").format(_(doctype)), NameError)
        return name
    if not name or not name.strip():
        throw(_("{0} has no name").format(_(doctype)), ValidationError)
    name = name.strip()
    fresh = name.startswith(f"New {doctype}")
    same = name == doctype and not get_meta(doctype).issingle and doctype != "DocType"
    if fresh or same or re.search(r"[<>]", name):
        message = _("{0} cannot be the name of a {1}").format(strip_html(name), _(doctype))
        throw(message, NameError)
    return name
