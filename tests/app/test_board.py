"""The board: what each report came in like, rates by unit and month, and who sees whose."""

import csv
import io

import frappe
import openpyxl
import pytest
import town as towns
from town import acting, open_month, submit

from govplan.api.board import download
from govplan.approval.service import perform
from govplan.errors import Refused
from govplan.monitoring.periods import ensure_period
from govplan.staff.board import board, latest_year

pytestmark = pytest.mark.usefixtures("site")

SAID = {"VISITS": {"value": "200"}, "LIGHTS": {"value": "98"}}
BEHIND = {"VISITS": {"value": "100", "cause": "Two weeks of rain"}}


@pytest.fixture
def town():
    """January: health in time, works never. February: health three days late and returned once,
    works open. The units' last days are the 5th."""
    town = towns.build()
    for number in (1, 2):
        month = open_month(town, number)
        last_day = town.day(number + 1, 5)[:10]
        frappe.db.set_value("Gov Reporting Period", month, "unit_cutoff", last_day)
    frappe.clear_document_cache("Gov Reporting Period", town.month(1))
    with acting(town.people["neighbour"], town.day(2, 4)):
        submit(town, town.health, town.month(1), SAID)
    send_late_and_again(town)
    return town


def send_late_and_again(town):
    february = town.month(2)
    with acting(town.people["neighbour"], town.day(3, 8)):
        report = submit(town, town.health, february, SAID | BEHIND)
    with acting(town.people["coordinator"], town.day(3, 9)):
        perform(report.doctype, report.name, "Return", "Incomplete", "Falta una línea")
    with acting(town.people["neighbour"], town.day(3, 12)):
        perform(report.doctype, report.name, "Submit")


def seen_by(town, part, day=(3, 4), **asked):
    with acting(town.people[part], town.day(*day)):
        return board(town.year, **asked)


def arrivals(found):
    return {
        (unit.unit, month): cell.arrival
        for unit in found.units
        for month, cell in unit.cells.items()
    }


def test_each_report_says_how_it_came_in(town):
    january, february = town.month(1), town.month(2)
    assert arrivals(seen_by(town, "planner")) == {
        (town.works, january): "Never",
        (town.works, february): "Not due yet",
        (town.health, january): "On time",
        (town.health, february): "Late",
    }


def test_the_rates_of_a_unit_and_of_all(town):
    found = seen_by(town, "planner", day=(3, 20))
    works, health = found.units
    assert (works.rates.expected, works.rates.sent, works.rates.reporting_rate) == (2, 0, 0)
    assert (health.rates.expected, health.rates.on_time, health.rates.late) == (2, 1, 1)
    assert (health.rates.days_late, health.rates.returns) == (3, 1)
    assert (health.rates.on_time_rate, health.rates.completeness) == (50, 100)
    total = found.total
    assert (total.expected, total.sent, total.never, total.on_time_rate) == (4, 2, 2, 25)
    assert found.by_month[town.month(1)].on_time_rate == 50
    assert found.months == (town.month(2), town.month(1))
    assert total.measured == 2


def test_a_report_returned_waits_again_and_is_not_reported(town):
    with acting(town.people["coordinator"], town.day(3, 13)):
        name = f"{town.health}-{town.month(2)}"
        perform("Gov Progress Report", name, "Return", "Incomplete", "Todavía falta")
    cells = arrivals(seen_by(town, "planner", day=(3, 20)))
    assert cells[town.health, town.month(2)] == "Never"


def test_a_corrected_version_on_its_way_does_not_undo_the_report(town):
    name = f"{town.health}-{town.month(1)}"
    for part, act in (("coordinator", "Review"), ("mayor", "Approve")):
        with acting(town.people[part], town.day(2, 8)):
            perform("Gov Progress Report", name, act)
    with acting(town.people["planner"], town.day(2, 20)):
        perform("Gov Progress Report", name, "Supersede", "Wrong value", "Se midió mal")
    health = seen_by(town, "planner").units[1]
    cell = health.cells[town.month(1)]
    assert (cell.state, cell.arrival, cell.delivery.lines_reported) == ("Draft", "On time", 2)


def test_everybody_sees_their_own_units(town):
    assert [unit.unit for unit in seen_by(town, "director").units] == [town.works]
    assert len(seen_by(town, "coordinator").units) == 2
    assert len(seen_by(town, "auditor").units) == 2
    assert seen_by(town, "officer").units == ()


def test_a_branch_and_a_state_narrow_it(town):
    assert len(seen_by(town, "planner", under=town.coordination).units) == 2
    assert [unit.unit for unit in seen_by(town, "planner", under=town.health).units] == [
        town.health
    ]
    for wanted in ("Never", "Draft", "Not due yet"):
        found = seen_by(town, "planner", arrival_or_state=wanted)
        assert [unit.unit for unit in found.units] == [town.works]
    assert seen_by(town, "planner", arrival_or_state="Approved").units == ()


def test_the_latest_year_is_that_of_the_newest_month_opened(town):
    ensure_period(f"{town.year + 3}-01")
    assert latest_year() == town.year


def taken(town, part, kind, **asked):
    frappe.local.response = frappe._dict()
    with acting(town.people[part], town.day(3, 20)):
        download(str(town.year), kind, **asked)
    return frappe.response.filename, frappe.response.filecontent


def test_the_board_is_taken_away_as_csv_and_xlsx(town):
    name, content = taken(town, "planner", "csv")
    assert name == f"tablero-{town.year}.csv"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert rows[3]["Punctuality"] == "Late"
    assert (rows[3]["Days late"], rows[3]["Rounds"], rows[3]["Month"]) == ("3", "2", town.month(2))
    _name, content = taken(town, "planner", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Reports", "Units"]
    total = list(book["Units"].iter_rows(values_only=True))[-1]
    assert total[1:6] == ("All units", 4, 2, 1, 1)


def test_a_download_holds_what_the_person_may_see(town):
    _name, content = taken(town, "director", "csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert {row["Unit code"] for row in rows} == {town.works}


@pytest.mark.parametrize(("year", "kind"), [("2026", "pdf"), ("26", "csv"), ("x", "csv")])
def test_what_cannot_be_taken_away_is_refused(year, kind):
    with pytest.raises(Refused):
        download(year, kind)
