"""Dates, money and values are shown as System Settings and the reader's language say."""

import datetime

import pytest
import time_machine

from frappe_embedded import formats
from frappe_embedded.cache import forget
from frappe_embedded.context import local


@pytest.fixture
def settings(db):
    """Sets System Settings."""

    def change(**values):
        for field, value in values.items():
            row = {"doctype": "System Settings", "field": field, "value": value}
            db.upsert("tabSingles", row, ["doctype", "field"])
        forget("singles")

    return change


def test_rounding_is_the_sites(settings):
    assert formats.flt("2.345", 2) == 2.35
    settings(rounding_method="Banker's Rounding")
    assert formats.flt(2.345, 2) == 2.34
    assert formats.flt(2.345, 2, "Commercial Rounding") == 2.35
    assert formats.flt("1,5") == 15.0
    assert formats.rounded(2.5) == 2.0


def test_dates(settings):
    assert formats.formatdate(None) == formats.formatdate("") == ""
    assert formats.formatdate("2026-03-04") == "2026-03-04"
    settings(date_format="dd-mm-yyyy", time_format="HH:mm")
    assert formats.formatdate("2026-03-04") == "04-03-2026"
    assert formats.format_datetime("2026-03-04 05:06:07") == "04-03-2026 05:06"
    assert formats.format_time("5:06:07") == "05:06"
    local.lang = "es"
    assert formats.formatdate("2026-03-04", "dd MMMM yyyy") == "04 marzo 2026"
    assert formats.format_datetime("2026-03-04 05:06:07", "d MMM HH:mm") == "4 mar 05:06"


def test_how_long_ago_is_said_in_the_readers_language(db):
    with time_machine.travel(
        datetime.datetime(2026, 3, 4, tzinfo=datetime.timezone.utc), tick=False
    ):
        assert formats.pretty_date("2026-03-01 05:30:00") == "3 days ago"
        local.lang = "es-EC"
        assert formats.pretty_date("2026-03-01 05:30:00") == "hace 3 días"
        local.lang = "not a language"
        assert formats.pretty_date("2026-03-01 05:30:00") == "3 days ago"
    assert formats.pretty_date(None) == ""


@pytest.mark.parametrize(
    ("amount", "options", "shown"),
    [
        (1234567.891, {}, "1,234,567.89"),
        (1234567.891, {"currency": "PYG"}, "₲ 1,234,567.89"),
        (None, {}, "0.00"),
        (-5.5, {"currency": "USD"}, "$ -5.50"),
        (1234.5, {"format": "#.###,##"}, "1.234,50"),
        (1234.5, {"format": "#.###"}, "1.234"),
        (1234.5, {"precision": 1}, "1,234.5"),
        (-0.001, {}, "0.00"),
    ],
)
def test_money(db, amount, options, shown):
    assert formats.fmt_money(amount, **options) == shown


@pytest.mark.parametrize(
    ("value", "field", "shown"),
    [
        (1234.5, {"fieldtype": "Currency"}, "1,234.50"),
        (1234.56789, {"fieldtype": "Float"}, "1,234.568"),
        (1234.56789, {"fieldtype": "Float", "precision": "1"}, "1,234.6"),
        (1234.0, {"fieldtype": "Float"}, "1,234"),
        (0.5, {"fieldtype": "Percent"}, "0.5%"),
        (None, {"fieldtype": "Percent"}, "0%"),
        ("1", {"fieldtype": "Check"}, 1),
        (1234, "Int", 1234),
        ("a\nb", {"fieldtype": "Small Text"}, "a<br>b"),
        (datetime.date(2026, 3, 4), "Date", "2026-03-04"),
        (datetime.timedelta(hours=5), "Time", "05:00:00"),
        (93784, "Duration", "1d 2h 3m 4s"),
        (None, "Date", ""),
        (None, None, ""),
        ("x", None, "x"),
    ],
)
def test_values_by_their_field(db, value, field, shown):
    assert formats.format_value(value, field) == shown


def test_lists_in_words(db):
    assert formats.comma_and(["a", "b"]) == "'a' and 'b'"
    assert formats.comma_and(["a", "b", "c"], add_quotes=False) == "a, b and c"
    assert formats.comma_and("a") == "a"
    assert formats.comma_and(["a"], add_quotes=False) == "a"
    assert formats.comma_and([]) == ""


def test_small_things():
    assert formats.bold("<x>") == "<strong>&lt;x&gt;</strong>"
    assert formats.format_duration(90061, hide_days=True) == "25h 1m 1s"
