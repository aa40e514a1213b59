"""The board: what each unit's reports of a year came in like, and the rates made of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import cint, cstr, getdate

from govplan import clock
from govplan.domain.punctuality import Delivery, Punctuality, punctuality
from govplan.domain.quantity import parse_quantity
from govplan.organisation.units import below

_DOCTYPE = "Gov Progress Report"
_WRITTEN = ("Draft", "Returned")


@dataclass(frozen=True)
class Cell:
    """A unit's report of a month: how it came in, its state, and what it says."""

    name: str
    state: str
    delivery: Delivery
    arrival: str
    light: str
    compliance: str

    @property
    def count(self) -> tuple[int, int]:
        """Lines reported, of lines due."""
        return (self.delivery.lines_reported, self.delivery.lines_due)


@dataclass(frozen=True)
class UnitYear:
    """A unit's cells by month, and its rates."""

    unit: str
    unit_name: str
    cells: dict[str, Cell]
    rates: Punctuality


@dataclass(frozen=True)
class Board:
    """The units that have reports in the year, in the order of the tree, and all together.

    `months` are those the calendar has opened, the newest first: it is the one asked about.
    """

    year: int
    months: tuple[str, ...]
    units: tuple[UnitYear, ...]
    by_month: dict[str, Punctuality]
    total: Punctuality
    years: tuple[int, ...]


def board(year: int, under: str = "", arrival_or_state: str = "") -> Board:
    """The year's board of the reports the user may see.

    `under` keeps the units of one branch; `arrival_or_state` those with a report that came in
    so (On time, Late, Never, Not due yet) or is in that state. The same few statements whatever
    the number of units.
    """
    today = clock.today()
    last_days = _last_days(year)
    cells = _cells(last_days, today)
    named = _units(cells, under)
    years = [_unit_year(unit, cells[unit.name], today) for unit in named]
    kept = tuple(one for one in years if _shows(one, arrival_or_state))
    months = tuple(sorted(last_days, reverse=True))
    return Board(
        year=year,
        months=months,
        units=kept,
        by_month={month: _together(kept, today, {month}) for month in months},
        total=_together(kept, today, set(months)),
        years=_years(),
    )


def branches() -> list[tuple[str, str]]:
    """The units with others under them, that the board can be narrowed to."""
    found = frappe.get_list(
        "Gov Unit",
        filters={"is_group": 1},
        fields=["name", "unit_name"],
        order_by="lft asc, name asc",
        limit=0,
    )
    return [(unit.name, unit.unit_name) for unit in found]


def latest_year() -> int:
    """The year of the newest month that was opened; this one before the first."""
    found = frappe.get_all(
        "Gov Reporting Period",
        filters={"state": ["!=", "Planned"]},
        pluck="year",
        order_by="period desc",
        limit=1,
    )
    return cint(found[0]) if found else clock.today().year


def _last_days(year: int) -> dict[str, date]:
    """The units' last day of each month of the year that was opened."""
    rows = frappe.get_all(
        "Gov Reporting Period",
        filters={"year": year, "state": ["!=", "Planned"]},
        fields=["name", "unit_cutoff"],
        order_by="name asc",
        limit=0,
    )
    return {row.name: getdate(row.unit_cutoff) for row in rows}


def _years() -> tuple[int, ...]:
    found = frappe.get_all(
        "Gov Reporting Period", pluck="year", order_by="year desc", group_by="year", limit=0
    )
    return tuple(cint(year) for year in found)


def _cells(last_days: dict[str, date], today: date) -> dict[str, dict[str, Cell]]:
    """{unit: {month: cell}} of each report's latest version."""
    reports = frappe.get_list(
        _DOCTYPE,
        filters={"period": ["in", sorted(last_days)]},
        fields=[
            "name",
            "unit",
            "period",
            "version",
            "docstatus",
            "workflow_state",
            "submitted_at",
            "on_time",
            "round",
            "due_count",
            "reported_count",
            "compliance",
            "light",
        ],
        order_by="version asc, name asc",
        limit=0,
    )
    first = _first_sent(reports)
    cells: dict[str, dict[str, Cell]] = {}
    for report in reports:
        cell = _cell(report, last_days[report.period], first, today)
        cells.setdefault(report.unit, {})[report.period] = cell
    return cells


def _first_sent(reports: Iterable[frappe._dict]) -> dict[tuple[str, str], date]:
    """The day each report was first submitted, by (unit, month); a report that was not late was
    sent by its last day, so only of late ones is the decision asked for."""
    late = {
        row.name: (row.unit, row.period) for row in reports if row.submitted_at and not row.on_time
    }
    rows = frappe.get_all(
        "Gov Decision",
        filters={
            "reference_doctype": _DOCTYPE,
            "reference_name": ["in", sorted(late)],
            "act": "Submit",
        },
        fields=["reference_name", "decided_at"],
        order_by="sequence desc, name desc",
        limit=0,
    )
    return {late[row.reference_name]: getdate(row.decided_at) for row in rows}


def _cell(
    report: frappe._dict, last_day: date, first: dict[tuple[str, str], date], today: date
) -> Cell:
    # A corrected version on its way does not undo that the month was reported.
    is_sent = report.workflow_state not in _WRITTEN or report.version > 1
    sent_on = None
    if is_sent:
        sent_on = first.get((report.unit, report.period)) or getdate(
            report.submitted_at or last_day
        )
    delivery = Delivery(
        last_day=last_day,
        sent_on=sent_on,
        on_time=bool(report.on_time),
        rounds=cint(report.round),
        lines_due=cint(report.due_count),
        lines_reported=cint(report.reported_count),
        compliance=parse_quantity(report.compliance),
    )
    return Cell(
        name=report.name,
        state=report.workflow_state,
        delivery=delivery,
        arrival=str(delivery.arrival(today)),
        light=cstr(report.light) if is_sent else "",
        compliance=cstr(report.compliance) if is_sent else "",
    )


def _units(cells: dict[str, dict[str, Cell]], under: str) -> list[frappe._dict]:
    names = set(cells) & below([under]) if under else set(cells)
    return frappe.get_all(
        "Gov Unit",
        filters={"name": ["in", sorted(names)]},
        fields=["name", "unit_name"],
        order_by="lft asc, name asc",
        limit=0,
    )


def _unit_year(unit: frappe._dict, cells: dict[str, Cell], today: date) -> UnitYear:
    rates = punctuality((cell.delivery for cell in cells.values()), today)
    return UnitYear(unit.name, unit.unit_name, cells, rates)


def _shows(year: UnitYear, arrival_or_state: str) -> bool:
    if not arrival_or_state:
        return True
    return any(arrival_or_state in (cell.arrival, cell.state) for cell in year.cells.values())


def _together(years: Iterable[UnitYear], today: date, months: set[str]) -> Punctuality:
    cells = (pair for year in years for pair in year.cells.items())
    return punctuality((cell.delivery for month, cell in cells if month in months), today)
