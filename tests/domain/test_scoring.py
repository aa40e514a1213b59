from decimal import Decimal

import pytest

from govplan.domain.scoring import (
    Completeness,
    is_open_format,
    score_numeral,
    sita_percent,
)

LATE = score_numeral(Completeness.COMPLETE, is_open=True, is_on_time=False, has_quality=True)
BLANK = score_numeral(Completeness.INCOMPLETE, is_open=True, is_on_time=True, has_quality=True)


def test_complete_open_with_good_links_but_two_days_late_scores_75():
    assert sita_percent([LATE]) == LATE.percent == 75


def test_on_time_but_with_one_blank_cell_scores_87_5():
    assert sita_percent([BLANK]) == BLANK.percent == Decimal("87.5")


def test_each_part_is_averaged_over_the_numerals():
    assert sita_percent([LATE, BLANK]) == Decimal("81.25")
    absent = score_numeral(Completeness.ABSENT, is_open=False, is_on_time=False, has_quality=False)
    assert sita_percent([LATE, absent]) == Decimal("37.5")


def test_no_numeral_no_score():
    assert sita_percent([]) is None


@pytest.mark.parametrize(
    ("name", "is_open"),
    [("a.csv", True), ("a.JSON", True), ("a.ods", True), ("a.xlsx", False), ("a.pdf", False)],
)
def test_only_three_stars_count_as_open(name, is_open):
    assert is_open_format(name) is is_open
