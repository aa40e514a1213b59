"""A job runs once per what and month, alone, and its record tells what happened."""

import os
import socket

import frappe
import pytest

from govplan import clock
from govplan.monitoring.job_runs import run_alone, run_once

pytestmark = pytest.mark.usefixtures("site")

DEAD = 2**22 + 1  # beyond the largest process number Linux gives


@pytest.fixture
def key():
    key = f"test-{frappe.generate_hash(length=8)}:2021-10"
    yield key
    frappe.db.rollback()
    frappe.db.delete("Gov Job Run", {"name": key})
    frappe.db.commit()


def stored(key: str):
    return frappe.get_doc("Gov Job Run", key)


def held_by(key: str, holder: str, started_at: str) -> None:
    fields = {"state": "Running", "holder": holder, "started_at": started_at}
    frappe.db.set_value("Gov Job Run", key, fields)
    frappe.db.commit()


def test_a_job_is_done_once_and_leaves_its_record(key):
    with clock.standing_at("2021-11-12 08:00:00"), run_once(key) as run:
        run.note("EC-a4-2021-10-E1")
    with run_once(key) as again:
        assert again is None
    record = stored(key)
    assert (record.job, record.period) == tuple(key.split(":"))
    assert (record.state, record.attempts) == ("Done", 1)
    assert record.message == "EC-a4-2021-10-E1"
    assert str(record.started_at) == str(record.finished_at) == "2021-11-12 08:00:00"


def test_a_job_that_repeats_is_done_again(key):
    for _time in range(2):
        with run_alone(key) as run:
            assert run is not None
    assert (stored(key).state, stored(key).attempts) == ("Done", 2)


def test_a_failed_job_keeps_nothing_and_is_tried_again(key):
    with pytest.raises(ValueError, match="half way"), run_once(key):
        frappe.get_doc({"doctype": "Gov Holiday", "holiday_date": "2021-10-09"} | NAMED).insert()
        raise ValueError("half way")
    assert not frappe.db.exists("Gov Holiday", NAMED)
    record = stored(key)
    assert (record.state, record.message) == ("Failed", "ValueError: half way")
    with run_once(key) as run:
        assert run is not None
    assert (stored(key).state, stored(key).attempts) == ("Done", 2)


NAMED = {"holiday_name": "Half a holiday"}


def test_what_a_job_did_is_committed_with_its_end(key):
    with run_once(key):
        frappe.get_doc({"doctype": "Gov Holiday", "holiday_date": "2021-10-09"} | NAMED).insert()
    frappe.db.rollback()
    assert frappe.db.exists("Gov Holiday", NAMED)
    frappe.db.delete("Gov Holiday", NAMED)
    frappe.db.commit()


def test_nobody_does_a_job_while_another_is_at_it(key):
    with run_once(key) as run:
        assert run is not None
        with run_once(key) as second, run_alone(key) as third:
            assert (second, third) == (None, None)
    assert stored(key).state == "Done"


def test_the_job_of_a_dead_process_of_this_machine_is_free_at_once(key):
    with run_alone(key):
        pass
    held_by(key, f"{socket.gethostname()}:{DEAD}", str(clock.now()))
    with run_once(key) as run:
        assert run is not None


def test_the_job_of_a_living_process_of_this_machine_is_not_free(key):
    with run_alone(key):
        pass
    held_by(key, f"{socket.gethostname()}:{os.getppid()}", str(clock.now()))
    with run_once(key) as run:
        assert run is None


def test_a_claim_this_process_does_not_hold_any_more_is_free(key):
    with run_alone(key):
        pass
    held_by(key, f"{socket.gethostname()}:{os.getpid()}", str(clock.now()))
    with run_once(key) as run:
        assert run is not None


def test_the_job_of_another_machine_is_free_when_its_claim_is_old(key):
    with run_alone(key):
        pass
    held_by(key, "another-machine:1", "2021-11-12 08:00:00")
    with clock.standing_at("2021-11-12 08:59:00"), run_once(key) as run:
        assert run is None
    with clock.standing_at("2021-11-12 09:01:00"), run_once(key) as run:
        assert run is not None


def test_nobody_writes_the_record_by_hand():
    frappe.set_user("Guest")
    try:
        with pytest.raises(frappe.PermissionError):
            frappe.get_doc({"doctype": "Gov Job Run", "job_key": "x", "state": "Done"}).insert()
    finally:
        frappe.set_user("Administrator")
