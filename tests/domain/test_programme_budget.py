"""The budget by what it is for."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.finance import Money, spending
from govplan.domain.programme_budget import Alignment, alignment, totals_by_node

D = Decimal
PARENTS = {"axis": None, "programme": "axis", "project": "programme", "other axis": None}

amounts = st.none() | st.decimals(0, 10**9, places=2)
lines = st.lists(
    st.tuples(st.sampled_from([None, *PARENTS]), st.builds(Money, amounts, amounts, amounts))
)


def line(node, codified=None, accrued=None):
    money = [None if amount is None else D(amount) for amount in (codified, codified, accrued)]
    return node, Money(*money)


def test_an_axis_has_the_money_of_what_is_under_it():
    totals = totals_by_node([line("project", 200_000, 70_000), line("axis", 100_000, 0)], PARENTS)

    assert totals["project"].financial == 35
    assert totals["axis"].codified == 300_000
    assert totals["axis"].financial == D("23.33")
    assert "other axis" not in totals


def test_what_no_report_tells_is_no_zero():
    told = totals_by_node([line("axis", 100, 50), line("axis", 900)], PARENTS)["axis"]

    assert (told.codified, told.accrued, told.financial) == (1000, 50, 50)
    assert totals_by_node([line("axis", 900)], PARENTS)["axis"].accrued is None


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
    loose = spending(money for node, money in lines if node is None)

    codified = [total.codified for total in (*axes, loose) if total.codified is not None]
    assert (sum(codified) if codified else None) == spending(m for _, m in lines).codified


@given(lines, st.randoms())
def test_order_does_not_matter(lines, random):
    shuffled = list(lines)
    random.shuffle(shuffled)

    assert totals_by_node(lines, PARENTS) == totals_by_node(shuffled, PARENTS)
