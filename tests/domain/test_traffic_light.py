from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.quantity import rounded
from govplan.domain.sheets import Status
from govplan.domain.traffic_light import Bands, Explanation, Light, explanation, light

D = Decimal


@pytest.mark.parametrize(
    ("status", "colour"),
    [
        (Status.NOT_REPORTED, Light.BLACK),
        (Status.NOT_PROGRAMMED, Light.GREY),
        (Status.NOT_DUE, Light.GREY),
        (Status.NOT_APPLICABLE, Light.GREY),
    ],
)
def test_without_a_percent_the_status_decides(status, colour):
    assert light(None, status) is colour


def test_a_month_not_reported_is_black_whatever_came_before():
    assert light(D("100"), Status.NOT_REPORTED) is Light.BLACK


def test_a_quarter_not_due_keeps_the_colour_of_its_last_figure():
    assert light(D("83.33"), Status.NOT_DUE) is Light.YELLOW


def test_a_town_sets_its_own_bands():
    strict = Bands(D(95), D(80), None)
    assert light(D("94.99"), Status.REPORTED, strict) is Light.YELLOW
    assert light(D("900"), Status.REPORTED, strict) is Light.GREEN


def test_bands_may_touch():
    assert light(D("90"), Status.REPORTED, Bands(D(90), D(90), D(90))) is Light.GREEN


def test_bands_out_of_order_are_refused():
    with pytest.raises(ValueError, match="yellow_from"):
        Bands(D(70), D(90))


@given(st.decimals(min_value=-200, max_value=400, places=5))
def test_rounding_first_never_changes_the_colour(percent):
    assert light(percent, Status.REPORTED) is light(rounded(percent), Status.REPORTED)


@pytest.mark.parametrize(
    ("colour", "status", "percent", "owed"),
    [
        (Light.RED, Status.REPORTED, "60", Explanation.REQUIRED),
        (Light.GREEN, Status.REPORTED, "0", Explanation.REQUIRED),
        (Light.YELLOW, Status.REPORTED, "80", Explanation.ASKED),
        (Light.GREEN, Status.REPORTED, "95", Explanation.NONE),
        (Light.PURPLE, Status.REPORTED, "180", Explanation.NONE),
        (Light.GREY, Status.NOT_PROGRAMMED, None, Explanation.NONE),
        (Light.BLACK, Status.NOT_REPORTED, None, Explanation.NONE),
    ],
)
def test_who_is_behind_or_did_nothing_owes_the_cause(colour, status, percent, owed):
    assert explanation(colour, status, percent and D(percent)) is owed
