"""Indicators into elements of a plan, elements into axes, axes into the plan."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.plan_progress import Element, Line, of_lines, of_plan
from govplan.domain.rollup import Part
from govplan.domain.sheets import Status

D = Decimal
percents = st.decimals(min_value=-500, max_value=500, places=2)
weights = st.decimals(min_value="0.01", max_value=1000, places=2)
parts = st.builds(Part, weights, percents, st.just(Status.REPORTED)) | st.builds(
    Part,
    weights,
    st.none(),
    st.sampled_from([Status.NOT_REPORTED, Status.NOT_DUE, Status.NOT_PROGRAMMED]),
)
lines = st.lists(st.builds(Line, st.sampled_from("ABC"), parts), max_size=8)


@st.composite
def plans(draw):
    """A forest of up to eight elements, and the lines of each."""
    count = draw(st.integers(1, 8))
    elements = []
    for at in range(count):
        parent = draw(st.none() | st.integers(0, at - 1)) if at else None
        weight = draw(st.none() | weights)
        elements.append(Element(str(at), None if parent is None else str(parent), weight))
    return elements, {one.code: draw(lines) for one in elements}


def line(percent, weight=None, unit="A", status=Status.REPORTED):
    given = None if percent is None else D(percent)
    return Line(unit, Part(None if weight is None else D(weight), given, status))


def silent(status=Status.NOT_REPORTED, unit="A"):
    return line(None, unit=unit, status=status)


# Lines of one element


def test_lines_of_a_unit_weigh_as_in_its_poa():
    own = of_lines([line("83.33", 50), line("100", 30), line("50", 20)])
    assert (own.percent, own.raw_percent) == (D("81.67"), D("81.67"))


def test_without_weights_an_element_is_the_mean_of_its_lines():
    assert of_lines([line("80"), line("60", unit="B"), line("100", unit="B")]).percent == 80


def test_weights_of_different_poas_do_not_compare():
    one_unit_in_hundreds = [line("100", 50), line("0", 50), line("50", unit="B")]
    assert of_lines(one_unit_in_hundreds).percent == 50


def test_a_unit_weighs_as_many_times_as_it_has_lines_with_a_figure():
    own = of_lines([line("100"), line("100"), silent(), line("40", unit="B")])
    assert own.percent == 80
    assert (own.reported, own.applicable, own.total) == (3, 4, 4)


def test_each_line_is_capped_in_the_percent_and_not_in_the_raw_one():
    own = of_lines([line("200"), line("50")])
    assert (own.percent, own.raw_percent) == (75, 125)


def test_no_line_gives_no_percent_and_never_zero():
    assert of_lines([]).percent is None
    assert of_lines([silent()]).percent is None


# The tree


AXES = [
    Element("1", None, D(60)),
    Element("1.1", "1"),
    Element("1.2", "1"),
    Element("2", None, D(40)),
    Element("2.1", "2"),
]


def test_indicators_roll_up_to_element_axis_and_plan():
    whole, found = of_plan(AXES, {"1.1": [line("80")], "1.2": [line("60")], "2.1": [line("30")]})
    assert [found[code].percent for code in ("1.1", "1", "2")] == [80, 70, 30]
    assert whole.percent == 54


def test_an_element_without_figures_is_left_out_and_counted():
    whole, found = of_plan(AXES, {"1.1": [line("80"), silent()]})
    assert (whole.percent, found["1"].percent, found["1.2"].percent) == (80, 80, None)
    assert (whole.reported, whole.applicable, whole.lines) == (1, 2, 2)
    assert (whole.measured, whole.measurable) == (1, 3)


def test_lines_at_an_axis_count_as_one_more_element_of_average_weight():
    elements = [Element("1"), Element("1.1", "1", D(30)), Element("1.2", "1", D(10))]
    _whole, found = of_plan(
        elements, {"1": [line("0")], "1.1": [line("100")], "1.2": [line("100")]}
    )
    assert found["1"].percent == D("66.67")
    assert (found["1"].own.percent, found["1"].measured, found["1"].measurable) == (0, 3, 3)


def test_what_lies_above_hundred_shows_in_the_raw_percent_only():
    whole, _found = of_plan(AXES, {"1.1": [line("130.01")], "2.1": [line("100")]})
    assert (whole.percent, whole.raw_percent) == (100, D("118.01"))


def test_a_plan_without_indicators_has_no_percent():
    whole, _found = of_plan(AXES, {})
    assert (whole.percent, whole.measured, whole.measurable) == (None, 0, 3)


def test_an_element_whose_parent_is_not_there_stands_at_the_top():
    whole, _found = of_plan([Element("1.1", "gone")], {"1.1": [line("40")]})
    assert whole.percent == 40


def test_an_element_below_itself_is_refused():
    with pytest.raises(ValueError, match="below itself"):
        of_plan([Element("1", "2"), Element("2", "1")], {})


@pytest.mark.parametrize(
    ("percent", "shown"), [("69.994", "69.99"), ("69.995", "70.00"), ("89.995", "90.00")]
)
def test_it_is_rounded_half_up_once(percent, shown):
    assert of_lines([line(percent)]).percent == D(shown)


# Properties


@given(plans())
def test_the_plan_lies_between_its_least_and_its_greatest_line(plan):
    elements, served = plan
    capped = [
        min(max(one.part.percent, D(0)), D(100))
        for every in served.values()
        for one in every
        if one.part.is_reported
    ]
    whole, _found = of_plan(elements, served)
    assert (whole.percent is None) == (not capped)
    if capped:
        assert min(capped) <= whole.percent <= max(capped)


@given(plans())
def test_an_element_lies_between_its_parts(plan):
    elements, served = plan
    _whole, found = of_plan(elements, served)
    for element in elements:
        below = [found[one.code].percent for one in elements if one.parent == element.code]
        known = [each for each in (*below, found[element.code].own.percent) if each is not None]
        if known:
            assert min(known) <= found[element.code].percent <= max(known)


@given(plans(), weights, st.sampled_from("ABC"))
def test_a_line_not_programmed_changes_no_percent(plan, weight, unit):
    elements, served = plan
    extra = Line(unit, Part(weight, None, Status.NOT_PROGRAMMED))
    more = {code: [*every, extra] for code, every in served.items()}
    before, after = of_plan(elements, served), of_plan(elements, more)
    assert _percents(*after) == _percents(*before)
    assert after[0].applicable == before[0].applicable


@given(plans(), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(plan, random):
    elements, served = plan
    shuffled = {code: random.sample(every, len(every)) for code, every in served.items()}
    again = of_plan(random.sample(elements, len(elements)), shuffled)
    assert again == of_plan(elements, served)


@given(plans(), weights)
def test_scaling_the_weights_of_the_elements_changes_nothing(plan, factor):
    elements, served = plan
    scaled = [Element(e.code, e.parent, (e.weight or D(1)) * factor) for e in elements]
    assert of_plan(scaled, served) == of_plan(elements, served)


@given(plans(), weights)
def test_scaling_the_weights_of_a_poa_changes_nothing(plan, factor):
    elements, served = plan
    scaled = {
        code: [
            Line(one.unit, Part(one.part.weight * factor, one.part.percent, one.part.status))
            if one.unit == "A"
            else one
            for one in every
        ]
        for code, every in served.items()
    }
    assert of_plan(elements, scaled) == of_plan(elements, served)


def _percents(whole, found):
    return [(one.percent, one.raw_percent) for one in (whole, *found.values())]
