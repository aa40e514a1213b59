from dataclasses import astuple
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.periods import Month
from govplan.domain.reporting_calendar import (
    CalendarRules,
    CalendarRulesError,
    reporting_dates,
)
from govplan.domain.working_days import (
    add_working_days,
    is_working_day,
    last_working_day,
    roll_forward,
)

months = st.builds(Month, st.integers(2000, 2100), st.integers(1, 12))
rules = st.lists(st.integers(1, 31), min_size=6, max_size=6).map(
    lambda days: CalendarRules(*sorted(days))
)


@st.composite
def months_with_holidays(draw):
    month = draw(months)
    offsets = draw(st.sets(st.integers(0, 70), max_size=12))
    return month, {month.first_day + timedelta(offset) for offset in offsets}


def test_january_2025_may_be_published_until_monday_17_february():
    assert reporting_dates(Month(2025, 1)).legal_limit == date(2025, 2, 17)


def test_the_dates_of_october_2021():
    assert astuple(reporting_dates(Month(2021, 10))) == (
        date(2021, 10, 29),
        date(2021, 11, 5),
        date(2021, 11, 8),
        date(2021, 11, 10),
        date(2021, 11, 11),
        date(2021, 11, 12),
        date(2021, 11, 15),
    )


def test_a_holiday_moves_a_date_and_none_overtakes_another():
    independence = {date(2021, 11, 2), date(2021, 11, 3), date(2021, 11, 5)}
    dates = reporting_dates(Month(2021, 10), holidays=independence)
    assert dates.unit_cutoff == date(2021, 11, 8) == dates.coordination_cutoff


def test_a_day_the_month_lacks_is_its_last():
    late = CalendarRules(legal_day=31)
    assert reporting_dates(Month(2024, 1), late).legal_limit == date(2024, 2, 29)


@pytest.mark.parametrize("wrong", [{"mayor_day": 7}, {"unit_day": 0}, {"legal_day": 32}])
def test_days_out_of_order_or_range_are_refused(wrong):
    with pytest.raises(CalendarRulesError):
        CalendarRules(**wrong)


@given(months_with_holidays(), rules)
def test_every_date_is_a_working_day_and_none_comes_before_the_one_above(place, days):
    month, holidays = place
    dates = astuple(reporting_dates(month, days, holidays))
    assert list(dates) == sorted(dates)
    assert all(is_working_day(day, holidays) for day in dates)


def test_saturdays_sundays_and_holidays_are_not_worked():
    assert is_working_day(date(2025, 2, 14))
    assert not is_working_day(date(2025, 2, 15))
    assert not is_working_day(date(2025, 2, 16))
    assert not is_working_day(date(2025, 5, 1), {date(2025, 5, 1)})


def test_a_working_day_does_not_roll():
    assert roll_forward(date(2025, 2, 14)) == date(2025, 2, 14)
    assert roll_forward(date(2025, 2, 15), {date(2025, 2, 17)}) == date(2025, 2, 18)


def test_the_last_working_day_goes_back_over_new_years_eve():
    assert last_working_day(Month(2024, 12), {date(2024, 12, 31)}) == date(2024, 12, 30)


def test_fifteen_working_days_are_three_weeks():
    assert add_working_days(date(2025, 2, 3), 15) == date(2025, 2, 24)
    assert add_working_days(date(2025, 2, 3), 15, {date(2025, 2, 10)}) == date(2025, 2, 25)
    assert add_working_days(date(2025, 2, 3), 0) == date(2025, 2, 3)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_working_days_added_can_be_taken_away(day, days):
    start = roll_forward(day)
    assert add_working_days(add_working_days(start, days), -days) == start
