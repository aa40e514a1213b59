"""The calendar as the staff see it: a year's months, what comes next, one month's dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from govplan import clock
from govplan.domain.periods import Month, months_between
from govplan.domain.working_days import is_working_day, working_days
from govplan.monitoring.periods import (
    DATE_FIELDS,
    OPEN,
    PLANNED,
    PUBLISHED,
    dates_of_months,
    holidays_around,
    named_holidays,
)

_AHEAD = timedelta(days=45)
_DOCTYPE = "Gov Reporting Period"


@dataclass(frozen=True)
class MonthRow:
    """A month of the calendar: its record's dates, or those the settings give it.

    `free` names the fields whose day is no working day; `exists` is off while nothing has
    written the month down.
    """

    period: str
    state: str
    exists: bool
    dates: dict[str, date]
    free: frozenset[str]
    working_days: int
    exceptions: int

    @property
    def is_editable(self) -> bool:
        return self.state in (PLANNED, OPEN)


@dataclass(frozen=True)
class Coming:
    """Something of the days ahead: what, and of which month."""

    day: date
    what: str
    period: str
    is_today: bool


def months_of(year: int) -> list[MonthRow]:
    """The twelve months of a year, in the same few statements whatever they hold."""
    return _rows(months_between(Month(year, 1), Month(year, 12)))


def month_row(period: str) -> MonthRow:
    """One month. Raises ValueError for a text that is none."""
    return _rows([Month.parse(period)])[0]


def coming() -> list[Coming]:
    """The last days of the next weeks, for everybody, with the exceptions and holidays."""
    today = clock.today()
    last = today + _AHEAD
    months = _rows(months_between(Month.of(today).minus(2), Month.of(last)))
    found = [*_last_days(months, today, last), *_leaves(today, last), *_feasts(today, last)]
    return sorted(found, key=lambda one: (one.day, one.period, one.what))


def exceptions_of(period: str) -> list[frappe._dict]:
    """Who may report a month until which day, why, and who granted it."""
    return frappe.get_all(
        "Gov Period Exception",
        filters={"parenttype": _DOCTYPE, "parent": period},
        fields=[
            "unit",
            "unit.unit_name as unit_name",
            "until",
            "reason",
            "granted_by.full_name as granted_by",
            "granted_on",
            "idx",  # sorted by, and the linked records have one too
        ],
        order_by="granted_on desc, idx desc",
        limit=0,
    )


def holidays_of(year: int) -> list[frappe._dict]:
    """The holidays of a year, those of one territory with its name."""
    return frappe.get_all(
        "Gov Holiday",
        filters={"holiday_date": ["between", [f"{year}-01-01", f"{year}-12-31"]]},
        fields=[
            "name",
            "holiday_date",
            "holiday_name",
            "territory.territory_name as territory_name",
        ],
        order_by="holiday_date asc, name asc",
        limit=0,
    )


def _rows(months: list[Month]) -> list[MonthRow]:
    names = [str(month) for month in months]
    stored = {
        row.name: row
        for row in frappe.get_all(
            _DOCTYPE,
            filters={"name": ["in", names]},
            fields=["name", "state", *DATE_FIELDS],
            order_by="name asc",
            limit=0,
        )
    }
    granted = frappe.get_all(
        "Gov Period Exception",
        filters={"parenttype": _DOCTYPE, "parent": ["in", names]},
        pluck="parent",
        limit=0,
    )
    free = holidays_around(months)
    usual = dates_of_months(months, free)
    found = []
    for month in months:
        record = stored.get(str(month))
        dates = {
            field: getdate(record[field]) if record else getattr(usual[month], field)
            for field in DATE_FIELDS
        }
        found.append(
            MonthRow(
                period=str(month),
                state=record.state if record else PLANNED,
                exists=record is not None,
                dates=dates,
                free=frozenset(name for name, on in dates.items() if not is_working_day(on, free)),
                working_days=len(working_days(month.first_day, month.last_day, free)),
                exceptions=granted.count(str(month)),
            )
        )
    return found


def _last_days(months: list[MonthRow], today: date, last: date) -> Iterator[Coming]:
    words = {
        "opens_on": _("Reports open"),
        "unit_cutoff": _("Last day for the units to report"),
        "coordination_cutoff": _("Last day for the coordination to review"),
        "mayor_cutoff": _("Last day for the mayor's office to approve"),
        "publish_on": _("Publication"),
        "legal_limit": _("Legal limit"),
    }
    for month in months:
        for field, what in words.items():
            on = month.dates[field]
            if today <= on <= last and month.state != PUBLISHED:
                yield Coming(on, what, month.period, on == today)


def _leaves(today: date, last: date) -> Iterator[Coming]:
    rows = frappe.get_all(
        "Gov Period Exception",
        filters={
            "parenttype": _DOCTYPE,
            "until": ["between", [today.isoformat(), last.isoformat()]],
        },
        fields=["name", "parent", "until", "unit.unit_name as unit_name"],
        order_by="until asc, name asc",
        limit=0,
    )
    for row in rows:
        on = getdate(row.until)
        yield Coming(on, _("Exception of {0}").format(row.unit_name), row.parent, on == today)


def _feasts(today: date, last: date) -> Iterator[Coming]:
    for row in named_holidays(today, last):
        on = getdate(row.holiday_date)
        yield Coming(on, _("Holiday: {0}").format(row.holiday_name), "", on == today)
