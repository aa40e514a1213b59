"""The budget by what it is for."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.programme_budget import (
    Alignment,
    BudgetLine,
    alignment,
    total_of,
    totals_by_node,
)
from govplan.domain.rollup import Part
from govplan.domain.sheets import Status

D = Decimal
PARENTS = {"axis": None, "programme": "axis", "project": "programme", "other axis": None}

amounts = st.none() | st.decimals(0, 10**9, places=2)
progress = st.builds(
    Part, st.none(), st.none() | st.decimals(0, 200, places=2), st.just(Status.REPORTED)
)
lines = st.lists(
    st.builds(BudgetLine, st.sampled_from([None, *PARENTS]), amounts, amounts, amounts, progress)
)


def line(node, codified=None, accrued=None, percent=None):
    status = Status.NOT_REPORTED if percent is None else Status.REPORTED
    part = Part(None, None if percent is None else D(percent), status)
    money = [None if amount is None else D(amount) for amount in (codified, codified, accrued)]
    return BudgetLine(node, *money, part)


def test_an_axis_has_what_is_under_it():
    totals = totals_by_node(
        [line("project", 200_000, 70_000, "83.33"), line("axis", 100_000, 0, "50")], PARENTS
    )

    assert totals["project"].financial == 35
    assert totals["project"].physical.percent == D("83.33")
    assert totals["axis"].codified == 300_000
    assert totals["axis"].financial == D("23.33")
    assert totals["axis"].physical.percent == D("66.67")
    assert "other axis" not in totals


def test_what_no_report_tells_is_no_zero():
    told = total_of([line("axis", 100, 50, "50"), line("axis", 900)])

    assert (told.codified, told.accrued, told.financial) == (1000, 50, 50)
    assert (told.physical.reported, told.lines) == (1, 2)
    assert total_of([line("axis", 900)]).accrued is None
    assert total_of([line("axis")]).codified is None


@pytest.mark.parametrize(
    ("objective", "target", "state"),
    [
        (True, True, Alignment.BOTH),
        (True, False, Alignment.OBJECTIVE_ONLY),
        (False, True, Alignment.TARGET_ONLY),
        (False, False, Alignment.NONE),
    ],
)
def test_objective_and_target_are_two_alignments(objective, target, state):
    assert alignment(objective, target) is state


@given(lines)
def test_axes_and_lines_without_one_make_the_whole(lines):
    totals = totals_by_node(lines, PARENTS)
    axes = [total for node, total in totals.items() if PARENTS[node] is None]
    loose = total_of(one for one in lines if one.node is None)

    codified = [total.codified for total in (*axes, loose) if total.codified is not None]
    assert (sum(codified) if codified else None) == total_of(lines).codified
    assert sum((axis.lines for axis in axes), loose.lines) == len(lines)


@given(lines, st.randoms())
def test_order_does_not_matter(lines, random):
    shuffled = list(lines)
    random.shuffle(shuffled)

    assert totals_by_node(lines, PARENTS) == totals_by_node(shuffled, PARENTS)
