import hashlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.chain import (
    GENESIS,
    Link,
    canonical_json,
    chain_hash,
    content_hash,
    verify_chain,
)
from govplan.domain.periods import Month
from govplan.domain.quantity import QuantityError
from govplan.domain.sheets import Status

contents = st.lists(st.dictionaries(st.text(max_size=4), st.integers() | st.text()), min_size=1)


def chained(contents):
    links, before = [], GENESIS
    for content in map(content_hash, contents):
        links.append(Link(before, content, chain_hash(before, content)))
        before = links[-1].chain_hash
    return links


def test_keys_are_sorted_accents_kept_and_quantities_written_as_text():
    content = {"meta": Decimal("80.00"), "año": 2021, "estado": Status.NOT_DUE, "falta": None}
    assert canonical_json(content).decode() == (
        '{"año":2021,"estado":"Not due","falta":null,"meta":"80"}'
    )


def test_dates_months_and_lists_have_one_form():
    content = (date(2021, 10, 31), Month(2021, 10), [True])
    assert canonical_json(content) == b'["2021-10-31","2021-10",[true]]'


def test_a_float_of_one_database_hashes_as_the_decimal_of_another():
    assert content_hash({"v": 0.1}) == content_hash({"v": Decimal("0.10")})


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN")])
def test_no_nan_and_no_infinity(number):
    with pytest.raises(QuantityError):
        canonical_json([number])


@pytest.mark.parametrize("content", [{1: "a"}, {"a": {1, 2}}, b"a", object()])
def test_what_has_no_canonical_form_is_refused(content):
    with pytest.raises(TypeError):
        canonical_json(content)


def test_anybody_can_recompute_a_chain_hash_with_sha256_alone():
    content = hashlib.sha256(b'{"a":1}').hexdigest()
    assert content_hash({"a": 1}) == content
    assert chain_hash(None, content) == hashlib.sha256(("0" * 64 + content).encode()).hexdigest()


@pytest.mark.parametrize("wrong", ["", "F" * 64, "0" * 63, "g" * 64])
def test_only_sha256_in_lower_case_can_be_chained(wrong):
    with pytest.raises(ValueError, match="SHA-256"):
        chain_hash(None, wrong)


@given(contents)
def test_an_untouched_chain_holds(contents):
    assert verify_chain(chained(contents)) is None


@given(contents, st.data())
def test_the_first_changed_link_is_found(contents, data):
    links = chained(contents)
    index = data.draw(st.integers(0, len(links) - 1))
    field = data.draw(st.sampled_from(Link._fields))
    changed = hashlib.sha256(b"something else").hexdigest()
    links[index] = links[index]._replace(**{field: changed})
    assert verify_chain(links) == index


@pytest.mark.parametrize("field", Link._fields)
def test_a_link_that_holds_no_hash_is_broken(field):
    link = chained([{"act": "submit"}])[0]._replace(**{field: "no hash"})
    assert verify_chain([link], start=link.previous_hash) == 0


def test_a_link_taken_out_or_put_elsewhere_is_found():
    links = chained([{"act": name} for name in ("submit", "review", "approve")])
    assert verify_chain([links[0], links[2]]) == 1
    assert verify_chain([links[0], links[2], links[1]]) == 1
    assert verify_chain(links[1:]) == 0
    assert verify_chain(links[1:], start=links[0].chain_hash) is None
    assert verify_chain([]) is None
