"""Months as records: their dates, and whether they take a unit's report."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from govplan import clock
from govplan.domain.periods import Month
from govplan.domain.reporting_calendar import (
    CalendarRules,
    CalendarRulesError,
    ReportingDates,
    reporting_dates,
)
from govplan.errors import BadRecord, refuse

PLANNED = "Planned"
OPEN = "Open"
CLOSED = "Closed"
PUBLISHED = "Published"

DATE_FIELDS = (
    "opens_on",
    "unit_cutoff",
    "coordination_cutoff",
    "mayor_cutoff",
    "dry_run_on",
    "publish_on",
    "legal_limit",
)


def ensure_period(month: Month | str) -> Document:
    """The record of a month, written with the dates of the settings when there is none."""
    name = str(month)
    if frappe.db.exists("Gov Reporting Period", name):
        return frappe.get_doc("Gov Reporting Period", name)
    period = frappe.new_doc("Gov Reporting Period")
    period.period = name
    return period.insert()


def dates_of(month: Month) -> ReportingDates:
    """The month's dates by the settings and the holidays of the whole municipality.

    Raises BadRecord when the days of the settings are not in order.
    """
    return reporting_dates(month, _rules(), holidays_around([month]))


def dates_of_months(months: list[Month], free: frozenset[date]) -> dict[Month, ReportingDates]:
    """The same for months whose holidays around are known."""
    rules = _rules()
    return {month: reporting_dates(month, rules, free) for month in months}


def holidays_around(months: list[Month]) -> frozenset[date]:
    """The holidays that months in order can meet with their dates.

    Dates roll forward over holidays, at most into the month after the next.
    """
    return holidays(months[0].first_day, months[-1].plus(2).last_day)


def _rules() -> CalendarRules:
    settings = frappe.get_cached_doc("Gov Settings")
    try:
        rules = CalendarRules(
            unit_day=cint(settings.unit_cutoff_day),
            coordination_day=cint(settings.coordination_cutoff_day),
            mayor_day=cint(settings.mayor_cutoff_day),
            dry_run_day=cint(settings.dry_run_day),
            publish_day=cint(settings.publish_day),
            legal_day=cint(settings.legal_limit_day),
        )
    except CalendarRulesError:
        words = _("Settings: the days of the calendar have to follow one another, from 1 to 31.")
        refuse(words, BadRecord)
    return rules


def takes_report_of(period: Document, unit: str, today: date | None = None) -> bool:
    """Whether a unit may submit its report of the month: it is open, or an exception holds."""
    if period.state == OPEN:
        return True
    day = today or clock.today()
    return any(row.unit == unit and getdate(row.until) >= day for row in period.exceptions)


def holidays(first: date, last: date) -> frozenset[date]:
    """The days that are free in the whole municipality, from one day to another."""
    return frozenset(getdate(row.holiday_date) for row in named_holidays(first, last))


def named_holidays(first: date, last: date) -> list[frappe._dict]:
    """The same as rows of `holiday_date` and `holiday_name`, in order.

    A parish's own holiday does not move the municipality's dates.
    """
    rows = frappe.get_all(
        "Gov Holiday",
        filters={"holiday_date": ["between", [first.isoformat(), last.isoformat()]]},
        fields=["holiday_date", "holiday_name", "territory"],
        order_by="holiday_date asc, name asc",
        limit=0,
    )
    whole = set(
        frappe.get_all(
            "Gov Territory",
            filters={"parent_gov_territory": ["is", "not set"]},
            pluck="name",
            order_by="name asc",
            limit=0,
        )
    )
    return [row for row in rows if not row.territory or row.territory in whole]
