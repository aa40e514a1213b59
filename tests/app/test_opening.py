"""Which units get a report of which month: by the POA in force and the days the unit exists."""

import frappe
import pytest
import town as towns
from town import acting, open_month, report_of

from govplan.monitoring.opening import open_reports
from govplan.planning.poas import reform

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


def units_of(month):
    return set(frappe.get_all("Gov Progress Report", {"period": month}, pluck="unit"))


def test_a_poa_approved_in_mid_year_begins_with_the_month_it_holds_from(town):
    late = towns.unit(town, "TUR", "Tourism", "Directorate", town.coordination)
    with acting("Administrator", town.day(5, 20)):
        from_july = {"effective_from": f"{town.year}-07-01"}
        towns.approved_poa(town, late, ["VISITS"], **from_july)
    assert units_of(open_month(town, 6)) == {town.works, town.health}
    assert units_of(open_month(town, 7)) == {town.works, town.health, late}


def test_a_poa_not_approved_yet_opens_nothing(town):
    late = towns.unit(town, "TUR", "Tourism", "Directorate", town.coordination)
    towns.draft_poa(town, late, ["VISITS"])
    assert late not in units_of(open_month(town, 2))


@pytest.mark.parametrize(
    ("valid", "reports"),
    [
        ({"valid_to": "03-31"}, {2, 3}),
        ({"valid_to": "03-15"}, {2}),
        ({"valid_from": "03-31"}, {3, 4}),
        ({"valid_from": "04-01"}, {4}),
    ],
)
def test_a_unit_reports_the_months_at_whose_end_it_exists(town, valid, reports):
    late = towns.unit(town, "TUR", "Tourism", "Directorate", town.coordination)
    with acting("Administrator", town.day(1, 5)):
        towns.approved_poa(town, late, ["VISITS"])
    for field, day in valid.items():
        frappe.db.set_value("Gov Unit", late, field, f"{town.year}-{day}")
    opened = {number for number in (2, 3, 4) if late in units_of(open_month(town, number))}
    assert opened == reports


def test_what_a_unit_reported_before_it_was_closed_stays(town):
    january = open_month(town, 1)
    frappe.db.set_value("Gov Unit", town.health, "valid_to", f"{town.year}-01-31")
    february = open_month(town, 2)
    open_reports(january)
    assert (town.health in units_of(january), town.health in units_of(february)) == (True, False)


def test_a_month_is_reported_on_the_version_in_force_for_it(town):
    with acting(town.people["planner"], town.day(2, 1)):
        new = reform(town.poas["health"], f"{town.year}-03-01", "Resolution 9")
    with acting("Administrator", town.day(2, 2)):
        towns.approve(town, new, author="planner")
    poas = {number: report_of(town.health, open_month(town, number)).poa for number in (2, 3)}
    assert poas == {2: town.poas["health"], 3: new.name}
