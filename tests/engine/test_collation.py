"""Text compares as MariaDB's utf8mb4_unicode_ci compares it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_embedded.database.collation import compare, fold, like, regexp


@pytest.mark.parametrize(("left", "right"), [("á", "A"), ("ñ", "n"), ("ABC", "abc"), ("x ", "x")])
def test_case_accents_and_trailing_spaces_do_not_count(left, right):
    assert compare(left, right) == 0


@pytest.mark.parametrize(("left", "right"), [("a", "b"), ("a", "aa"), (" x", "x"), ("ñu", "o")])
def test_different_texts_have_an_order(left, right):
    assert compare(left, right) == -1
    assert compare(right, left) == 1


@given(st.text(), st.text())
def test_equal_means_the_same_form(a, b):
    assert (compare(a, b) == 0) == (fold(a) == fold(b))
    assert compare(a, fold(a)) == 0


@given(st.text(), st.text(), st.text())
def test_the_order_is_total(a, b, c):
    assert compare(a, b) == -compare(b, a)
    if compare(a, b) <= 0 and compare(b, c) <= 0:
        assert compare(a, c) <= 0


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("%NINO%", "El niño", 1),
        ("ni_o", "niño", 1),
        ("50\\%", "50%", 1),
        ("50\\%", "500", 0),
        ("x", "x ", 0),
        ("a%b", "a\nb", 1),
        ("a.c", "abc", 0),
    ],
)
def test_like_ignores_case_and_accents_and_knows_its_escape(pattern, text, found):
    assert like(pattern, text) == found


def test_null_is_neither_like_nor_unlike():
    assert like(None, "x") is None
    assert like("x", None) is None
    assert regexp("x", None) is None
    assert regexp("^ni", "Niño") == 1
