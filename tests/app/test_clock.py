"""The clock: cut-offs on holidays, ends of months, the leap day and the turn of the year."""

import frappe
import pytest
import town as towns
from clockwork import (
    SAID,
    begin,
    forget_month,
    keep,
    move_cut_off,
    remind,
    reminded,
    reports_of,
    set_settings,
    state_of,
    submitted,
    town_of_real_days,
)
from town import acting, open_month, report_of, save

from govplan import clock
from govplan.approval.service import perform
from govplan.domain.periods import Month
from govplan.errors import NotYourAct
from govplan.monitoring.evidence import attach_url
from govplan.monitoring.periods import dates_of, ensure_period

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    with town_of_real_days() as made:
        yield made


# A cut-off on a holiday


@pytest.fixture
def feast():
    """Monday 5 April 2027, when March's units have their last day, is a holiday."""
    day = {"holiday_date": "2027-04-05", "holiday_name": "Fiesta del cantón"}
    holiday = frappe.get_doc({"doctype": "Gov Holiday", **day}).insert()
    yield holiday
    frappe.db.rollback()
    holiday.delete()
    frappe.db.commit()


def test_cut_off_on_a_holiday_is_the_next_working_day(town, feast):
    march = begin(town, 3)
    keep("2027-03-31 08:00:00")
    assert str(frappe.db.get_value("Gov Reporting Period", march, "unit_cutoff")) == "2027-04-06"
    assert submitted(town, march, "2027-04-06 23:59:59") == 1
    for day in ("2027-04-05", "2027-04-06", "2027-04-07"):
        remind(f"{day} 09:00:00")
    assert reminded(town, "director") == ["2027-04-06", "2027-04-07"]


def test_cut_off_on_a_holiday_is_late_only_after_the_day_it_moved_to(town, feast):
    march = begin(town, 3)
    keep("2027-03-31 08:00:00")
    assert submitted(town, march, "2027-04-07 00:00:00") == 0


def test_a_holiday_decreed_after_the_month_was_written_moves_a_date_left_blank(town):
    june = begin(town, 6)
    day = {"holiday_date": "2027-07-05", "holiday_name": "Fiesta del cantón"}
    with acting(town.people["planner"], "2027-06-02 09:00:00"):
        period = ensure_period(june)
        assert str(period.unit_cutoff) == "2027-07-05"
        frappe.set_user("Administrator")
        frappe.get_doc({"doctype": "Gov Holiday", **day}).insert()
        frappe.set_user(town.people["planner"])
        period.unit_cutoff = None
        period.save()
    assert str(period.unit_cutoff) == "2027-07-06"


# The end of a month


@pytest.mark.parametrize(
    ("number", "the_day_before", "opens_on"),
    [
        (1, "2027-01-28", "2027-01-29"),  # the 31st is a Sunday
        (4, "2027-04-29", "2027-04-30"),
        (7, "2027-07-29", "2027-07-30"),  # the 31st is a Saturday
    ],
)
def test_month_end_opens_on_its_last_working_day(town, number, the_day_before, opens_on):
    month = begin(town, number)
    keep(f"{the_day_before} 23:59:59")
    assert state_of(month) == "Planned"
    keep(f"{opens_on} 00:00:00")
    assert state_of(month) == "Open"
    assert report_of(town.works, month).workflow_state == "Draft"


# The leap day


def test_leap_day_opens_february_of_2028_and_2027_has_none():
    opened = {year: str(dates_of(Month(year, 2)).opens_on) for year in (2027, 2028)}
    assert opened == {2027: "2027-02-26", 2028: "2028-02-29"}


def test_leap_day_is_a_day_like_any_other():
    town = towns.build(2028)
    before = frappe.db.get_single_value("Gov Settings", "first_period")
    february = begin(town, 2)
    try:
        keep("2028-02-28 23:59:00")
        assert state_of(february) == "Planned"
        keep("2028-02-29 00:15:00")
        assert state_of(february) == "Open"
        assert submitted(town, february, "2028-02-29 23:59:59") == 1
    finally:
        frappe.db.rollback()
        set_settings(first_period=before)


@pytest.mark.parametrize(
    ("year", "last_day", "day_after"),
    [(2028, "2028-02-28", "2028-02-29"), (2027, "2027-02-26", "2027-03-01")],
)
def test_leap_day_counts_among_the_days_after(year, last_day, day_after):
    town = towns.build(year)
    january = open_month(town, 1)
    move_cut_off(january, last_day)
    remind(f"{day_after} 09:00:00")
    assert reminded(town, "director") == [day_after]
    forget_month(january)


def test_leap_day_gives_a_post_of_that_day_alone():
    town = towns.build(2028)
    january = open_month(town, 1)
    stand_in = {"capacity": "Acting", "on_behalf_of": town.people["neighbour"]}
    day = {"from_date": "2028-02-29", "to_date": "2028-02-29"}
    with clock.standing_at("2028-02-29 09:00:00"):
        towns.person(town, "substitute", "Director", town.health, **stand_in, **day)
    with acting(town.people["substitute"], "2028-02-29 09:00:00"):
        report = save(town, town.health, january, SAID)
        attach_url(report, "", "Report", "https://town.example/report")
    with (
        acting(town.people["substitute"], "2028-03-01 00:00:00"),
        pytest.raises((NotYourAct, frappe.PermissionError)),
    ):
        perform(report.doctype, report.name, "Submit")
    with acting(town.people["substitute"], "2028-02-29 23:59:59"):
        assert perform(report.doctype, report.name, "Submit").workflow_state == "Submitted"


# The turn of the year


def test_year_rollover_ends_december_in_january_and_begins_the_new_poa(town):
    december = begin(town, 12)
    january = town.month(13)
    forget_month(january)
    keep("2027-12-31 08:00:00")
    assert (state_of(december), state_of(january)) == ("Open", None)
    assert submitted(town, december, "2028-01-05 23:59:59") == 1
    with acting("Administrator", "2028-01-04 09:00:00"):
        new_year = {"fiscal_year": 2028, "effective_from": "2028-01-01"}
        poa = towns.approved_poa(town, town.health, ["VISITS", "LIGHTS"], **new_year)
    keep("2028-01-12 08:00:00")
    assert (state_of(december), state_of(january)) == ("Published", "Planned")
    keep("2028-01-31 08:00:00")
    assert state_of(january) == "Open"
    mine = [unit for unit in reports_of(january) if unit in (town.works, town.health)]
    # Public works has no POA for the new year yet; December's was of the year that ended.
    assert mine == [town.health]
    assert report_of(town.health, january).poa == poa
    assert report_of(town.health, december).poa == town.poas["health"]


def test_year_rollover_begins_what_is_summed_anew(town):
    december, january = town.month(12), town.month(13)
    forget_month(december)
    forget_month(january)
    with acting("Administrator", "2027-12-20 09:00:00"):
        new_year = {"fiscal_year": 2028, "effective_from": "2028-01-01"}
        towns.approved_poa(town, town.works, ["ROADS"], **new_year)
        open_month(town, 12)
        open_month(town, 13)
    told = {}
    for month, moment in ((december, "2028-01-05 09:00:00"), (january, "2028-02-04 09:00:00")):
        with acting(town.people["director"], moment):
            report = save(town, town.works, month, {"ROADS": {"value": "7"}})
        told[month] = towns.line(town, report, "ROADS").to_date
    assert told == {december: "7", january: "7"}
    forget_month(december)
    forget_month(january)


def test_year_rollover_reminds_of_december_in_january(town):
    begin(town, 12)
    keep("2027-12-31 08:00:00")
    for day in ("2027-12-31", "2028-01-03", "2028-01-04", "2028-01-05", "2028-01-06"):
        remind(f"{day} 09:00:00")
    days = ["2027-12-31", "2028-01-04", "2028-01-05", "2028-01-06"]
    assert reminded(town, "director") == days
