"""What planning does with a month: moves its dates, lets a unit report until another day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import frappe
from frappe.model.document import Document

from govplan.domain.periods import Month
from govplan.editing import open_for_edit
from govplan.errors import refuse_faults
from govplan.monitoring.periods import DATE_FIELDS, ensure_period
from govplan.typed import day, fill, text


def save_dates(
    month: str, dates: Mapping[str, Any], modified: datetime | str | None = None
) -> Document:
    """Give a planned or open month these dates; one left blank is the calendar's.

    Raises PermissionError, TimestampMismatchError, WrongState once it is closed, and BadRecord
    for what is no date or not in order.
    """
    period = _opened(month, modified)
    refuse_faults(fill(period, dates, dict.fromkeys(DATE_FIELDS, day)))
    return period.save()


def grant_exception(month: str, unit: str, until: Any, reason: str) -> Document:
    """Let a unit report a month until a day, and say why; its report is opened if it has none.

    Raises PermissionError and the faults of the exception.
    """
    period = _opened(month)
    row = period.append("exceptions", {"unit": text(unit)})
    key = f"exceptions.{row.idx}"
    typed = {"until": until, "reason": reason}
    refuse_faults(fill(row, typed, {"until": day, "reason": text}, key))
    return period.save()


def _opened(month: str, modified: datetime | str | None = None) -> Document:
    if not frappe.db.exists("Gov Reporting Period", month):
        frappe.has_permission("Gov Reporting Period", "create", throw=True)
        ensure_period(Month.parse(month))
        modified = None
    return open_for_edit("Gov Reporting Period", month, modified)
