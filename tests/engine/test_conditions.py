"""What an administrator may write as a condition."""

import frappe
import pytest

from frappe_embedded.conditions import evaluate
from frappe_embedded.values import _dict

DOC = _dict(title="March", amount=5.0, rows=[_dict(value=1)], none=None)


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("doc.amount > 3 and not doc.none", True),
        ("doc.title in ('March', 'April')", True),
        ("doc.rows[0].value + 1 == 2", True),
        ("'yes' if doc.amount else 'no'", "yes"),
        ("int('7') + round(1.6) + float('0.5')", 9.5),
        ("doc.get('missing') is None", True),
        ("doc['amount'] * -1", -5.0),
    ],
)
def test_comparisons_arithmetic_and_choices_are_evaluated(condition, value):
    assert evaluate(condition, {"doc": DOC}) == value


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "condition",
    [
        "doc.__class__",
        "doc._x",
        "''.format(doc)",
        "(lambda: 1)()",
        "[x for x in doc.rows]",
        "(x := 1)",
        "f'{doc}'",
        "__import__('os')",
        "doc.amount ** 99999999",
    ],
)
def test_what_could_do_harm_is_refused_before_it_is_evaluated(condition):
    with pytest.raises(frappe.ValidationError):
        evaluate(condition, {"doc": DOC})


@pytest.mark.parametrize("condition", ["len(doc.title) > 3", "sum([1])", "open('x')"])
def test_only_int_float_and_round_exist(condition):
    with pytest.raises(NameError):
        evaluate(condition, {"doc": DOC})


def test_text_that_is_no_expression_is_a_syntax_error():
    with pytest.raises(SyntaxError):
        evaluate("import os", {})
