from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.quantity import (
    QuantityError,
    Reason,
    canonical,
    display,
    exact,
    parse_quantity,
    rounded,
)

quantities = st.decimals(
    min_value=-(10**15), max_value=10**15, places=9, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0"])
def test_blank_is_missing_and_not_zero(blank):
    assert parse_quantity(blank) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0", "0"),
        ("-3", "-3"),
        ("+3", "3"),
        ("40,80", "40.8"),
        ("40.80", "40.8"),
        (" 007 ", "7"),
        (",5", "0.5"),
        ("1.234", "1.234"),
        (12, "12"),
        ("9" * 18 + ".123456789", "9" * 18 + ".123456789"),
        ("0" * 30 + "1.5" + "0" * 30, "1.5"),
        (Decimal("1.50"), "1.5"),
    ],
)
def test_a_point_or_a_comma_marks_the_decimals(typed, meant):
    assert parse_quantity(typed) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1.234,56", Reason.SEVERAL_MARKS),
        ("1,234,567", Reason.SEVERAL_MARKS),
        ("1'234'567", Reason.SEVERAL_MARKS),
        ("1 234", Reason.SPACE_INSIDE),
        ("- 5", Reason.SPACE_INSIDE),
        ("1e3", Reason.EXPONENT),
        ("NaN", Reason.NOT_FINITE),
        ("-Infinity", Reason.NOT_FINITE),
        (Decimal("NaN"), Reason.NOT_FINITE),
        ("80 %", Reason.NOT_A_NUMBER),
        ("5.", Reason.NOT_A_NUMBER),
        ("--5", Reason.NOT_A_NUMBER),
        ("٣", Reason.NOT_A_NUMBER),
        (True, Reason.NOT_A_NUMBER),
        ("9" * 19, Reason.TOO_LONG),
        ("0." + "1" * 10, Reason.TOO_LONG),
        (Decimal("1e500000"), Reason.TOO_LONG),
    ],
)
def test_anything_else_is_refused_with_its_reason_and_text(typed, reason):
    with pytest.raises(QuantityError) as refused:
        parse_quantity(typed)
    assert refused.value.reason is reason
    assert refused.value.text == str(typed)


@given(quantities)
def test_what_is_written_canonically_reads_back_the_same(quantity):
    written = canonical(quantity)
    assert parse_quantity(written) == quantity
    assert canonical(Decimal(written)) == written


@given(st.text(max_size=12))
def test_no_text_whatever_gives_anything_but_a_quantity_or_a_reason(text):
    try:
        quantity = parse_quantity(text)
    except QuantityError as refused:
        assert isinstance(refused.reason, Reason)
    else:
        assert quantity is None or quantity.is_finite()


@pytest.mark.parametrize(
    ("quantity", "written"),
    [("120.00", "120"), ("1E+3", "1000"), ("1E-7", "0.0000001"), ("-0.00", "0"), ("0", "0")],
)
def test_canonical_has_no_exponent_and_no_trailing_zeros(quantity, written):
    assert canonical(Decimal(quantity)) == written


@pytest.mark.parametrize(
    ("quantity", "decimals", "shown"),
    [
        ("1234567.891", 2, "1.234.567,89"),
        ("81.665", 2, "81,67"),
        ("-1234.5", 0, "-1.235"),
        ("-0.001", 2, "0,00"),
        ("40.8", None, "40,8"),
        ("120.00", None, "120"),
    ],
)
def test_display_groups_and_rounds_for_a_reader(quantity, decimals, shown):
    assert display(Decimal(quantity), decimals) == shown


def test_display_takes_the_marks_of_another_country():
    assert display(Decimal("1234.5"), mark=".", group=",") == "1,234.50"


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        ("69.994", "69.99"),
        ("69.995", "70.00"),
        ("89.995", "90.00"),
        ("130.01", "130.01"),
        ("-133.335", "-133.34"),
        ("-0.004", "0.00"),
    ],
)
def test_rounding_is_half_up_away_from_zero(quantity, shown):
    assert str(rounded(Decimal(quantity))) == shown


def test_rounding_does_not_depend_on_the_surrounding_decimal_context():
    with localcontext() as context:
        context.prec = 3
        context.rounding = "ROUND_DOWN"
        assert rounded(Decimal("123456789.995")) == Decimal("123456790.00")


@given(quantities)
def test_rounding_moves_a_quantity_by_half_a_cent_at_most(quantity):
    assert abs(rounded(quantity) - quantity) <= Decimal("0.005")


def test_a_float_of_the_database_is_the_quantity_it_shows():
    assert exact(0.1) == Decimal("0.1")
    assert exact(80.0) == 80
    assert exact(None) is None
    with pytest.raises(QuantityError):
        exact(float("nan"))
