from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.periods import (
    Frequency,
    Month,
    fiscal_months,
    fiscal_year,
    is_due,
    months_between,
    period_of,
)

months = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))
steps = st.integers(-1200, 1200)


@given(months)
def test_a_month_reads_back_from_its_text(month):
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize("text", ["2021-13", "2021-00", "2021-1", "21-10", "2021/10", "2021-10-01"])
def test_no_other_text_is_a_month(text):
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


@given(months, steps, steps)
def test_adding_months_is_arithmetic(month, one, other):
    assert month.plus(one).plus(other) == month.plus(one + other)
    assert month.plus(one).minus(one) == month
    assert month.plus(one).since(month) == one
    assert (month.plus(one) > month) == (one > 0)


@given(months)
def test_a_month_ends_the_day_before_the_next_begins(month):
    assert (month.next().first_day - month.last_day).days == 1
    assert month.next().previous() == month
    assert Month.of(month.last_day) == month


def test_the_first_and_last_months_there_are():
    assert Month(1, 1).last_day == date(1, 1, 31)
    with pytest.raises(ValueError, match="No such month"):
        Month(9999, 12).next()


def test_february_ends_on_the_29th_in_a_leap_year():
    assert Month(2024, 2).last_day == date(2024, 2, 29)
    assert Month(2023, 2).last_day == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("frequency", "due"),
    [
        (Frequency.MONTHLY, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        (Frequency.BIMONTHLY, [2, 4, 6, 8, 10, 12]),
        (Frequency.QUARTERLY, [3, 6, 9, 12]),
        (Frequency.FOUR_MONTHLY, [4, 8, 12]),
        (Frequency.HALF_YEARLY, [6, 12]),
        (Frequency.YEARLY, [12]),
    ],
)
def test_each_frequency_is_due_when_its_periods_end(frequency, due):
    assert [one.month for one in fiscal_months(2024) if is_due(frequency, one)] == due


def test_a_quarterly_indicator_with_a_lag_of_one_is_due_a_month_later():
    due = [one.month for one in fiscal_months(2024) if is_due(Frequency.QUARTERLY, one, lag=1)]
    assert due == [1, 4, 7, 10]


def test_february_belongs_to_the_first_quarter():
    assert period_of(Frequency.QUARTERLY, Month(2024, 2)) == (Month(2024, 1), Month(2024, 3))


@given(months, st.sampled_from(Frequency), st.integers(1, 12))
def test_periods_tile_the_fiscal_year(month, frequency, year_starts):
    first, last = period_of(frequency, month, year_starts)
    assert first <= month <= last
    assert fiscal_year(first, year_starts) == fiscal_year(last, year_starts)
    assert last.since(first) == frequency.months - 1
    assert period_of(frequency, last.next(), year_starts)[0] == last.next()


def test_a_fiscal_year_from_july_is_named_after_its_start():
    assert fiscal_year(Month(2024, 6), year_starts=7) == 2023
    assert fiscal_months(2023, year_starts=7)[-1] == Month(2024, 6)


def test_months_between_includes_both_ends():
    assert months_between(Month(2023, 12), Month(2024, 2)) == [
        Month(2023, 12),
        Month(2024, 1),
        Month(2024, 2),
    ]
    assert months_between(Month(2024, 2), Month(2024, 1)) == []
