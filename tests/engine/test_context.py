"""A request starts with nothing left from the one before, and ends with nothing at all."""

import pytest

from frappe_embedded import context, errors
from frappe_embedded.context import local


def test_a_new_request_keeps_the_site_and_nothing_else(db):
    local.flags.in_import = True
    local.message_log.append("x")
    context.reset_request()
    assert local.flags == {}
    assert local.message_log == []
    assert local.site == "bare"
    assert context.current_user() == "Guest"
    local.db = db


def test_the_proxies_follow_the_request(db):
    assert context.db.statement_count == db.statement_count
    context.flags.x = 1
    assert local.flags.x == 1
    assert context.get_site_path("public", "files").endswith("bare/public/files")


def test_after_the_end_there_is_no_site(db):
    kept = dict(local)
    context.release()
    assert not context.is_open()
    with pytest.raises(AttributeError):
        _ = local.flags
    for name, value in kept.items():
        setattr(local, name, value)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.ValidationError, 417),
        (errors.LinkExistsError, 417),
        (errors.DoesNotExistError, 404),
        (errors.PageDoesNotExistError, 404),
        (errors.DuplicateEntryError, 409),
        (errors.PermissionError, 403),
        (errors.AuthenticationError, 401),
        (errors.CSRFTokenError, 400),
        (errors.RateLimitExceededError, 429),
        (errors.LinkExpired, 410),
        (errors.OutgoingEmailError, 501),
        (errors.NotSupported, 501),
        (errors.FrappeTypeError, 417),
        (errors.OperationalError, 500),
        (errors.Redirect, None),
    ],
)
def test_errors_carry_their_http_status(error, status):
    assert getattr(error, "http_status_code", None) == status


@pytest.mark.parametrize("name", ["DuplicateEntryError", "PermissionError", "AuthenticationError"])
def test_some_errors_are_not_validation_errors(name):
    assert not issubclass(getattr(errors, name), errors.ValidationError)
