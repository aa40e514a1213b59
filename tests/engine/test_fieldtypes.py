"""What each field type stores and gives back."""

import datetime

import pytest

from frappe_embedded.fieldtypes import cast, for_database, is_numeric


@pytest.mark.parametrize(
    ("fieldtype", "given", "stored"),
    [
        ("Data", None, None),
        ("Data", "", ""),
        ("Data", 5, "5"),
        ("JSON", {"a": "ñ"}, '{"a": "ñ"}'),
        ("Int", "7.9", 7),
        ("Int", None, 0),
        ("Check", "yes", 0),
        ("Check", "2", 1),
        ("Currency", "1,234.5", 1234.5),
        ("Float", 1 / 3, 0.333333333),
        ("Rating", 1.7, 1.0),
        ("Date", "", None),
        ("Date", datetime.datetime(2026, 1, 2, 3), "2026-01-02"),
        ("Datetime", "2026-01-02", "2026-01-02 00:00:00.000000"),
        ("Datetime", "2026-01-02 03:04:05.000006", "2026-01-02 03:04:05.000006"),
        ("Time", "3:04", datetime.timedelta(hours=3, minutes=4)),
        (None, object, object),
    ],
)
def test_values_go_in(fieldtype, given, stored):
    assert for_database(fieldtype, given) == stored


@pytest.mark.parametrize(
    ("fieldtype", "stored", "value"),
    [
        ("Int", "5", 5),
        ("Check", None, 0),
        ("Float", None, 0.0),
        ("Date", "2026-01-02", datetime.date(2026, 1, 2)),
        ("Date", "", None),
        ("Datetime", "2026-01-02 03:04:05.000006", datetime.datetime(2026, 1, 2, 3, 4, 5, 6)),
        ("Time", "03:04:00.000000", datetime.timedelta(hours=3, minutes=4)),
        ("Small Text", None, None),
        (None, "x", "x"),
    ],
)
def test_values_come_out(fieldtype, stored, value):
    assert cast(fieldtype, stored) == value


def test_for_numbers_zero_means_not_set():
    assert is_numeric("Percent") and is_numeric("Check")
    assert not is_numeric("Data") and not is_numeric("Table") and not is_numeric(None)
