"""Two links are one proof when they open the same page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.proofs import link_fingerprint

PAGE = "https://town.example/acta?n=1"


@pytest.mark.parametrize(
    "same",
    [
        "HTTPS://Town.Example/acta?n=1",
        f" {PAGE} ",
        f"{PAGE}#page=2",
        "https://town.example/acta/?n=1",
    ],
)
def test_the_same_page_written_otherwise_is_the_same_proof(same):
    assert link_fingerprint(same) == link_fingerprint(PAGE)


@pytest.mark.parametrize(
    "other", ["https://town.example/Acta?n=1", "https://town.example/acta?n=2"]
)
def test_another_page_is_another_proof(other):
    assert link_fingerprint(other) != link_fingerprint(PAGE)


@given(st.text("abc/", max_size=8))
def test_a_fingerprint_is_as_long_as_a_files(path):
    assert len(link_fingerprint(f"https://town.example/{path}")) == 64
