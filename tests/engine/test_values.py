"""Conversions never raise, and round as the contract's table says."""

import datetime
from decimal import Decimal

import pytest

from frappe_embedded import values
from frappe_embedded.values import _dict, as_json, cint, cstr, parse_json, rounded, sbool, to_float


def test_a_missing_key_of_a_dict_reads_as_none():
    row = _dict(a=1)
    row.b = 2
    del row.a
    assert (row.a, row.b, row["b"]) == (None, 2, 2)
    assert row.update(c=3) is row
    assert type(row.copy()) is _dict


@pytest.mark.parametrize(
    ("given", "whole", "number"),
    [
        ("7.9", 7, 7.9),
        ("1e3", 1000, 1000.0),
        (None, 0, 0.0),
        ("abc", 0, 0.0),
        ("1,234.5", 0, 1234.5),
        ("1,5", 0, 15.0),
        (True, 1, 1.0),
        (float("inf"), 0, float("inf")),
    ],
)
def test_numbers_are_read_without_raising(given, whole, number):
    assert (cint(given), to_float(given)) == (whole, number)


@pytest.mark.parametrize(
    ("number", "precision", "legacy", "bankers", "commercial"),
    [
        (2.5, 0, 2, 2.0, 3.0),
        (1.5, 0, 2, 2.0, 2.0),
        (-2.5, 0, -2, -2.0, -3.0),
        (2.675, 2, 2.68, 2.68, 2.68),
        (2.345, 2, 2.35, 2.34, 2.35),
        (2.125, 2, 2.13, 2.12, 2.13),
        (1.005, 2, 1.01, 1.0, 1.01),
    ],
)
def test_the_three_rounding_methods(number, precision, legacy, bankers, commercial):
    assert rounded(number, precision) == legacy
    assert rounded(number, precision, values.BANKERS_ROUNDING) == bankers
    assert rounded(number, precision, values.COMMERCIAL_ROUNDING) == commercial


def test_legacy_rounding_without_decimals_answers_an_int():
    assert type(rounded(2.5)) is int
    assert type(rounded(2.5, 0, values.BANKERS_ROUNDING)) is float


def test_a_rounding_method_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="Upwards"):
        rounded(1.5, 0, "Upwards")


def test_what_cannot_be_rounded_comes_back():
    assert rounded(float("inf"), 2) == float("inf")
    assert rounded(1e300, 2) == 1e300


def test_text_of_nothing_is_empty():
    assert (cstr(None), cstr(b"\xc3\xb1"), cstr(5)) == ("", "ñ", "5")


def test_words_for_true_and_false():
    assert [sbool(word) for word in ("true", "False", "1", "yes", 3)] == [
        True,
        False,
        True,
        "yes",
        3,
    ]


def test_json_is_read_into_dicts_with_attributes_and_leaves_the_rest():
    assert parse_json('{"a": 1}').a == 1
    assert parse_json("[1, 2]") == [1, 2]
    assert parse_json(5) == 5


def test_json_writes_dates_as_frappe_does():
    row = {
        "b": datetime.datetime(2026, 1, 2, 3, 4, 5),
        "a": datetime.date(2026, 1, 2),
        "c": datetime.timedelta(hours=4, minutes=5, seconds=6),
        "d": Decimal("1.50"),
        "e": (item for item in (1, 2)),
    }
    assert parse_json(as_json(row)) == {
        "a": "2026-01-02",
        "b": "2026-01-02 03:04:05",
        "c": "4:05:06",
        "d": 1.5,
        "e": [1, 2],
    }
    assert list(parse_json(as_json(row))) == list("abcde")


def test_a_duration_shows_microseconds_only_when_there_are_any():
    assert values.timedelta_text(datetime.timedelta(hours=30, microseconds=7)) == "30:00:00.000007"
    assert values.timedelta_text(-datetime.timedelta(minutes=5)) == "-0:05:00"
