"""The clock in other time zones than the server's, with summer time, and in a zone that changes."""

from datetime import datetime, timedelta

import frappe
import pytest
import time_machine
from clockwork import (
    SAID,
    begin,
    dates_stored,
    keep,
    live_in,
    move_cut_off,
    reminded,
    reports_of,
    set_settings,
    state_of,
    submitted,
    town_of_real_days,
    towns_of,
)
from town import acting, open_month, submit

from govplan import clock
from govplan.domain.periods import Month
from govplan.errors import Refused
from govplan.monitoring import calendar, reminders
from govplan.monitoring.periods import dates_of

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    with town_of_real_days() as made:
        yield made


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
