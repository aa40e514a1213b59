"""What an address asks for, read into what a page can show."""

from typing import Any

import frappe
from frappe.utils import cstr

from govplan.domain.periods import Month

# Years around those asked for are looked at too, and dates end in 9999.
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_MOST_PAGES = 100_000


def year(typed: Any) -> int | None:
    """A year plans can be of; None for anything else."""
    asked = cstr(typed)
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        return None
    return int(asked) if _FIRST_YEAR <= int(asked) <= _LAST_YEAR else None


def month(typed: Any) -> Month | None:
    """A month of such a year; None for blank. Raises DoesNotExistError for anything else."""
    if not typed:
        return None
    try:
        asked = Month.parse(cstr(typed))
    except ValueError:
        raise frappe.DoesNotExistError from None
    if not _FIRST_YEAR <= asked.year <= _LAST_YEAR:
        raise frappe.DoesNotExistError
    return asked


def page(typed: Any) -> int:
    """The page of a list, counted from 0; the first for anything that is none."""
    asked = cstr(typed)
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 9):
        return 0
    return min(max(0, int(asked) - 1), _MOST_PAGES)
