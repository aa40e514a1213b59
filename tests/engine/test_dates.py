"""Dates as the contract's table says; text in gives text out."""

import datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from frappe_embedded import dates
from frappe_embedded.cache import forget
from frappe_embedded.context import local
from frappe_embedded.errors import ValidationError

NIGHT = datetime.datetime(2026, 3, 1, 3, 30, tzinfo=datetime.timezone.utc)


@pytest.fixture
def quito(db):
    """A site in Ecuador, at half past ten in the evening of the last of February."""
    for field, value in (("time_zone", "America/Guayaquil"), ("first_day_of_the_week", "Monday")):
        row = {"doctype": "System Settings", "field": field, "value": value}
        db.upsert("tabSingles", row, ["doctype", "field"])
    db.commit()
    forget("singles")
    with time_machine.travel(NIGHT, tick=False):
        yield db


def test_the_clock_is_the_sites(quito):
    assert dates.now_datetime() == datetime.datetime(2026, 2, 28, 22, 30)
    assert dates.nowdate() == dates.today() == "2026-02-28"
    assert dates.now() == "2026-02-28 22:30:00.000000"
    assert dates.nowtime() == "22:30:00.000000"
    assert dates.getdate() == dates.getdate("") == datetime.date(2026, 2, 28)
    assert dates.get_datetime() == datetime.datetime(2026, 2, 28, 22, 30)
    local.flags.current_date = "2026-05-06"
    assert dates.now() == "2026-05-06 22:30:00.000000"


def test_without_settings_the_clock_is_frappes(db):
    with time_machine.travel(NIGHT, tick=False):
        assert dates.now_datetime() == datetime.datetime(2026, 3, 1, 9, 0)


@pytest.mark.parametrize(
    ("given_text", "day"),
    [
        ("2026-01-05", datetime.date(2026, 1, 5)),
        ("2026-01-05 10:00:00", datetime.date(2026, 1, 5)),
        ("05-01-2026", datetime.date(2026, 5, 1)),
        ("01/05/2026", datetime.date(2026, 1, 5)),
        (datetime.datetime(2026, 1, 5, 10), datetime.date(2026, 1, 5)),
        ("0000-00-00", None),
    ],
)
def test_a_date_is_read(given_text, day):
    assert dates.getdate(given_text) == day


def test_a_date_may_be_read_day_first():
    assert dates.getdate("05-01-2026", parse_day_first=True) == datetime.date(2026, 1, 5)


@pytest.mark.parametrize("text", ["30-02", "2026-02-30", "someday"])
def test_what_is_no_date_is_refused(db, text):
    with pytest.raises(ValidationError, match=text):
        dates.getdate(text)


def test_a_datetime_is_read():
    assert dates.get_datetime("2026-01-05") == datetime.datetime(2026, 1, 5)
    assert dates.get_datetime("2026-01-05 10:00:00.5") == datetime.datetime(
        2026, 1, 5, 10, 0, 0, 500000
    )
    assert dates.get_datetime(datetime.date(2026, 1, 5)) == datetime.datetime(2026, 1, 5)
    assert dates.get_datetime((2026, 1, 5)) == datetime.datetime(2026, 1, 5)
    with pytest.raises(ValueError, match="bad"):
        dates.get_datetime("bad")


@pytest.mark.parametrize(
    "value", ["4:05:06", datetime.time(4, 5, 6), datetime.datetime(1, 1, 1, 4, 5, 6)]
)
def test_a_time_is_read(value):
    expected = datetime.timedelta(hours=4, minutes=5, seconds=6)
    assert dates.to_timedelta(value) == expected
    assert dates.get_time(expected) == datetime.time(4, 5, 6)


def test_moving_keeps_the_kind_it_was_given():
    assert dates.add_months("2026-01-31", 1) == "2026-02-28"
    assert dates.add_months(datetime.date(2026, 1, 31), 1) == datetime.date(2026, 2, 28)
    assert dates.add_days("2026-02-28", 1) == "2026-03-01"
    assert dates.add_years(datetime.date(2024, 2, 29), 1) == datetime.date(2025, 2, 28)
    assert dates.add_to_date("2026-01-01", hours=1) == "2026-01-01 01:00:00.000000"
    assert dates.add_to_date("2026-01-01 10:00:00", days=1) == "2026-01-02 10:00:00.000000"
    assert dates.add_to_date(datetime.date(2026, 1, 1), weeks=1, as_string=True) == "2026-01-08"


def test_differences():
    assert dates.date_diff("2026-03-01", "2026-02-27") == 2
    assert dates.month_diff("2026-03-01", "2026-01-31") == 3
    assert dates.time_diff_in_hours("2026-01-01 12:00:00", "2026-01-01 10:30:00") == 1.5
    assert dates.time_diff_in_seconds("2026-01-01 00:01:00", "2026-01-01") == 60.0


def test_ends_of_periods(quito):
    day = "2026-05-14"
    assert dates.get_first_day(day) == datetime.date(2026, 5, 1)
    assert dates.get_first_day(day, d_years=1, d_months=-1, as_str=True) == "2027-04-01"
    assert dates.get_last_day(day) == datetime.date(2026, 5, 31)
    assert dates.get_first_day_of_week(day) == datetime.date(2026, 5, 11)
    assert dates.get_quarter_start(day) == datetime.date(2026, 4, 1)
    assert dates.get_quarter_ending(day) == datetime.date(2026, 6, 30)
    assert dates.get_year_start(day, as_str=True) == "2026-01-01"
    assert dates.get_year_ending(day) == datetime.date(2026, 12, 31)


def test_the_week_begins_on_sunday_unless_set(db):
    assert dates.get_first_day_of_week("2026-05-14") == datetime.date(2026, 5, 10)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("today", "2026-02-28", "2026-02-28"),
        ("yesterday", "2026-02-27", "2026-02-27"),
        ("this week", "2026-02-23", "2026-03-01"),
        ("last month", "2026-01-01", "2026-01-31"),
        ("next month", "2026-03-01", "2026-03-31"),
        ("last quarter", "2025-10-01", "2025-12-31"),
        ("last 6 months", "2025-08-01", "2026-01-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last 7 days", "2026-02-21", "2026-02-28"),
    ],
)
def test_periods_in_words(quito, span, first, last):
    found = dates.get_timespan_date_range(span)
    assert found == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


def test_a_period_nobody_knows_is_none(quito):
    assert dates.get_timespan_date_range("last blue moon") is None


def test_utc_becomes_the_sites_time(quito):
    moment = datetime.datetime(2026, 3, 1, 3, 30)
    assert dates.convert_utc_to_system_timezone(moment).hour == 22


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)), st.integers(-600, 600))
def test_a_month_later_is_in_the_next_month(day, months):
    moved = dates.add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day
