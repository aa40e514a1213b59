from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.finance import (
    Execution,
    Money,
    Spending,
    financial_percent,
    integrity_hints,
    mentions_other_funding,
    physical_percent,
    spending,
)

D = Decimal
amounts = st.none() | st.decimals(0, 10**9, places=2)


def test_money_is_summed_before_it_is_divided():
    assert financial_percent([(D(10), D(100)), (D(90), D(100)), (None, D(50))]) == D("50")


@pytest.mark.parametrize("lines", [[], [(None, D(1))], [(D(1), None)], [(D(1), D(0))]])
def test_without_both_amounts_there_is_no_percent(lines):
    assert financial_percent(lines) is None


def test_nothing_programmed_has_no_physical_percent():
    assert physical_percent(D(5), D(0)) is None
    assert physical_percent(D(5), None) is None
    assert physical_percent(None, D(5)) is None


SOUND = {"executed": D(5), "programmed": D(5), "spent": D(10), "budget": D(20), "available": D(10)}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"executed": D(0), "explained": True},
        {"spent": D(0), "funded_otherwise": True},
        {"executed": None},
        {"executed": D(0), "spent": D(0), "has_narrative": False},
        {"spent": D(20), "available": D(0)},
        {"spent": None},
    ],
)
def test_what_is_sound_explained_or_missing_raises_none(changed):
    assert integrity_hints(Execution(**{**SOUND, "has_narrative": True, **changed})) == []


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("Se hizo con minga de la comunidad", True),
        ("Cofinanciado por la prefectura", True),
        ("Material donado, mano de obra en especie", True),
        ("Se contrató la obra", False),
        ("", False),
    ],
)
def test_a_text_may_say_that_others_paid(said, other):
    assert mentions_other_funding(said) is other


def test_money_is_added_up_and_only_a_codified_amount_is_a_base():
    lines = [
        Money(D(100), D(80), D(40)),
        Money(D(50), None, D(25)),
        Money(D(10), None, None),
        Money(),
    ]
    assert spending(lines) == Spending(D(160), D(80), D(65), D("50.00"))


def test_without_money_there_is_none_rather_than_zero():
    assert spending([Money(), Money()]) == Spending(None, None, None, None)
    assert spending([]) == Spending(None, None, None, None)


@given(st.lists(st.builds(Money, amounts, amounts, amounts), max_size=8))
def test_order_does_not_matter_and_lines_without_money_change_nothing(lines):
    assert spending(lines) == spending([*reversed(lines), Money()])
