"""On which days a last day is reminded of: working days, caught up once, never a week late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.reminders import (
    CATCH_UP,
    ReminderDaysError,
    ReminderRules,
    day_to_remind,
    last_chance,
    read_days,
    reminder_days,
)
from govplan.domain.working_days import is_working_day

RULES = ReminderRules()
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
counts = st.lists(st.integers(0, 10), max_size=4).map(tuple)
rules = st.builds(ReminderRules, counts, counts)


def test_the_usual_days_around_a_thursday():
    # Thursday 5 November 2026; the 2nd and 3rd are holidays in Ecuador, 7 and 8 a weekend.
    holidays = {date(2026, 11, 2), date(2026, 11, 3)}
    november = [date(2026, 10, 29), date(2026, 11, 4), date(2026, 11, 5)]
    after = [date(2026, 11, 6), date(2026, 11, 10), date(2026, 11, 16)]
    assert reminder_days(date(2026, 11, 5), RULES, holidays) == november + after


def test_a_last_day_put_on_a_sunday_is_reminded_of_on_the_friday_before():
    only_that_day = ReminderRules(before=(0,), after=())
    assert reminder_days(date(2026, 11, 8), only_that_day) == [date(2026, 11, 6)]
    assert last_chance(date(2026, 11, 8)) == date(2026, 11, 6)
    assert last_chance(date(2026, 11, 6)) == date(2026, 11, 6)


def test_a_reminder_missed_on_friday_is_due_on_monday_and_not_on_saturday():
    friday, last_day = date(2026, 11, 6), date(2026, 11, 9)
    rules = ReminderRules(before=(1,), after=())
    found = [day_to_remind(last_day, friday + timedelta(n), rules) for n in range(-1, 4)]
    assert found == [None, friday, None, None, friday]


def test_reminders_missed_are_one_the_latest():
    last_day = date(2026, 11, 5)
    assert day_to_remind(last_day, date(2026, 11, 11), RULES) == date(2026, 11, 10)


def test_what_was_due_long_ago_is_not_sent():
    rules = ReminderRules(before=(0,), after=())
    last_day = date(2026, 11, 5)
    assert day_to_remind(last_day, date(2026, 11, 12), rules) == last_day
    assert day_to_remind(last_day, date(2026, 11, 13), rules) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [("3,1,0", (3, 1, 0)), (" 3 , 1 ", (3, 1)), ("", ()), ("  ", ()), ("30", (30,))],
)
def test_days_are_read_from_a_list(text, read):
    assert read_days(text) == read


@pytest.mark.parametrize("text", ["3;1", "-1", "3,,1", "a", "31", "1.5", "3,1,"])
def test_what_is_no_list_of_days_is_refused(text):
    with pytest.raises(ReminderDaysError):
        read_days(text)


@given(days, rules, st.sets(days, max_size=20))
def test_nobody_is_reminded_on_a_free_day(last_day, rules, holidays):
    found = reminder_days(last_day, rules, holidays)
    assert all(is_working_day(day, holidays) for day in found)
    assert found == sorted(set(found))


@given(days, st.integers(-20, 30), rules)
def test_what_is_due_is_one_of_the_days_and_not_old(last_day, distance, rules):
    today = last_day + timedelta(distance)
    due = day_to_remind(last_day, today, rules)
    if due is not None:
        assert due in reminder_days(last_day, rules)
        assert timedelta(0) <= today - due <= CATCH_UP
