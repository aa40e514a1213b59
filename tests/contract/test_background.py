"""Work after the commit, in the background, one at a time (sections 3.5 and 7)."""

import frappe
import pytest
from frappe.utils.synchronization import filelock


@pytest.fixture
def called(site):
    """A list, and a function that notes its argument there."""
    seen = []
    return seen, seen.append


def test_what_waits_for_the_commit_runs_once_after_it(called):
    seen, note = called
    frappe.db.after_commit.add(lambda: note("committed"))
    assert seen == []
    frappe.db.commit()
    frappe.db.commit()
    assert seen == ["committed"]


def test_a_rollback_forgets_what_waited_for_the_commit_and_runs_its_own(called):
    seen, note = called
    frappe.db.after_commit.add(lambda: note("committed"))
    frappe.db.after_rollback.add(lambda: note("undone"))
    frappe.db.rollback()
    frappe.db.commit()
    assert seen == ["undone"]


def test_a_savepoint_undone_leaves_what_waits_for_the_commit(called):
    seen, note = called
    frappe.db.savepoint("ct_here")
    frappe.db.after_commit.add(lambda: note("committed"))
    frappe.db.rollback(save_point="ct_here")
    frappe.db.commit()
    assert seen == ["committed"]


def test_now_runs_in_the_callers_transaction_and_does_not_commit(site):
    frappe.db.set_default("ct_before", "1")
    assert frappe.enqueue(frappe.get_installed_apps, now=True)[0] == "frappe"
    frappe.db.rollback()
    assert frappe.db.get_default("ct_before") is None


def test_an_unknown_queue_is_refused(site):
    with pytest.raises(frappe.ValidationError):
        frappe.enqueue("frappe.ping", queue="endless")


def test_a_lock_is_held_by_one_and_not_taken_twice(site):
    refused = pytest.raises(Exception, match="ct_lock")
    with filelock("ct_lock", timeout=1), refused as problem, filelock("ct_lock", timeout=0.1):
        pass
    assert type(problem.value).__name__ == "LockTimeoutError"


def test_a_job_by_the_clock_is_named_by_the_end_of_its_path(site):
    jobs = frappe.get_all("Scheduled Job Type", ["name", "method"])
    assert jobs
    assert all(job.name == ".".join(job.method.split(".")[-2:]) for job in jobs)


def test_an_error_log_is_there_at_once(site):
    # Whether it outlives a rollback depends on the database: Frappe's table of it on MariaDB does.
    written = {"method": f"ct error {frappe.generate_hash()}"}
    frappe.log_error(written["method"], "ct message")
    assert frappe.db.get_value("Error Log", written, "error") == "ct message"


def test_an_error_log_needs_a_title_that_fits(site):
    with pytest.raises(TypeError):
        frappe.log_error(message="ct message")
    with pytest.raises(frappe.CharacterLengthExceededError):
        frappe.log_error("x" * 200, "ct message")
