"""The years of a term beyond the worked example of 4.9: each accumulation, gaps, sums."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.programming import Fault, Problem
from govplan.domain.sheets import Accumulation, Direction, MaintenanceRule, Sheet
from govplan.domain.term import Year, accumulated_to_term, check_term, term_progress

amounts = st.none() | st.decimals(min_value=0, max_value=10**6, places=2)


def term(*pairs, first=2024):
    """Years from (target, achieved) texts."""
    return [
        Year(first + place, target and D(target), achieved and D(achieved))
        for place, (target, achieved) in enumerate(pairs)
    ]


@pytest.mark.parametrize(("years", "target"), [([None], "4"), (["1"], None), (["1"], "0")])
def test_without_figures_or_target_there_is_no_percent(years, target):
    achieved = [year and D(year) for year in years]
    assert accumulated_to_term(achieved, target and D(target)) is None


@pytest.mark.parametrize(
    ("sheet", "of_term"),
    [
        (Sheet(accumulation=Accumulation.PERIOD_FLOW), "104"),
        (Sheet(accumulation=Accumulation.LEVEL, baseline=D("150")), "110"),
        (Sheet(accumulation=Accumulation.MAINTENANCE), "92"),
        (
            Sheet(accumulation=Accumulation.MAINTENANCE, maintenance_rule=MaintenanceRule.MINIMUM),
            "80",
        ),
    ],
)
def test_what_does_not_add_up_is_told_by_its_last_year_or_its_rule(sheet, of_term):
    years = term(("250", "200"), ("250", "260"), ("250", None))
    assert term_progress(sheet, years, D("250")).of_term == D(of_term)


def test_a_ceiling_of_the_term_has_no_share_so_far():
    accidents = Sheet(direction=Direction.DESCENDING)
    progress = term_progress(accidents, term(("10", "8"), ("10", None)), D("20"))
    assert (progress.achieved, progress.of_term) == (8, None)
    assert progress.years[0].percent == 125


def test_a_year_without_a_figure_has_none_and_lowers_nothing():
    progress = term_progress(Sheet(), term(("1", "1"), ("1", None), ("1", "1")), D("4"))
    assert [year.of_term for year in progress.years] == [25, None, 50]
    assert progress.to_date_percent == 100


def test_a_figure_without_a_target_counts_for_the_term_and_is_compared_with_nothing():
    progress = term_progress(Sheet(), term((None, "1"), ("2", "1")), D("4"))
    assert (progress.achieved, progress.of_term, progress.to_date_percent) == (2, 50, 50)


def test_the_order_in_which_years_come_does_not_matter():
    years = term(("1", "0.8"), ("1", "1.1"))
    assert term_progress(Sheet(), reversed(years), D("4")) == term_progress(Sheet(), years, D("4"))


@given(st.lists(st.tuples(amounts, amounts), max_size=6), st.sampled_from(Accumulation))
def test_the_last_year_with_a_figure_says_what_the_term_says(pairs, accumulation):
    years = [Year(2024 + n, target, achieved) for n, (target, achieved) in enumerate(pairs)]
    progress = term_progress(Sheet(accumulation=accumulation), years, D("100"))
    told = [year.of_term for year in progress.years if year.achieved is not None]
    assert progress.of_term == (told[-1] if told else None)


@pytest.mark.parametrize(
    ("accumulation", "targets", "problem"),
    [
        (Accumulation.CUMULATIVE, ["1", "3"], None),
        (Accumulation.CUMULATIVE, ["1", "2"], Problem(Fault.SUM_DIFFERS, D("3"), D("4"))),
        (Accumulation.MAINTENANCE, ["4", "4"], None),
        (Accumulation.MAINTENANCE, ["3", "4"], Problem(Fault.NOT_CONSTANT, D("3"), D("4"))),
        (Accumulation.PERIOD_FLOW, ["1", "4"], None),
        (Accumulation.PERIOD_FLOW, ["4", "1"], Problem(Fault.NOT_CONSTANT, D("1"), D("4"))),
    ],
)
def test_the_terms_target_agrees_with_its_years_as_the_accumulation_asks(
    accumulation, targets, problem
):
    years = term(*((target, None) for target in targets))
    found = check_term(Sheet(accumulation=accumulation), years, D("4"))
    assert found == ([problem] if problem else [])


def test_a_term_without_target_or_years_has_nothing_to_disagree():
    assert check_term(Sheet(), term(("1", None)), None) == []
    assert check_term(Sheet(), [], D("4")) == []
