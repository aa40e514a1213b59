"""Work in the background: when it runs, as whom, what a failure leaves."""

import threading

import frappe
import pytest

from frappe_embedded.jobs import Job, enqueue, pool
from frappe_embedded.text import generate_hash

ADD = "ctapp.jobs.add"


@pytest.fixture
def key(ct):
    """A default nobody else writes."""
    return f"ct_{generate_hash(length=8)}"


def value(key):
    pool.wait(20)
    return frappe.db.get_default(key)


def test_a_job_runs_in_a_transaction_of_its_own_and_commits(key):
    job = enqueue(ADD, to=key, amount=2)
    assert value(key) == "2"
    assert (job.get_status(), job.result) == ("finished", 2)


def test_a_job_acts_as_who_asked_for_it(key):
    frappe.set_user("Guest")
    enqueue("ctapp.jobs.who", key=key)
    assert value(key) == "Guest"


def test_a_callable_will_do(key):
    enqueue(frappe.get_attr(ADD), to=key, amount=4)
    assert value(key) == "4"


def test_now_runs_in_the_callers_transaction(key):
    assert enqueue(ADD, to=key, amount=3, now=True) == 3
    frappe.db.rollback()
    assert value(key) is None


def test_after_commit_means_never_after_a_rollback(key):
    frappe.db.set_default("ct_any", "1")
    assert enqueue(ADD, to=key, amount=1, enqueue_after_commit=True) is None
    frappe.db.rollback()
    assert value(key) is None
    enqueue(ADD, to=key, amount=1, enqueue_after_commit=True)
    frappe.db.commit()
    assert value(key) == "1"


def test_a_failure_is_undone_logged_and_told(key):
    told = []
    before = frappe.db.count("Error Log")
    job = enqueue("ctapp.jobs.fail", on_failure=lambda job, **more: told.append(more["value"]))
    assert value("ct_half") is None
    assert job.get_status() == "failed"
    assert str(told[0]) == "the job failed"
    assert frappe.db.count("Error Log") == before + 1
    assert "the job failed" in frappe.get_last_doc("Error Log").error


def test_a_success_is_told(key):
    told = []
    enqueue(ADD, to=key, amount=1, on_success=lambda job, **more: told.append(more["result"]))
    assert value(key) == "1"
    assert told == [1]


def test_a_job_of_a_known_id_waits_once(key, monkeypatch):
    free = threading.Event()
    monkeypatch.setattr(frappe.get_module("ctapp.jobs"), "who", lambda key: free.wait(20))
    first = enqueue("ctapp.jobs.who", job_id="one", deduplicate=True, key=key)
    assert enqueue("ctapp.jobs.who", job_id="one", deduplicate=True, key=key) is None
    assert first.id == "ct.site::one"
    free.set()
    pool.wait(20)
    assert enqueue(ADD, job_id="one", deduplicate=True, to=key, amount=1) is not None
    assert value(key) == "1"


def test_a_lock_that_did_not_come_free_is_tried_again(key, monkeypatch):
    tries = []

    def stubborn(**_given):
        tries.append(1)
        if len(tries) < 3:
            raise frappe.QueryTimeoutError(1205, "locked")

    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.setattr(frappe.get_module("ctapp.jobs"), "who", stubborn)
    job = enqueue("ctapp.jobs.who", key=key)
    pool.wait(20)
    assert (len(tries), job.get_status()) == (3, "finished")


def test_what_cannot_be_run_is_refused_at_once(key):
    with pytest.raises(frappe.ValidationError, match="short"):
        enqueue(ADD, queue="endless")
    with pytest.raises(frappe.ValidationError, match="job_id"):
        enqueue(ADD, deduplicate=True)
    with pytest.raises((TypeError, AttributeError), match="pickle"):
        enqueue(ADD, to=threading.Lock())


def test_a_request_finds_the_queue_full(key, monkeypatch):
    monkeypatch.setattr("frappe_embedded.jobs.MAX_WAITING", 0)
    frappe.local.request = object()
    with pytest.raises(frappe.QueueOverloaded):
        enqueue(ADD, to=key, amount=1)


def test_enqueue_doc_calls_a_method_of_the_document(ct):
    frappe.get_doc({"doctype": "Ct Thing", "title": "Fence"}).insert()
    frappe.db.commit()
    job = frappe.enqueue_doc("Ct Thing", "Fence", "paint", colour="white")
    pool.wait(20)
    assert isinstance(job, Job)
    assert frappe.db.get_value("Ct Thing", "Fence", "colour") == "white"
    frappe.delete_doc("Ct Thing", "Fence")
    frappe.db.commit()
