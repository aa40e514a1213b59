"""Texts that must have a shape: e-mail and web addresses, telephone numbers, names, JSON."""

from email.utils import getaddresses
from typing import Any

from . import text
from .errors import (
    InvalidEmailAddressError,
    InvalidNameError,
    InvalidPhoneNumberError,
    ValidationError,
)
from .messages import throw
from .translate import _
from .values import cstr


def validate_email_address(email_str: Any, throw: bool = False) -> str:
    """The addresses in `email_str`, joined by commas; '' for what is none.

    With `throw` raises InvalidEmailAddressError instead of leaving one out.
    """
    found = []
    for _name, address in getaddresses([cstr(email_str).replace("\n", ",")]):
        if text.is_email(address):
            found.append(address)
        elif throw:
            _refuse(
                _("{0} is not an e-mail address"), address or email_str, InvalidEmailAddressError
            )
    if throw and not found:
        _refuse(_("{0} is not an e-mail address"), email_str, InvalidEmailAddressError)
    return ", ".join(found)


def validate_phone_number(phone_number: Any, throw: bool = False) -> bool:
    """True for a telephone number; with `throw` raises InvalidPhoneNumberError instead."""
    good = text.is_phone(cstr(phone_number))
    if throw and not good:
        _refuse(_("{0} is not a telephone number"), phone_number, InvalidPhoneNumberError)
    return good


def validate_name(name: Any, throw: bool = False) -> str:
    """The name of a person, '' for what is none; with `throw` raises InvalidNameError."""
    good = text.is_person_name(cstr(name))
    if throw and not good:
        _refuse(_("{0} is not the name of a person"), name, InvalidNameError)
    return cstr(name).strip() if good else ""


def validate_url(
    txt: Any, throw: bool = False, valid_schemes: str | list[str] | tuple[str, ...] | None = None
) -> bool:
    """True for an absolute address with one of the schemes; with `throw` raises ValidationError."""
    schemes = [valid_schemes] if isinstance(valid_schemes, str) else valid_schemes
    good = text.is_url(cstr(txt), tuple(schemes)) if schemes else text.is_url(cstr(txt))
    if throw and not good:
        _refuse(_("{0} is not a web address"), txt, ValidationError)
    return good


def _refuse(message: str, value: Any, error: type[Exception]) -> None:
    throw(message.format(text.escape_html(cstr(value))), error)
