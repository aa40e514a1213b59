"""A published matrix, imported and published again, is the same cell by cell in every form."""

import frappe
import pytest
from alausi import PERIOD, alone, imported, stored  # noqa: F401 — `alone` is a fixture
from matrices import SOURCES

from govplan.monitoring import calendar
from govplan.transparency.a4.cleaning import cells_of
from govplan.transparency.comparison import compare
from govplan.transparency.grids import read_grid
from govplan.transparency.publication import publish_period

pytestmark = pytest.mark.usefixtures("alone")

EDITION = "EC-a4-2021-10-E1"
FORMS = [f"{EDITION}.csv", f"{EDITION}-excel.csv", f"{EDITION}.xlsx", f"{EDITION}.html"]


def by_command() -> None:
    publish_period(PERIOD)


def by_the_calendar() -> None:
    """Of a town whose first reported month is the imported one."""
    frappe.db.set_single_value("Gov Settings", "first_period", PERIOD)
    frappe.clear_document_cache("Gov Settings", "Gov Settings")
    calendar.keep()


@pytest.mark.parametrize("publish", [by_command, by_the_calendar])
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_cell_of_the_edition_is_the_sources(source, publish, tmp_path):
    imported(source)
    publish()
    expected = cells_of(read_grid(source.name, source.read_bytes()))
    assert len(expected) == 2 + 1 + 4 + 1 + 13 + 7
    for form in FORMS:
        found = [row.cells for row in read_grid(form, stored(EDITION, form))]
        assert found == expected, form
    archive = tmp_path / f"{EDITION}.zip"
    archive.write_bytes(stored(EDITION, archive.name))
    comparison = compare(archive, source.name, source.read_bytes())
    assert comparison.differences == ()
    assert comparison.files == tuple(sorted(FORMS))


def test_the_edition_of_the_imported_month_is_on_time_and_complete():
    imported(SOURCES[0])
    assert EDITION in publish_period(PERIOD)
    edition = frappe.get_doc("Gov Edition", EDITION)
    assert [check.code for check in edition.checks if not check.passed] == []
    assert (edition.on_time, edition.score, edition.docstatus) == (1, "100", 1)
    assert frappe.db.get_value("Gov Reporting Period", PERIOD, "state") == "Published"


def test_the_law_of_2023_is_not_published_for_2021():
    imported(SOURCES[0])
    names = publish_period(PERIOD)
    assert names[:2] == [EDITION, "OPEN-2021-10-E1"]
