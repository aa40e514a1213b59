"""Addresses of mail: read from what apps give, each one plain and harmless in a header."""

from email.utils import parseaddr
from typing import Any, NoReturn

from ..errors import InvalidEmailAddressError
from ..messages import throw
from ..text import escape_html, is_email
from ..translate import _
from ..values import cstr


def read_addresses(given: Any) -> list[str]:
    """The addresses in a list, or in a text with commas or lines, each once.

    Names before them (`Ana <ana@example.org>`) are dropped. Raises InvalidEmailAddressError.
    """
    parts = given.replace("\n", ",").split(",") if isinstance(given, str) else given or ()
    found: dict[str, str] = {}
    for part in (text for text in map(_tidy, parts) if text):
        address = read_person(part)[1]
        found.setdefault(address.lower(), address)
    return list(found.values())


def read_person(given: Any) -> tuple[str, str]:
    """`(name, address)` of one person, the name perhaps empty. Raises as `read_addresses`."""
    text = _tidy(given)
    name, address = parseaddr(text)
    # The parser finds an address in much that is more than one.
    whole = text == address or (name and text.endswith(f"<{address}>"))
    if not (whole and text.isprintable() and is_plain(address)):
        _refuse(text)
    return name, address


def is_plain(address: str) -> bool:
    """True for one address every mail server takes: of ASCII, without spaces or signs of lists."""
    return address.isascii() and address.isprintable() and is_email(address)


def _tidy(given: Any) -> str:
    return cstr(given).strip()


def _refuse(given: str) -> NoReturn:
    message = _("{0} is not an e-mail address").format(escape_html(given))
    throw(message, InvalidEmailAddressError)
