"""The clock: what is due, missed, failed, and who keeps it."""

import functools
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import frappe
import pytest
import time_machine
from filelock import FileLock
from redis import Redis
from rq import Queue

from frappe_embedded import scheduler
from frappe_embedded.cache import notice_changes
from frappe_embedded.dates import now_datetime
from frappe_embedded.jobs import answers, enqueue, pool
from frappe_embedded.redis_jobs import queue_name, rq_id
from frappe_embedded.scheduler import Scheduler, cron_of, due_jobs, is_enabled, next_run, run_job
from frappe_embedded.site import update_site_config

DAILY, CRON = "jobs.count", "jobs.fail"


@pytest.fixture
def ran(ct):
    """Set when a job last ran; committed, and set back afterwards."""

    def set_last(name, moment):
        frappe.db.set_value("Scheduled Job Type", name, "last_execution", moment)
        frappe.db.commit()

    for name in (DAILY, CRON):
        set_last(name, "2026-03-01 12:00:00")
    frappe.db.sql("delete from `tabScheduled Job Log`")
    frappe.db.set_default("ct_runs", 0)
    frappe.db.commit()
    yield set_last
    frappe.db.rollback()
    for name in (DAILY, CRON):
        set_last(name, None)


def names(moment):
    return {job.name for job in due_jobs(datetime.fromisoformat(moment))}


def logged(name):
    rows = frappe.get_all(
        "Scheduled Job Log", {"scheduled_job_type": name}, ["status", "details"], order_by=None
    )
    return [(row.status, row.details) for row in rows]


def tick(scheduler):
    thread = threading.Thread(target=scheduler.tick)
    thread.start()
    thread.join()


def runs():
    return int(frappe.db.get_default("ct_runs"))


def test_a_job_is_due_from_its_next_slot_on(ran):
    assert DAILY not in names("2026-03-01 23:59:59")
    assert DAILY in names("2026-03-02 00:00:00")
    assert CRON not in names("2026-03-02 03:14:59")
    assert CRON in names("2026-03-02 03:15:00")


def test_a_new_job_waits_for_its_next_slot(ran):
    ran(DAILY, None)
    created = frappe.db.get_value("Scheduled Job Type", DAILY, "creation")
    midnight = datetime.combine(created.date() + timedelta(days=1), datetime.min.time())
    assert DAILY not in {job.name for job in due_jobs(midnight - timedelta(seconds=1))}
    assert DAILY in {job.name for job in due_jobs(midnight)}


def test_a_month_missed_is_run_once(ran):
    assert DAILY in names("2026-04-05 10:00:00")
    assert run_job(DAILY)
    assert DAILY not in {job.name for job in due_jobs()}
    assert runs() == 1


def test_a_failed_run_is_undone_logged_and_waits_for_its_next_slot(ran):
    errors = frappe.db.count("Error Log")
    assert run_job(CRON)
    [(status, details)] = logged(CRON)
    assert status == "Failed"
    assert "the job failed" in details
    assert frappe.db.get_default("ct_half") is None
    assert frappe.db.count("Error Log") == errors + 1
    assert CRON not in {job.name for job in due_jobs()}


def test_a_run_is_logged(ran):
    run_job(DAILY)
    assert logged(DAILY) == [("Complete", None)]


def test_a_job_somebody_else_took_is_left_to_them(ran):
    seen = frappe.db.get_value("Scheduled Job Type", DAILY, "last_execution")
    assert run_job(DAILY, last_execution=seen)
    assert not run_job(DAILY, last_execution=seen)
    assert runs() == 1


def test_a_clock_set_back_does_not_silence_a_job(ran):
    ran(DAILY, "2030-01-01 00:00:00")
    assert DAILY not in names("2026-03-01 23:00:00")
    assert DAILY in names("2026-03-02 00:00:01")


def test_a_clock_set_back_by_hours_runs_no_slot_again(ran):
    ran(CRON, "2026-03-02 03:15:05")
    assert CRON not in names("2026-03-02 02:20:00")
    assert CRON not in names("2026-03-02 03:15:00")
    assert CRON in names("2026-03-03 03:15:00")


def test_a_clock_set_forward_runs_what_it_jumped_over_once(ran):
    assert names("2027-06-01 10:00:00") >= {DAILY, CRON}
    ran(DAILY, "2027-06-01 10:00:00")
    assert DAILY not in names("2027-06-01 23:59:00")


def test_jobs_kept_while_the_queue_was_away_are_handed_over_by_the_clock(
    ran, ct_sites, redis_server
):
    redis_server.empty()
    update_site_config("redis_queue", redis_server.url)
    redis_server.stop()
    enqueue("ctapp.jobs.count", job_id="kept")
    assert not answers()
    redis_server.start()
    tick(Scheduler(ct_sites))
    connection = Redis.from_url(redis_server.url)
    kept = Queue(queue_name(ct_sites, "default"), connection=connection)
    assert kept.job_ids[0] == rq_id("ct.site::kept")
    assert answers()
    update_site_config("redis_queue", None)


def test_of_two_schedulers_the_second_goes_on_when_the_first_is_killed(ct, ct_sites):
    code = (
        "import sys; from frappe_embedded import scheduler as s; s.TICK = 0.05;"
        "s.Scheduler.tick = lambda self: print(sys.argv[2], flush=True);"
        "s.Scheduler(sys.argv[1]).run()"
    )
    words = [sys.executable, "-c", code, str(ct_sites)]
    start = functools.partial(subprocess.Popen, stdout=subprocess.PIPE, text=True)
    with start([*words, "first"]) as first:
        assert first.stdout.readline() == "first\n"
        with start([*words, "second"]) as second:
            for _turn in range(3):
                assert first.stdout.readline() == "first\n"
            first.kill()
            assert second.stdout.readline() == "second\n"
            second.kill()


def test_a_clock_told_to_stop_finishes_the_job_at_hand(ran, ct_sites):
    ran(CRON, now_datetime())
    environment = {"PYTHONPATH": str(Path(__file__).parent / "apps"), "PATH": ""}
    code = (
        "import sys, time, ctapp.jobs; from frappe_embedded.commands.serving import schedule;"
        "count = ctapp.jobs.count;"
        "ctapp.jobs.count = lambda: (print('begun', flush=True), time.sleep(1), count());"
        "schedule(obj={'sites': [], 'sites_path': sys.argv[1]}, args=[])"
    )
    words = [sys.executable, "-c", code, str(ct_sites)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as clock:
        while clock.stdout.readline() != "begun\n":
            pass
        clock.terminate()
        assert clock.wait(20) == 0
    frappe.db.rollback()
    notice_changes()
    assert runs() == 1


def test_a_stopped_job_is_never_due(ran):
    frappe.db.set_value("Scheduled Job Type", DAILY, "stopped", 1)
    assert DAILY not in names("2027-01-01 00:00:00")


@pytest.mark.parametrize(
    ("frequency", "due"),
    [
        ("All", "2026-03-01 12:04:00"),
        ("Hourly", "2026-03-01 13:00:00"),
        ("Daily Long", "2026-03-02 00:00:00"),
        ("Weekly", "2026-03-08 00:00:00"),
        ("Monthly", "2026-04-01 00:00:00"),
        ("Yearly", "2027-01-01 00:00:00"),
        ("Annual", "2027-01-01 00:00:00"),
    ],
)
def test_each_frequency_has_its_hour(frequency, due):
    job = frappe._dict(frequency=frequency, last_execution="2026-03-01 12:00:00")
    assert next_run(job) == datetime.fromisoformat(due)


def test_an_unknown_frequency_is_told():
    with pytest.raises(ValueError, match="Fortnightly"):
        cron_of("Fortnightly", None)


@pytest.mark.parametrize("key", ["pause_scheduler", "maintenance_mode", "disable_scheduler"])
def test_configuration_stops_the_clock(ct, key):
    assert is_enabled()
    frappe.local.conf[key] = 1
    assert not is_enabled()


def test_system_settings_stop_the_clock(ct):
    frappe.db.set_single_value("System Settings", "enable_scheduler", 0)
    assert not is_enabled()


def test_a_tick_runs_what_is_due_on_every_site(ran, ct_sites):
    ran(CRON, now_datetime())
    tick(Scheduler(ct_sites))
    pool.wait(30)
    assert runs() == 1


def test_a_broken_site_does_not_stop_the_others(ran, ct_sites, caplog):
    ran(CRON, now_datetime())
    tick(Scheduler(ct_sites, ["missing.site", "ct.site"]))
    pool.wait(30)
    assert "missing.site" in caplog.text
    assert runs() == 1


def test_of_two_schedulers_one_keeps_the_time(ct, ct_sites, monkeypatch):
    ticks = []
    monkeypatch.setattr(scheduler, "TICK", 0.01)
    monkeypatch.setattr(Scheduler, "tick", lambda self: ticks.append(self.name))
    second = Scheduler(ct_sites)
    with FileLock(ct_sites / "scheduler.lock"):
        second.start()
        second.join(0.2)
        assert ticks == []
    second.join(0.3)
    second.stop()
    second.join(5)
    assert ticks
    assert not second.is_alive()


def test_the_clock_is_the_towns(ran):
    frappe.db.set_single_value("System Settings", "time_zone", "America/Guayaquil")
    with time_machine.travel("2026-03-02 04:59:00+00:00", tick=False):
        assert DAILY not in {job.name for job in due_jobs()}
    with time_machine.travel("2026-03-02 05:00:00+00:00", tick=False):
        assert DAILY in {job.name for job in due_jobs()}
