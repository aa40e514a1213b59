"""The clock: cut-offs on holidays, ends of months, the leap day, time zones, jobs that come late,
twice and at the same moment, and the turn of the year."""

import os
import subprocess
import sys
from datetime import datetime, timedelta

import frappe
import pytest
import time_machine
import town as towns
from town import acting, open_month, report_of, save, submit

from govplan import clock
from govplan.approval.service import perform
from govplan.domain.periods import Month
from govplan.errors import NotYourAct, Refused
from govplan.monitoring import calendar, reminders
from govplan.monitoring.evidence import attach_url
from govplan.monitoring.periods import dates_of, ensure_period

pytestmark = pytest.mark.usefixtures("site")

SAID = {"VISITS": {"value": "200"}, "LIGHTS": {"value": "98"}}


@pytest.fixture
def town():
    """The calendar commits, so the town it keeps is committed too. Its year has real days."""
    before = frappe.db.get_value("Gov Settings", None, ["first_period", "time_zone"], as_dict=True)
    yield towns.build(2027)
    frappe.db.rollback()
    set_settings(first_period=before.first_period)
    live_in(before.time_zone)


def set_settings(**values):
    for field, value in values.items():
        frappe.db.set_single_value("Gov Settings", field, value)
    frappe.clear_document_cache("Gov Settings", "Gov Settings")
    frappe.db.commit()


def live_in(time_zone):
    """The municipality's time zone, through its settings."""
    settings = frappe.get_doc("Gov Settings")
    settings.time_zone = time_zone
    settings.save()
    frappe.db.commit()


def begin(town, number):
    """The town reports from this month of its year on; the month, as yet untouched."""
    month = town.month(number)
    forget_month(month)
    set_settings(first_period=month)
    return month


def forget_month(month):
    """Other tests of these real months leave theirs behind."""
    for doctype in ("Gov Reporting Period", "Gov Job Run", "Gov Period Exception"):
        by = {"Gov Period Exception": "parent", "Gov Job Run": "period"}.get(doctype, "name")
        frappe.db.delete(doctype, {by: month})
    frappe.clear_document_cache("Gov Reporting Period", month)
    frappe.db.commit()


def keep(moment):
    with clock.standing_at(moment):
        calendar.keep()


def remind(moment):
    with clock.standing_at(moment):
        reminders.remind()


def state_of(month):
    return frappe.db.get_value("Gov Reporting Period", month, "state")


def reminded(town, part):
    """The days a person was reminded for, in order."""
    found = frappe.get_all("Gov Reminder", {"for_user": town.people[part]}, pluck="due_day")
    return sorted(str(day) for day in found)


def submitted(town, month, moment):
    """Health's report of the month, submitted then; whether it was on time."""
    with acting(town.people["neighbour"], moment):
        return submit(town, town.health, month, SAID).on_time


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


# Time zones: the server's clock is UTC


def at_utc(moment):
    # A record saved on a whole second looks changed to a Frappe that saves it again.
    return time_machine.travel(f"{moment}.000001+00:00", tick=False)


def test_time_zone_of_the_town_says_which_day_it_is(town):
    live_in("America/Guayaquil")
    april = begin(town, 4)
    with at_utc("2027-04-30 04:59:00"):
        calendar.keep()
        assert state_of(april) == "Planned"
    with at_utc("2027-04-30 05:00:00"):
        calendar.keep()
        assert state_of(april) == "Open"
    # Wednesday 5 May is the last day; it ends at five in the morning of London's Thursday.
    with at_utc("2027-05-06 04:59:59"):
        assert submitted(town, april, None) == 1
    with at_utc("2027-05-05 12:59:00"):
        reminders.remind()
        assert reminded(town, "director") == []
    with at_utc("2027-05-05 13:00:00"):
        reminders.remind()
        assert reminded(town, "director") == ["2027-05-05"]


def test_time_zone_of_the_town_says_who_is_late(town):
    live_in("America/Guayaquil")
    april = begin(town, 4)
    keep("2027-04-30 08:00:00")
    with at_utc("2027-05-06 05:00:00"):
        assert submitted(town, april, None) == 0


# In Santiago the hour from 23 to 24 of 3 April 2027 comes twice, and that from 0 to 1 of
# 5 September never.


@pytest.mark.parametrize(
    ("number", "from_utc", "last_day"),
    [(3, "2027-04-02 12:00", "2027-04-05"), (8, "2027-09-03 12:00", "2027-09-06")],
)
def test_time_zone_with_summer_time_reminds_once_a_day(
    town, monkeypatch, number, from_utc, last_day
):
    live_in("America/Santiago")
    month = begin(town, number)
    # Every day works, also the night the clocks change, and reminders come in its last hour.
    monkeypatch.setattr("govplan.domain.working_days.SATURDAY", 7)
    set_settings(reminder_hour=23)
    try:
        open_month(town, number)
        move_cut_off(month, last_day)
        start = datetime.fromisoformat(from_utc)
        for hours in range(5 * 24):
            with at_utc(start + timedelta(hours=hours)):
                reminders.remind()
        days = [datetime.fromisoformat(last_day) + timedelta(n) for n in (-3, -1, 0, 1)]
        assert reminded(town, "director") == [f"{day:%Y-%m-%d}" for day in days]
    finally:
        set_settings(reminder_hour=8)


@pytest.mark.parametrize("number", [3, 8])
def test_time_zone_with_summer_time_does_each_step_of_the_month_once(town, number):
    live_in("America/Santiago")
    month = begin(town, number)
    dates = dates_of(Month.parse(month))
    start = datetime.combine(dates.opens_on, datetime.min.time())
    for hours in range(0, 16 * 24, 5):
        with at_utc(start + timedelta(hours=hours)):
            calendar.keep()
    expected = {
        "open": dates.opens_on,
        "close": dates.mayor_cutoff + timedelta(days=1),
        "publish": dates.publish_on,
    }
    fields = ["job", "attempts", "started_at"]
    runs = frappe.get_all("Gov Job Run", filters={"period": month}, fields=fields)
    # A weekend rolled the mayor's last day in April onto that of publication.
    jobs = ["close", "open", "publish"] if number == 8 else ["open", "publish"]
    assert sorted(run.job for run in runs) == jobs
    assert {run.job: run.started_at.date() for run in runs} == {job: expected[job] for job in jobs}
    assert {run.attempts for run in runs} == {1}


def test_time_zone_changed_in_mid_month_does_nothing_twice(town):
    live_in("America/Guayaquil")
    may = begin(town, 5)
    # Monday 31 May, seven in the evening; in Madrid it is Tuesday already.
    with at_utc("2027-06-01 00:00:00"):
        calendar.keep()
        assert (state_of(may), len(reports_of(may))) == ("Open", 2 * towns_of(may))
        before = dates_stored(may)
    # On Friday 4 June at nine of the evening Madrid has Saturday.
    live_in("Europe/Madrid")
    with at_utc("2027-06-04 07:00:00"):
        calendar.keep()
        reminders.remind()
    live_in("America/Guayaquil")
    with at_utc("2027-06-04 14:00:00"):
        assert clock.today().isoformat() == "2027-06-04"
        calendar.keep()
        reminders.remind()
    assert dates_stored(may) == before
    assert len(reports_of(may)) == 2 * towns_of(may)
    assert reminded(town, "director") == ["2027-06-04"]


def test_time_zone_moved_back_does_not_open_what_was_closed(town):
    live_in("Pacific/Kiritimati")
    june = begin(town, 6)
    with at_utc("2027-07-12 10:00:00"):
        # Just Tuesday 13 July there: past the mayor's last day, Monday the 12th.
        calendar.keep()
        closed = state_of(june)
    live_in("America/Guayaquil")
    with at_utc("2027-07-12 10:00:00"):
        assert clock.today().isoformat() == "2027-07-12"
        calendar.keep()
        assert state_of(june) == closed != "Open"
        with acting(town.people["neighbour"]), pytest.raises(Refused):
            submit(town, town.health, june, SAID)


def reports_of(month):
    return frappe.get_all("Gov Progress Report", {"period": month}, pluck="unit")


def towns_of(month):
    """How many towns of this year's tests stand on the site: each has two reports a month."""
    year = Month.parse(month).year
    poas = frappe.get_all("Gov POA", {"fiscal_year": year, "docstatus": 1}, pluck="unit")
    return len(set(poas)) // 2


def dates_stored(month):
    fields = ["opens_on", "unit_cutoff", "mayor_cutoff", "publish_on"]
    return frappe.db.get_value("Gov Reporting Period", month, fields)


# Jobs that come late, twice, at the same moment


def test_job_late_by_a_day_opens_reminds_and_publishes_once(town):
    august = begin(town, 8)
    keep("2027-09-01 08:00:00")
    assert state_of(august) == "Open"
    # Monday 6 September is the last day, and nobody ran anything on it.
    remind("2027-09-07 09:00:00")
    remind("2027-09-07 10:00:00")
    assert reminded(town, "director") == ["2027-09-07"]
    assert submitted(town, august, "2027-09-06 12:00:00") == 1
    keep("2027-09-14 08:00:00")
    editions = frappe.get_all("Gov Edition", {"period": august}, ["number", "on_time"])
    assert state_of(august) == "Published"
    assert {(edition.number, edition.on_time) for edition in editions} == {(1, 1)}


def test_job_late_by_a_day_sends_what_was_missed_once(town):
    september = begin(town, 9)
    open_month(town, 9)
    move_cut_off(september, "2027-10-07")
    # Friday the 8th, a day after, was missed; so was Tuesday the 12th, three after.
    remind("2027-10-11 09:00:00")
    remind("2027-10-11 10:00:00")
    assert reminded(town, "director") == ["2027-10-08"]
    remind("2027-10-13 09:00:00")
    assert reminded(town, "director") == ["2027-10-08", "2027-10-12"]
    forget_month(september)


def move_cut_off(month, last_day):
    frappe.db.set_value("Gov Reporting Period", month, "unit_cutoff", last_day)
    frappe.clear_document_cache("Gov Reporting Period", month)
    frappe.db.commit()


def test_job_run_twice_does_nothing_more(town):
    october = begin(town, 10)
    for moment in ("2027-10-29 08:00:00", "2027-11-05 09:00:00", "2027-11-12 19:00:00"):
        keep(moment)
        remind(moment)
        before = traces(town, october)
        keep(moment)
        remind(moment)
        assert traces(town, october) == before
    assert state_of(october) == "Published"


RUN = """
import os, sys
import frappe

site, sites, moment = sys.argv[1:4]
os.chdir(sites)
frappe.init(site, sites_path=sites)
frappe.connect()
frappe.flags.govplan_now = moment
from govplan.monitoring import calendar, reminders
calendar.keep()
reminders.remind()
frappe.destroy()
"""


def test_job_run_twice_at_the_same_moment_is_one_run(town):
    november = begin(town, 11)
    runs = [run_apart("2027-11-30 09:00:00") for _ in range(2)]
    told = [run.communicate(timeout=120)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    runs = [run_apart("2027-12-06 09:00:00") for _ in range(2)]
    told = [run.communicate(timeout=120)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    frappe.db.rollback()
    reports = reports_of(november)
    assert len(reports) == len(set(reports)) == 2 * towns_of(november)
    assert reminded(town, "director") == ["2027-12-06"]
    assert frappe.db.count("Notification Log", {"for_user": town.people["director"]}) == 1
    assert frappe.db.get_value("Gov Job Run", f"open:{november}", ["state", "attempts"]) == (
        "Done",
        1,
    )


def run_apart(moment):
    """A run of both jobs in a process of its own, which sees what the test has written so far."""
    frappe.db.commit()
    site = [frappe.local.site, os.path.abspath(frappe.local.sites_path)]
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *site, moment],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def traces(town, month):
    """All that the two jobs leave behind."""
    users = list(town.people.values())
    return (
        state_of(month),
        sorted(reports_of(month)),
        sorted(frappe.get_all("Gov Edition", {"period": month}, pluck="name")),
        sorted(frappe.get_all("Gov Reminder", {"for_user": ["in", users]}, pluck="name")),
        sorted(frappe.get_all("Notification Log", {"for_user": ["in", users]}, pluck="name")),
        frappe.get_all("Gov Job Run", {"period": month}, ["name", "attempts"], order_by="name"),
    )


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
