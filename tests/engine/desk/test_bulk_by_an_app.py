"""Acts of the workflow on several records go by way of the app that overrides Frappe's method."""

import frappe
import pytest
import town as towns
from town import acting, open_month, report_of, submit

from frappe_embedded.desk import bulk

REPORT = "Gov Progress Report"


@pytest.fixture
def late(site):
    """A report sent late, and the town."""
    made = towns.build()
    period = open_month(made, 1)
    with acting(made.people["neighbour"], made.day(2, 20)):
        said = {"VISITS": {"value": "250"}, "LIGHTS": {"value": "98"}}
        return made, submit(made, made.health, period, said)


def test_the_list_of_the_back_office_refuses_what_has_to_be_opened(late):
    town, report = late
    with acting(town.people["coordinator"], town.day(2, 21)):
        (told,) = bulk.take(REPORT, [report.name], "workflow:Review")
    assert (told.name, "Late" in told.why) == (report.name, True)
    assert report_of(town.health, report.period).workflow_state == "Submitted"
    assert frappe.local.message_log == []
