"""Done-when 4: five thousand rows, thirty-seven planted faults, and nothing else."""

import json

import frappe
import pytest
import sheets_to_load as sheets
import town as towns

from govplan.loading import imports
from govplan.loading.loads import Mode
from govplan.loading.sheets import column_letter

pytestmark = pytest.mark.usefixtures("site")

UNITS, LINES = 100, 50
FEW = 4
UNIT, YEAR, INDICATOR, ACTIVITY, TERRITORY, TARGET, JANUARY = range(7)
DECEMBER, MONEY = 17, 19


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def year(town):
    return town.year + 1


def grid(town, year: int, count: int = UNITS) -> list[list[object]]:
    """Fifty lines for each of some units; units and indicators are made here."""
    units = [towns.unit(town, f"U{at:03d}", f"Unit {at}", "Office") for at in range(count)]
    indicators = [
        towns.indicator(town, f"I{at:02d}", indicator_name=f"Indicator {at}", unit_of_measure="km")
        for at in range(LINES)
    ]
    return [
        sheets.poa_heading(),
        *(
            sheets.poa_row(unit, year, indicator, town.territory, at)
            for unit in units
            for at, indicator in enumerate(indicators)
        ),
    ]


def plant(rows: list[list[object]]) -> set[tuple[int, str]]:
    """Thirty-seven faults of fifteen kinds, each in a unit of its own; where each is."""
    planted = []
    wrong = [
        *[(INDICATOR, "NO-SUCH"), (TERRITORY, "Atlantis"), (YEAR, "next year"), (YEAR, "")],
        *[(UNIT, "U-NOWHERE"), (INDICATOR, ""), (TERRITORY, ""), (TARGET, "a lot")],
        *[(TARGET, "1.234,5"), (JANUARY, "10 000"), (JANUARY, "1e3"), (DECEMBER, "diez")],
        *[(MONEY, "$ 500"), (MONEY, -5)],
    ]
    for at, (column, text) in enumerate([*wrong, *wrong]):
        planted.append(_put(rows, at, column, text))
    for at in range(28, 32):  # the months no longer add up to the target
        planted.append(_put(rows, at, TARGET, 121))
    for at in range(32, 35):  # nothing below zero is programmed
        row, _column = _put(rows, at, JANUARY, -10)
        rows[row - 1][JANUARY + 1] = 30
        planted.append((row, column_letter(JANUARY)))
    for at in range(35, 37):  # the same line twice
        row, _column = _put(rows, at, ACTIVITY, "")
        rows[row - 1][INDICATOR : ACTIVITY + 1] = rows[row - 2][INDICATOR : ACTIVITY + 1]
        planted.append((row, column_letter(ACTIVITY)))
    return set(planted)


def _put(rows: list[list[object]], unit: int, column: int, text: object) -> tuple[int, str]:
    """Write into a line in the middle of a unit's; its row in the file and its column."""
    row = unit * LINES + 20 + unit % 7
    rows[row][column] = text
    return row + 1, column_letter(column)


def worked(content: bytes, mode: Mode):
    """What the worker of the background leaves on record of a file."""
    doc = imports.begin(imports.bring("poas", "poa.xlsx", content), mode)
    assert doc.state == imports.WORKING
    done = imports.work(doc.name)
    assert imports.progress_of(done) == (UNITS, UNITS)
    return done


def faults_of(doc) -> list[tuple[int, str]]:
    return [(fault["row"], fault["column"]) for fault in json.loads(doc.report)["faults"]]


def lines_of(year: int) -> int:
    poas = frappe.get_all("Gov POA", filters={"fiscal_year": year}, pluck="name", limit=0)
    return frappe.db.count("Gov POA Row", {"parent": ["in", poas or [""]]})


def test_5000_rows_with_37_faults_report_exactly_those_and_load_once_when_corrected(town, year):
    rows = grid(town, year)
    faulty = [list(row) for row in rows]
    planted = plant(faulty)
    assert (len(rows) - 1, len(planted)) == (5000, 37)

    with towns.acting(town.people["planner"], town.day(1, 6)):
        refused = worked(sheets.xlsx(faulty), Mode.WHOLE)
    told = faults_of(refused)
    assert (set(told), len(told)) == (planted, 37)
    assert (refused.state, refused.fault_count) == (imports.CHECKED, 37)
    assert lines_of(year) == 0

    with towns.acting(town.people["planner"], town.day(1, 6)):
        done = worked(sheets.xlsx(rows), Mode.WHOLE)
    assert (done.state, done.created_count, done.fault_count) == (imports.LOADED, UNITS, 0)
    assert lines_of(year) == 5000

    with towns.acting(town.people["planner"], town.day(1, 6)):
        again = worked(sheets.csv_text(rows, ";", "cp1252"), Mode.WHOLE)
    assert (again.state, again.created_count, again.updated_count) == (imports.LOADED, 0, 0)
    assert again.unchanged_count == UNITS
    assert lines_of(year) == 5000


@pytest.mark.parametrize("make", [sheets.xlsx, sheets.ods, sheets.csv_text])
def test_the_same_faults_are_told_whatever_the_form_of_the_file(town, year, make):
    rows = [row[: MONEY + 1] for row in grid(town, year, FEW)]
    wrong = [(INDICATOR, "NO-SUCH"), (JANUARY, "1e3"), (TARGET, 121), (TERRITORY, "")]
    planted = {_put(rows, at, column, text) for at, (column, text) in enumerate(wrong)}
    with towns.acting(town.people["planner"], town.day(1, 6)):
        doc = imports.begin(imports.bring("poas", "poa", make(rows)), Mode.WHOLE)
    assert set(faults_of(doc)) == planted
    assert lines_of(year) == 0
