"""Arguments of a request as the function's annotations ask for them."""

from datetime import date
from typing import Any, Literal

import frappe
import pytest

from frappe_embedded.whitelist import call, coerce, whitelist


@pytest.mark.parametrize(
    ("value", "hint", "typed"),
    [
        ("5", int, 5),
        ("5", Any, "5"),
        (5.0, int, 5),
        ("1.5", float, 1.5),
        (2, float, 2.0),
        ("true", bool, True),
        ("0", bool, False),
        (None, int | None, None),
        ("7", int | None, 7),
        ("a", int | str, "a"),
        ("5", str | int, "5"),
        ("2026-01-05", date, date(2026, 1, 5)),
        ([1], list[int], [1]),
        ({"a": 1}, dict, {"a": 1}),
        ("x", Literal["x", "y"], "x"),
        ("anything", "Unknown", "anything"),
    ],
)
def test_a_value_becomes_what_is_asked_for(value, hint, typed):
    found = coerce(value, hint)
    assert (found, type(found)) == (typed, type(typed))


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("many", int), (5.5, int), ("x", float), ("maybe", bool), (5, str), ("[1]", list),
        ("{}", dict), ("z", Literal["x", "y"]), (None, int), ("30-02-2026", date),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(value, hint):
    with pytest.raises((TypeError, ValueError)):
        coerce(value, hint)


def test_a_call_passes_what_the_function_takes():
    assert call(lambda a, b=2: (a, b), a=1, c=3) == (1, 2)
    assert call(lambda **rest: rest, a=1, ignore_permissions=1, flags={}) == {"a": 1}


def test_only_what_was_opened_may_be_called(ct):
    def closed():
        """Nobody opened it."""

    @whitelist()
    def for_users():
        """For whoever is logged in."""

    frappe.is_whitelisted(for_users)
    for user, function in (("Administrator", closed), ("Guest", for_users)):
        frappe.set_user(user)
        with pytest.raises(frappe.PermissionError):
            frappe.is_whitelisted(function)
