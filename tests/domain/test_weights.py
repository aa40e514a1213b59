"""Weights: equal parts, or percents that sum to a hundred."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.rollup import Part, roll_up
from govplan.domain.sheets import Status
from govplan.domain.weights import WeightFault, as_percents, check_weights, total_weight

D = Decimal
given_weights = st.lists(st.decimals("0.01", 1000, places=2), min_size=1, max_size=30)


def numbers(*weights):
    return [None if weight is None else D(weight) for weight in weights]


@pytest.mark.parametrize("weights", [[], numbers(None, None), numbers("50", "30", "20")])
def test_equal_parts_and_a_hundred_are_right(weights):
    assert check_weights(weights) == []


def test_a_sum_that_differs_is_told_with_its_difference():
    (problem,) = check_weights(numbers("33.33", "33.33", "33.33"))

    assert problem.fault is WeightFault.SUM_DIFFERS
    assert (problem.total, problem.difference) == (D("99.99"), D("-0.01"))


def test_a_weight_for_some_lines_only_names_the_others():
    (problem,) = check_weights(numbers("60", None, "40", None))

    assert (problem.fault, problem.lines) == (WeightFault.SOME_BLANK, (1, 3))


def test_a_weight_has_to_be_above_zero():
    (problem,) = check_weights(numbers("100", "0", "-1"))

    assert (problem.fault, problem.lines) == (WeightFault.NOT_POSITIVE, (1, 2))


def test_weights_of_an_older_plan_become_percents():
    assert as_percents(numbers("1", "1", "1")) == [None, None, None]
    assert as_percents(numbers("5", "3", "2")) == numbers("50", "30", "20")
    assert as_percents(numbers("2", None)) == numbers("66.67", "33.33")
    assert as_percents(numbers("60", "40")) == numbers("60", "40")


def test_equal_parts_have_no_sum():
    assert total_weight(numbers(None, None)) is None


@given(given_weights)
def test_percents_always_pass_the_check(weights):
    assert check_weights(as_percents(weights)) == []


@given(given_weights)
def test_percents_weigh_as_the_weights_did(weights):
    """Within what two decimals of weight can move."""

    def rolled(by):
        parts = [Part(w, D(place % 101), Status.REPORTED) for place, w in enumerate(by)]
        return roll_up(parts).percent

    assert abs(rolled(as_percents(weights)) - rolled(weights)) <= D("0.31")
