"""The clock every rule of the app reads, so that tests and the demo town can set the day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import frappe
from frappe.utils import get_datetime, now_datetime


def now() -> datetime:
    """The municipality's local time; `frappe.flags.govplan_now` (datetime or ISO text) wins."""
    fixed = frappe.flags.govplan_now
    return get_datetime(fixed) if fixed else now_datetime()


def today() -> date:
    """The municipality's calendar day of `now`."""
    return now().date()


@contextmanager
def standing_at(moment: datetime | str) -> Iterator[None]:
    """Let `now` be this moment inside the block."""
    before = frappe.flags.govplan_now
    frappe.flags.govplan_now = moment
    try:
        yield
    finally:
        frappe.flags.govplan_now = before
