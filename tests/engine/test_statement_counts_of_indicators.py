"""How many SQL statements the pages of indicators take, however many indicators there are."""

import frappe
import pytest
import town as towns
from town import acting, indicator, open_month

from govplan.monitoring.ownership import orphans
from govplan.staff.indicators import listed, show


@pytest.fixture
def town(site):
    made = towns.build()
    open_month(made, 1)
    return made


def statements(town, deed):
    """How many a deed takes as planning, when nothing is remembered; tried once before."""
    with acting(town.people["planner"], town.day(2, 3)):
        deed()
        frappe.local.govplan_memory = None
        before = frappe.db.statement_count
        deed()
        return frappe.db.statement_count - before


@pytest.mark.parametrize(
    "deed",
    [
        orphans,
        lambda: listed(frappe._dict()),
        lambda: show(frappe._dict(), frappe.get_last_doc("Gov Indicator")),
    ],
)
def test_the_pages_take_as_many_with_more_indicators(town, deed):
    few = statements(town, deed)
    for number in range(5):
        indicator(town, f"MORE{number}", indicator_name="More", unit_of_measure="km")

    assert statements(town, deed) == few <= 20
