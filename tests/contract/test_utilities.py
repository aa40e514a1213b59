"""Edges of the conversions the app leans on (section 8, pitfall 63)."""

from datetime import date, timedelta
from html import unescape

import frappe
import pytest
from frappe.utils import (
    add_days,
    add_months,
    cint,
    cstr,
    date_diff,
    escape_html,
    flt,
    get_first_day,
    get_last_day,
    getdate,
    month_diff,
    now_datetime,
    nowdate,
    sbool,
    strip_html,
    validate_email_address,
)

pytestmark = pytest.mark.usefixtures("site")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("1,234.5", 1234.5), ("abc", 0.0), (None, 0.0), ("1,5", 15.0), ("", 0.0), (True, 1.0)],
)
def test_flt_reads_commas_as_thousands_and_never_raises(given, expected):
    assert flt(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"), [("7.9", 7), ("1e3", 1000), (None, 0), ("x", 0), (True, 1)]
)
def test_cint_cuts_and_never_raises(given, expected):
    assert cint(given) == expected


def test_cstr_of_none_is_empty_text():
    assert (cstr(None), cstr("ñ"), cstr(5)) == ("", "ñ", "5")


def test_getdate_of_nothing_is_today_and_of_nonsense_raises():
    assert getdate(None) == getdate("") == getdate(nowdate())
    assert getdate("0000-00-00") is None
    for text in ("30-02", "2026-02-30"):
        with pytest.raises(frappe.ValidationError):
            getdate(text)


def test_dates_that_are_not_iso_are_read_month_first():
    assert getdate("05-01-2026") == getdate("05/01/2026") == date(2026, 5, 1)


def test_adding_months_keeps_within_the_month_and_the_kind_of_value():
    assert add_months("2026-01-31", 1) == "2026-02-28"
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_days(date(2026, 2, 28), 1) == date(2026, 3, 1)


def test_months_between_count_both_ends_and_days_do_not():
    assert month_diff("2026-03-01", "2026-01-31") == 3
    assert date_diff("2026-03-01", "2026-02-28") == 1


def test_the_first_and_last_day_are_dates():
    assert get_first_day("2026-02-10") == date(2026, 2, 1)
    assert get_last_day("2028-02-10") == date(2028, 2, 29)


def test_now_is_naive_and_today_is_text():
    assert now_datetime().tzinfo is None
    assert nowdate() == now_datetime().strftime("%Y-%m-%d")
    assert abs(now_datetime() - frappe.utils.get_datetime(None)) < timedelta(minutes=1)


def test_markup_is_escaped_and_stripped():
    escaped = escape_html("<b>\"'&")
    assert not set(escaped) & set("<>\"'")
    assert unescape(escaped) == "<b>\"'&"
    assert strip_html("<p>a <b>b</b></p>") == "a b"


def test_an_address_that_is_none_answers_empty_text_or_raises():
    assert validate_email_address("a@b") == ""
    assert validate_email_address("ana@example.com") == "ana@example.com"
    with pytest.raises(frappe.InvalidEmailAddressError):
        validate_email_address("a@b", throw=True)


def test_words_for_yes_and_no():
    assert (sbool("true"), sbool("false"), sbool("1"), sbool("0")) == (True, False, True, False)
