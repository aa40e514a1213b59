from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.rollup import Part, Rollup, of_units, roll_up
from govplan.domain.sheets import Status

D = Decimal
percents = st.decimals(min_value=-500, max_value=500, places=2)
weights = st.decimals(min_value="0.01", max_value=1000, places=2)
reported = st.builds(Part, weights, percents, st.just(Status.REPORTED))
unnumbered = st.builds(
    Part,
    weights,
    st.none(),
    st.sampled_from([Status.NOT_REPORTED, Status.NOT_DUE, Status.NOT_PROGRAMMED]),
)
parts = st.lists(reported | unnumbered, max_size=12)


def done(weight, percent):
    return Part(None if weight is None else D(weight), D(percent), Status.REPORTED)


def test_without_weights_all_weigh_the_same():
    assert roll_up([done(None, "80"), done(None, "60"), done("1", "100")]).percent == 80


def test_what_is_not_reported_is_counted_in_n_of_n_and_never_as_zero():
    late = Part(D("50"), None, Status.NOT_REPORTED)
    result = roll_up([done("50", "80"), late])
    assert (result.percent, result.reported, result.applicable) == (80, 1, 2)


@pytest.mark.parametrize(
    ("status", "as_a_part"),
    [
        (Status.NOT_REPORTED, Status.NOT_REPORTED),
        (Status.NOT_PROGRAMMED, Status.NOT_APPLICABLE),
        (Status.NOT_DUE, Status.NOT_APPLICABLE),
    ],
)
def test_a_unit_without_figures_has_no_percent_and_says_why(status, as_a_part):
    result = roll_up([Part(None, None, status)])
    assert (result.percent, result.status) == (None, as_a_part)


def test_nothing_to_roll_up_gives_nothing():
    assert roll_up([]) == Rollup(None, None, 0, 0, 0)


def test_parts_that_weigh_nothing_give_no_percent():
    result = roll_up([done("0", "80")])
    assert (result.percent, result.reported) == (None, 1)


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="negative"):
        done("-1", "80")


@given(parts)
def test_the_percent_lies_between_the_least_and_the_greatest_capped_part(parts):
    capped = [min(max(part.percent, D(0)), D(100)) for part in parts if part.is_reported]
    percent = roll_up(parts).percent
    assert (percent is None) == (not capped)
    if capped:
        assert min(capped) <= percent <= max(capped)


@given(parts, weights)
def test_a_row_not_programmed_changes_nothing_but_the_total(parts, weight):
    before = roll_up(parts)
    after = roll_up([*parts, Part(weight, None, Status.NOT_PROGRAMMED)])
    assert after == Rollup(
        before.percent, before.raw_percent, before.applicable, before.reported, before.total + 1
    )


@given(parts, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(parts, random):
    shuffled = random.sample(parts, len(parts))
    assert roll_up(shuffled) == roll_up(parts)


@given(parts, weights)
def test_scaling_all_weights_changes_nothing(parts, factor):
    scaled = [Part(part.weight * factor, part.percent, part.status) for part in parts]
    assert roll_up(scaled) == roll_up(parts)


def test_a_town_is_the_mean_of_its_units_beside_how_many_were_to_report():
    town = of_units([(D(80), True), (D("61.5"), True), (None, True), (None, False)])
    assert town == Rollup(D("70.75"), D("70.75"), applicable=3, reported=2, total=4)
