"""Jobs of the calendar that come late, twice and at the same moment."""

import os
import subprocess
import sys

import frappe
import pytest
from clockwork import (
    begin,
    forget_month,
    keep,
    move_cut_off,
    remind,
    reminded,
    reports_of,
    state_of,
    submitted,
    town_of_real_days,
    towns_of,
)
from town import open_month

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    with town_of_real_days() as made:
        yield made


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
