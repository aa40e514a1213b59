"""Text and HTML: escaping, cleaning, names for addresses, random strings."""

import hashlib
import html
import json
import re
import secrets
import string
from urllib.parse import urlsplit

import nh3

_TAG = re.compile(r"</?([a-zA-Z][\w:-]*)[^<>]*>|<!--.*?-->", re.DOTALL)
_EMAIL = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\".]{2,}")
_PHONE = re.compile(r"[0-9 +_\-,.*#()]{1,20}")
_PERSON = re.compile(r"[\w][\w\s'\-]*", re.UNICODE)

_TAGS = nh3.ALLOWED_TAGS | {"font", "section", "header", "footer", "label", "main", "u", "big"}
_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "*": {"class", "style", "id", "title", "lang", "dir", "align", "width", "height", "role"},
}
_STYLES = {
    "color", "background-color", "text-align", "text-decoration", "font-size", "font-weight",
    "font-style", "font-family", "line-height", "width", "height", "max-width", "margin",
    "margin-left", "margin-right", "margin-top", "margin-bottom", "padding", "padding-left",
    "padding-right", "padding-top", "padding-bottom", "border", "border-collapse",
    "vertical-align", "list-style-type", "white-space", "display", "float",
}  # fmt: skip


def escape_html(text: str) -> str:
    """`text` with & < > " and ' written as entities."""
    return html.escape(text, quote=True)


def strip_html(text: str) -> str:
    """`text` without its tags; entities stay as they are written."""
    return re.sub(r"<[^>]*>", "", text)


def has_tags(text: str) -> bool:
    """True when `text` holds something a browser would take for a tag or a comment."""
    return "<" in text and _TAG.search(text) is not None


def is_json(text: object) -> bool:
    """True when `text` is a JSON object or list written out."""
    if not isinstance(text, str) or not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def sanitize_html(text: str, linkify: bool = False) -> str:
    """`text` with only harmless markup: handlers and `javascript:` dropped, unknown tags escaped.

    Text without tags and JSON come back untouched. `linkify` is accepted for Frappe's sake and
    must stay False: the engine does not turn addresses into links.
    """
    if linkify:
        raise ValueError("sanitize_html does not make links; write the <a> yourself")
    if not isinstance(text, str) or not has_tags(text) or is_json(text):
        return text
    return clean_html(text)


def clean_html(text: str) -> str:
    """`text` as harmless HTML whatever it holds, half a tag or JSON too: to be shown in a page."""
    return nh3.clean(
        _TAG.sub(_escape_unknown, text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        filter_style_properties=_STYLES,
        link_rel=None,
    )


def _escape_unknown(found: re.Match[str]) -> str:
    tag = found.group(1)
    return (
        html.escape(found.group(0), quote=False)
        if tag and tag.lower() not in _TAGS
        else found.group(0)
    )


def slug(text: str) -> str:
    """`text` in lower case with hyphens for spaces; accents stay."""
    return text.lower().replace(" ", "-")


def scrub(text: str) -> str:
    """`text` as a folder or field name: lower case, spaces and hyphens as underscores."""
    return text.replace(" ", "_").replace("-", "_").lower()


def unscrub(text: str) -> str:
    """A field name as a title: `plan_node` is Plan Node."""
    return text.replace("_", " ").replace("-", " ").title()


def is_email(text: str) -> bool:
    """True for one plain address; `a@b` is none."""
    return _EMAIL.fullmatch(text.strip()) is not None and ".." not in text


def is_phone(text: str) -> bool:
    """True for digits with the signs people write between them."""
    return _PHONE.fullmatch(text.strip()) is not None


def is_person_name(text: str) -> bool:
    """True for letters of any alphabet, spaces, apostrophes and hyphens."""
    return _PERSON.fullmatch(text.strip()) is not None


def is_url(text: str, schemes: tuple[str, ...] = ("http", "https", "ftp", "ftps")) -> bool:
    """True for an absolute address with a host and one of `schemes`."""
    parts = urlsplit(text)
    return parts.scheme in schemes and bool(parts.netloc)


def generate_hash(txt: str | None = None, length: int = 56) -> str:
    """`length` random hexadecimal digits. `txt` is ignored; chance is enough."""
    return secrets.token_hex((length + 1) // 2)[:length]


def random_string(length: int) -> str:
    """`length` random ASCII letters."""
    return "".join(secrets.choice(string.ascii_letters) for _ in range(length))


def digest(text: str) -> str:
    """A short fingerprint of `text`, to see that it has changed; not for secrets."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
