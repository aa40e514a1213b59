"""A year as a whole: promises kept or not, and money beside it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.yearly import Money, Promise, Spending, Standing, spending

END = date(2026, 12, 31)
amounts = st.none() | st.decimals(0, 10**9, places=2)


@pytest.mark.parametrize(
    ("status", "due", "standing"),
    [
        (Standing.DONE, date(2026, 1, 1), Standing.DONE),
        (Standing.NOT_FEASIBLE, date(2026, 1, 1), Standing.NOT_FEASIBLE),
        (Standing.IN_PROGRESS, date(2026, 12, 30), Standing.OVERDUE),
        (Standing.PENDING, date(2026, 12, 30), Standing.OVERDUE),
        (Standing.IN_PROGRESS, date(2026, 12, 31), Standing.IN_PROGRESS),
        (Standing.PENDING, date(2027, 2, 1), Standing.PENDING),
        (Standing.PENDING, None, Standing.PENDING),
    ],
)
def test_a_promise_is_overdue_from_the_day_after_until_it_is_answered(status, due, standing):
    assert Promise(status, due).standing(END) is standing


@pytest.mark.parametrize(
    ("promise", "belongs"),
    [
        (Promise(Standing.PENDING, date(2026, 6, 30)), True),
        (Promise(Standing.DONE, date(2027, 3, 1), (date(2026, 5, 4),)), True),
        (Promise(Standing.PENDING, date(2025, 6, 30)), True),
        (Promise(Standing.DONE, date(2025, 6, 30)), False),
        (Promise(Standing.NOT_FEASIBLE, date(2025, 6, 30)), False),
        (Promise(Standing.PENDING, date(2027, 6, 30)), False),
        (Promise(Standing.PENDING), False),
    ],
)
def test_a_years_account_tells_what_was_made_due_or_still_owed(promise, belongs):
    assert promise.belongs_to(2026) is belongs


def test_money_is_added_up_and_the_codified_amount_is_the_one_in_force():
    lines = [
        Money(Decimal(100), Decimal(80), Decimal(40)),
        Money(Decimal(50), None, Decimal(25)),
        Money(Decimal(10), None, None),
        Money(),
    ]
    assert spending(lines) == Spending(Decimal(140), Decimal(65), Decimal("50.00"))


def test_without_money_there_is_none_rather_than_zero():
    assert spending([Money(), Money()]) == Spending(None, None, None)
    assert spending([]) == Spending(None, None, None)


@given(st.lists(st.builds(Money, amounts, amounts, amounts), max_size=8))
def test_order_does_not_matter_and_lines_without_money_change_nothing(lines):
    assert spending(lines) == spending([*reversed(lines), Money()])
