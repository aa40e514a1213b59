from decimal import Decimal

import pytest

from govplan.domain.finance import (
    Execution,
    financial_percent,
    integrity_hints,
    mentions_other_funding,
    physical_percent,
)

D = Decimal


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
