"""A year as a whole: promises kept or not."""

from datetime import date

import pytest

from govplan.domain.yearly import Promise, Standing

END = date(2026, 12, 31)


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
