"""Warnings about a value: worked examples of each rule, and what never raises one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.outliers import Alert, Context, alerts, median

D = Decimal
STEADY_YEAR = (D(98), D(98), D(97), D(98), D(98))


def history(*values):
    return tuple(D(str(value)) for value in values)


def raised(value, context):
    return [str(alert) for alert in alerts(D(str(value)), context)]


def test_a_missing_value_raises_nothing_and_a_first_one_is_only_held_against_the_plan():
    assert alerts(None, Context(history(1, 2, 3), D(5))) == []
    assert raised(700, Context()) == []
    assert raised(16, Context(programmed=D(5))) == [Alert.FAR_ABOVE_PROGRAMMED]
    assert raised(15, Context(programmed=D(5))) == []


@pytest.mark.parametrize("value", [1200, 12000, 120000, 12, "1.2", "0.12", 1150, "10.8"])
def test_a_decimal_mark_in_the_wrong_place_is_told_as_that_and_nothing_else(value):
    assert raised(value, Context(history(118, 121, 120))) == [Alert.SCALE_SLIP]


def test_of_the_programme_alone_only_ten_times_more_looks_like_a_slip():
    assert raised(1000, Context(programmed=D(100))) == [Alert.SCALE_SLIP]
    assert raised(10, Context(programmed=D(100))) == []


def test_a_share_told_as_a_fraction_of_one_where_percents_are_due():
    """0.7254 compared with 30 and 15 hid a gap of 72 points (domain.md 11)."""
    assert raised("0.7254", Context(programmed=D(30), percent=True)) == [Alert.SCALE_SLIP]
    assert raised("0.7254", Context(programmed=D(30))) == []
    assert raised("0.7254", Context(programmed=D("0.5"), percent=True)) == []


@pytest.mark.parametrize(("value", "warned"), [(73, False), (72, True), (123, False), (124, True)])
def test_an_outlier_is_three_and_a_half_modified_scores_from_the_median(value, warned):
    """Median 98, MAD 0 raised to 5 % of it, 4.9: the limit is 3.5 × 4.9 / 0.6745 = 25.43 away."""
    assert raised(value, Context(STEADY_YEAR, steady=True)) == ([Alert.OUTLIER] if warned else [])


def test_too_short_a_history_names_no_outlier():
    assert raised(17, Context(history(10, 10, 10))) == []
    assert raised(17, Context(history(10, 10, 10, 10))) == [Alert.OUTLIER]


@pytest.mark.parametrize(
    ("before", "value", "steady", "warned"),
    [
        (10, 30, False, False),
        (10, 31, False, True),
        (30, 10, False, False),
        (31, 10, False, True),
        (40, 80, True, False),
        (40, 81, True, True),
        (5, -5, False, True),
        (0, 500, False, False),
        (500, 0, False, False),
    ],
)
def test_a_jump_is_three_times_a_flow_and_twice_a_level(before, value, steady, warned):
    found = raised(value, Context(history(before), steady=steady))
    assert found == ([Alert.JUMP] if warned else [])


def test_what_the_plan_foresaw_is_no_surprise():
    lumpy = history(5, 5, 5, 5)
    assert raised(60, Context(lumpy, programmed=D(60))) == []
    assert raised(80, Context(lumpy, programmed=D(5))) == [
        Alert.OUTLIER,
        Alert.JUMP,
        Alert.FAR_ABOVE_PROGRAMMED,
    ]


def test_the_median_of_an_even_number_is_between_the_two_in_the_middle():
    assert median(history(1, 9, 4, 2)) == D(3)
    with pytest.raises(ValueError, match="no values"):
        median([])


QUANTITIES = st.decimals(
    min_value=D("0.01"), max_value=D(1_000_000), places=2, allow_nan=False, allow_infinity=False
)
CONTEXTS = st.builds(
    Context,
    history=st.lists(QUANTITIES, max_size=12).map(tuple),
    programmed=st.none() | QUANTITIES,
    steady=st.booleans(),
)


@given(QUANTITIES, CONTEXTS, st.sampled_from([D("0.001"), D("0.5"), D(7), D(1000)]))
def test_the_unit_of_measure_makes_no_difference(value, context, factor):
    scaled = Context(
        tuple(one * factor for one in context.history),
        None if context.programmed is None else context.programmed * factor,
        context.steady,
    )
    assert alerts(value * factor, scaled) == alerts(value, context)


@given(QUANTITIES, st.integers(min_value=1, max_value=12))
def test_the_same_value_again_raises_nothing(value, months):
    assert alerts(value, Context((value,) * months)) == []


@given(CONTEXTS, QUANTITIES, st.integers(min_value=50, max_value=150))
def test_half_to_one_and_a_half_of_the_programme_raises_nothing(context, programmed, percent):
    value = programmed * percent / 100
    assert alerts(value, Context(context.history, programmed, context.steady)) == []


@given(QUANTITIES, st.lists(QUANTITIES, min_size=4, max_size=8), st.randoms())
def test_the_order_of_the_past_matters_to_jumps_only(value, past, random):
    ordered = [one for one in alerts(value, Context(tuple(past))) if one is not Alert.JUMP]
    random.shuffle(past)
    shuffled = [one for one in alerts(value, Context(tuple(past))) if one is not Alert.JUMP]
    assert ordered == shuffled
