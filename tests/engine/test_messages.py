"""What the user is told is collected, and errors carry what was said."""

import pytest

from frappe_embedded import messages
from frappe_embedded.context import local
from frappe_embedded.errors import MandatoryError, Redirect, ValidationError

pytestmark = pytest.mark.usefixtures("db")


def test_throwing_tells_and_raises():
    with pytest.raises(MandatoryError, match="Say why"):
        messages.throw("Say why", MandatoryError, title="Missing")
    (told,) = messages.get_message_log()
    assert (told.message, told.title, told.indicator, told.raise_exception) == (
        "Say why",
        "Missing",
        "red",
        1,
    )


def test_an_instance_is_raised_as_it_is():
    error = Redirect(302)
    with pytest.raises(Redirect) as caught:
        messages.throw("Elsewhere", error)
    assert caught.value is error
    assert error.http_status_code == 302


def test_a_message_alone_stops_nothing():
    messages.msgprint("Saved", alert=True, indicator="green")
    assert local.message_log == [
        {"message": "Saved", "title": "Message", "indicator": "green", "alert": 1}
    ]


def test_a_message_may_raise():
    with pytest.raises(ValidationError):
        messages.msgprint("No", raise_exception=True)
    with pytest.raises(MandatoryError):
        messages.msgprint("No", raise_exception=MandatoryError)


def test_muted_messages_are_not_collected_but_errors_are_raised():
    local.flags.mute_messages = True
    messages.msgprint("Saved")
    with pytest.raises(ValidationError):
        messages.throw("No")
    assert local.message_log == []


def test_messages_can_be_forgotten():
    for text in ("a", "b"):
        messages.msgprint(text)
    messages.clear_last_message()
    assert [told.message for told in local.message_log] == ["a"]
    messages.clear_messages()
    messages.clear_last_message()
    assert local.message_log == []
