"""Texts that must have a shape, and what is said when they have not."""

import pytest

from frappe_embedded import errors, validation

pytestmark = pytest.mark.usefixtures("db")


def test_addresses():
    assert validation.validate_email_address("a@b") == ""
    assert validation.validate_email_address("Ana <ana@x.org>, b@y.org\nz") == "ana@x.org, b@y.org"
    for bad in ("a@b", "", None):
        with pytest.raises(errors.InvalidEmailAddressError):
            validation.validate_email_address(bad, throw=True)


def test_telephone_numbers():
    assert validation.validate_phone_number("+593 3 293-0153")
    assert not validation.validate_phone_number("call me")
    with pytest.raises(errors.InvalidPhoneNumberError, match="call me"):
        validation.validate_phone_number("call me", throw=True)


def test_names_of_people():
    assert validation.validate_name(" Ñusta O'Higgins-Paz ") == "Ñusta O'Higgins-Paz"
    assert validation.validate_name("<x>") == ""
    with pytest.raises(errors.InvalidNameError, match="&lt;x&gt;"):
        validation.validate_name("<x>", throw=True)


def test_web_addresses():
    assert validation.validate_url("https://example.org")
    assert not validation.validate_url("https://example.org", valid_schemes="ftp")
    with pytest.raises(errors.ValidationError):
        validation.validate_url("javascript:x", throw=True)
