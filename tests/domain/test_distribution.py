"""A target laid out over the months: parts sum to it, whatever rounds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.distribution import (
    DistributionError,
    Helper,
    Obstacle,
    decimals_of,
    fill_months,
    in_proportion,
    scaled,
)
from govplan.domain.periods import Frequency, fiscal_months
from govplan.domain.programming import check_programming
from govplan.domain.sheets import Accumulation, Direction, Sheet

D = Decimal
BLANK = [None] * 12

places = st.integers(0, 4)
totals = st.decimals(0, 10**9, places=4)
shares = st.lists(st.decimals(0, 1000, places=2), min_size=1, max_size=24).filter(any)
sums = [Helper.EVENLY, Helper.BY_QUARTER, Helper.LIKE_LAST_YEAR]


def sheet(target, **more):
    return Sheet(annual_target=None if target is None else D(target), **more)


def texts(months):
    return ["" if month is None else str(month) for month in months]


def test_a_hundred_trees_in_twelve_months_are_whole_trees():
    filled = fill_months(sheet(100), BLANK, Helper.EVENLY, 0)

    assert texts(filled) == ["8", "9", "8", "8", "9", "8", "8", "9", "8", "8", "9", "8"]
    assert sum(filled) == 100


def test_by_quarter_stands_at_the_quarters_ends():
    filled = fill_months(sheet(400), BLANK, Helper.BY_QUARTER, 0)

    assert texts(filled) == ["", "", "100"] * 4


def test_only_months_that_end_a_period_are_filled():
    yearly = fill_months(sheet(7, frequency=Frequency.YEARLY), BLANK, Helper.EVENLY, 0)
    quarterly = fill_months(
        sheet("10", frequency=Frequency.HALF_YEARLY), BLANK, Helper.BY_QUARTER, 0
    )

    assert texts(yearly) == [""] * 11 + ["7"]
    assert texts(quarterly) == ["", "", "", "", "", "5", "", "", "", "", "", "5"]


def test_last_years_profile_is_scaled_to_this_years_target():
    profile = [D(5), D(10), D(15), *[D(10)] * 9]

    filled = fill_months(sheet("132"), BLANK, Helper.LIKE_LAST_YEAR, 1, profile)

    assert sum(filled) == 132
    assert filled[:3] == [D("5.5"), D("11.0"), D("16.5")]


def test_months_given_stay_and_the_rest_takes_what_is_left():
    filled = fill_months(sheet(120), [D(5), D(10), D(15), *[None] * 9], Helper.EVENLY, 0)

    assert filled[:3] == [5, 10, 15]
    assert filled[3:] == [10] * 9


def test_months_before_the_first_are_left_as_they_are():
    asked = [D(5), None, D(15), *[None] * 9]

    filled = fill_months(sheet(110), asked, Helper.EVENLY, 0, first=3)
    kept = fill_months(
        sheet("98", accumulation=Accumulation.MAINTENANCE), BLANK, Helper.REPEAT, 0, first=10
    )

    assert filled == [5, None, 15, *[10] * 9]
    assert kept == [*[None] * 10, 98, 98]


def test_a_level_goes_in_equal_steps_from_its_baseline_to_the_target():
    level = sheet("42.38", accumulation=Accumulation.LEVEL, baseline=D("39.25"))

    filled = fill_months(level, BLANK, Helper.BY_QUARTER, 2)

    assert texts(filled) == ["", "", "40.03", "", "", "40.82", "", "", "41.60", "", "", "42.38"]


def test_a_descending_level_comes_down():
    level = sheet(
        "10",
        accumulation=Accumulation.LEVEL,
        direction=Direction.DESCENDING,
        baseline=D(16),
        frequency=Frequency.QUARTERLY,
    )

    filled = fill_months(level, BLANK, Helper.EVENLY, 1)

    assert [month for month in texts(filled) if month] == ["14.5", "13.0", "11.5", "10"]


def test_a_milestone_without_target_ends_at_all_its_steps():
    filled = fill_months(
        sheet(None, accumulation=Accumulation.MILESTONE), BLANK, Helper.BY_QUARTER, 0
    )

    assert [month for month in texts(filled) if month] == ["25", "50", "75", "100"]


@pytest.mark.parametrize("helper", [Helper.EVENLY, Helper.REPEAT])
def test_what_is_to_be_kept_is_asked_every_month(helper):
    kept = sheet("98", accumulation=Accumulation.MAINTENANCE)

    assert fill_months(kept, BLANK, helper, 0) == [98] * 12


@pytest.mark.parametrize(
    ("given_sheet", "months", "helper", "obstacle"),
    [
        (sheet(None), BLANK, Helper.EVENLY, Obstacle.NO_TARGET),
        (sheet(10), [D(11), *[None] * 11], Helper.EVENLY, Obstacle.ABOVE_TARGET),
        (sheet(10), [D(1)] * 12, Helper.EVENLY, Obstacle.ABOVE_TARGET),
        (sheet(12), [D(1)] * 12, Helper.EVENLY, Obstacle.NOTHING_TO_FILL),
        (sheet(12), BLANK, Helper.LIKE_LAST_YEAR, Obstacle.NO_LAST_YEAR),
        (sheet(12), BLANK, Helper.REPEAT, Obstacle.IS_A_SUM),
        (
            sheet(12, accumulation=Accumulation.LEVEL),
            [D(1)] * 12,
            Helper.REPEAT,
            Obstacle.NOTHING_TO_FILL,
        ),
    ],
)
def test_what_cannot_be_filled_says_why(given_sheet, months, helper, obstacle):
    with pytest.raises(DistributionError) as refusal:
        fill_months(given_sheet, months, helper, 0)
    assert refusal.value.obstacle is obstacle


def test_a_factor_keeps_the_decimals_a_quantity_has():
    assert scaled(D("120"), D("1.05"), 0) == 126
    assert scaled(D("0.25"), D("1.05"), 0) == D("0.26")


@given(totals, shares)
def test_parts_sum_exactly_to_the_whole(total, shares):
    parts = in_proportion(total, shares, 4)

    assert sum(parts) == total
    assert all(decimals_of(part) <= 4 for part in parts)


@given(totals, shares)
def test_no_part_is_further_from_its_share_than_the_last_decimal(total, shares):
    parts = in_proportion(total, shares, 4)

    whole = sum(shares)
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - total * share / whole) <= D("0.0001")
        assert part >= 0


@given(totals, st.sampled_from(sums), places, st.sampled_from(list(Frequency)))
def test_filled_months_pass_the_check_at_save(total, helper, decimals, frequency):
    of_year = Sheet(annual_target=total, frequency=frequency)
    profile = [D(month) for month in range(12)]

    filled = fill_months(of_year, BLANK, helper, decimals, profile)

    programmed = dict(zip(fiscal_months(2026), filled, strict=True))
    assert check_programming(of_year, programmed) == []


@given(st.lists(st.none() | st.decimals(0, 100, places=1), min_size=12, max_size=12))
def test_what_was_typed_is_never_changed(months):
    known = [month for month in months if month is not None]
    whole = sum(known, D(0)) + 7
    if len(known) == 12:
        return

    filled = fill_months(Sheet(annual_target=whole), months, Helper.EVENLY, 0)

    assert sum(month for month in filled if month is not None) == whole
    for typed, now in zip(months, filled, strict=True):
        assert typed is None or typed == now
