"""Work in the background, in threads and in queues: when, as whom, what a failure leaves."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import frappe
import pytest
from redis import Redis

from frappe_embedded.cache import notice_changes
from frappe_embedded.jobs import enqueue, hand_over, is_job_enqueued, pool, waiting
from frappe_embedded.redis_jobs import queue_name
from frappe_embedded.site import update_site_config
from frappe_embedded.text import generate_hash
from frappe_embedded.worker import Queue

ADD = "ctapp.jobs.add"
APPS = Path(__file__).parent / "apps"
WORK = "from frappe_embedded.worker import work; import sys; work(*sys.argv[1:3], ['default'], {})"


@pytest.fixture
def key(ct):
    """A default nobody else writes."""
    return f"ct_{generate_hash(length=8)}"


@pytest.fixture
def bench(ct, ct_sites, redis_server):
    """The site with its jobs in a Redis; `start(burst)` starts a worker."""
    redis_server.empty()
    update_site_config("redis_queue", redis_server.url)
    workers = []

    def start(burst=False):
        words = [sys.executable, "-c", WORK.format(burst), redis_server.url, str(ct_sites)]
        environment = {"PYTHONPATH": str(APPS), "PATH": ""}
        workers.append(subprocess.Popen(words, env=environment))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()
    update_site_config("redis_queue", None)


@pytest.fixture(params=["threads", "queues"])
def finish(request, ct):
    """Waits for the jobs; the test runs with jobs in threads, and with jobs in the queues of RQ."""
    if request.param == "threads":
        return lambda: pool.wait(20)
    start = request.getfixturevalue("bench")
    return lambda: start(burst=True).wait(30)


def value(key):
    frappe.db.rollback()
    notice_changes()
    return frappe.db.get_default(key)


def until(key, wanted):
    """Wait until the default has the value, a quarter of a minute at most."""
    for _turn in range(150):
        if value(key) == wanted:
            return
        time.sleep(0.1)
    raise AssertionError(f"{key} is {value(key)}")


def test_a_job_runs_in_a_transaction_of_its_own_and_commits(key, finish):
    job = enqueue(ADD, to=key, amount=2)
    finish()
    assert value(key) == "2"
    assert job.get_status() == "finished"


def test_a_job_acts_as_who_asked_for_it(key, finish):
    frappe.set_user("Guest")
    enqueue("ctapp.jobs.who", key=key)
    finish()
    assert value(key) == "Guest"


def test_a_callable_will_do(key, finish):
    enqueue(frappe.get_attr(ADD), to=key, amount=4)
    finish()
    assert value(key) == "4"


def test_now_runs_in_the_callers_transaction(key):
    assert enqueue(ADD, to=key, amount=3, now=True) == 3
    assert value(key) is None


def test_after_commit_means_never_after_a_rollback(key, finish):
    frappe.db.set_default("ct_any", "1")
    assert enqueue(ADD, to=key, amount=1, enqueue_after_commit=True) is None
    frappe.db.rollback()
    finish()
    assert value(key) is None
    enqueue(ADD, to=key, amount=1, enqueue_after_commit=True)
    frappe.db.commit()
    finish()
    assert value(key) == "1"


def test_a_failure_is_undone_logged_and_told(key, finish):
    before = frappe.db.count("Error Log")
    job = enqueue("ctapp.jobs.fail", job_id=key, on_failure=frappe.get_attr("ctapp.jobs.failed"))
    finish()
    assert value("ct_half") is None
    assert job.get_status() == "failed"
    assert value("ct_told") == f"ct.site::{key} ValueError the job failed"
    assert frappe.db.count("Error Log") == before + 1
    assert "the job failed" in frappe.get_last_doc("Error Log").error


def test_a_success_is_told(key, finish):
    told = frappe.get_attr("ctapp.jobs.succeeded")
    enqueue(ADD, to=key, amount=1, job_id=key, on_success=told)
    finish()
    assert value("ct_told") == f"ct.site::{key} 1"


def test_a_job_of_a_known_id_waits_once(key, finish):
    def once():
        return enqueue("ctapp.jobs.slow", job_id=key, deduplicate=True, key=key, seconds=0.2)

    assert once() is not None
    assert once() is None
    assert is_job_enqueued(key)
    finish()
    assert value(key) == "2"
    assert not is_job_enqueued(key)
    assert once() is not None
    finish()
    assert value(key) == "4"


def test_of_two_that_wait_for_one_commit_one_runs(key, finish):
    for _turn in range(2):
        given = {"job_id": key, "deduplicate": True, "enqueue_after_commit": True}
        enqueue("ctapp.jobs.slow", **given, key=key, seconds=0.2)
    frappe.db.commit()
    finish()
    assert value(key) == "2"


def test_a_lock_that_did_not_come_free_is_tried_again(key, finish):
    update_site_config("job_retry_pause", 0)
    job = enqueue("ctapp.jobs.busy_at_first", key=key)
    finish()
    assert (value(key), job.get_status()) == ("3", "finished")
    update_site_config("job_retry_pause", None)


def test_what_cannot_be_run_is_refused_at_once(key):
    with pytest.raises(frappe.ValidationError, match="short"):
        enqueue(ADD, queue="endless")
    with pytest.raises(frappe.ValidationError, match="job_id"):
        enqueue(ADD, deduplicate=True)
    with pytest.raises((TypeError, AttributeError), match="pickle"):
        enqueue(ADD, to=threading.Lock())


def test_a_request_finds_the_queue_full(key, finish, monkeypatch):
    monkeypatch.setattr("frappe_embedded.jobs.MAX_WAITING", 0)
    frappe.local.request = object()
    with pytest.raises(frappe.QueueOverloaded):
        enqueue(ADD, to=key, amount=1)


def test_enqueue_doc_calls_a_method_of_the_document(ct, finish):
    frappe.get_doc({"doctype": "Ct Thing", "title": "Fence"}).insert()
    frappe.db.commit()
    frappe.enqueue_doc("Ct Thing", "Fence", "paint", colour="white")
    finish()
    frappe.db.rollback()
    assert frappe.db.get_value("Ct Thing", "Fence", "colour") == "white"
    frappe.delete_doc("Ct Thing", "Fence")
    frappe.db.commit()


# Only in queues


def test_a_job_that_hangs_is_stopped_by_its_timeout(key, bench):
    job = enqueue("ctapp.jobs.hang", key=key, timeout=1)
    bench(burst=True).wait(30)
    assert (value(key), job.get_status()) == ("1", "failed")
    assert "JobTimeoutException" in frappe.get_last_doc("Error Log").error


def test_a_job_whose_process_is_killed_runs_again(key, bench):
    enqueue("ctapp.jobs.die", key=key, times=1, whom="me")
    bench(burst=True).wait(30)
    assert value(key) == "2"


def test_a_job_that_kills_its_process_each_time_is_given_up_and_logged(key, bench):
    told = frappe.get_attr("ctapp.jobs.failed")
    job = enqueue("ctapp.jobs.die", key=key, times=9, whom="me", job_id=key, on_failure=told)
    bench(burst=True).wait(30)
    assert (value(key), job.get_status()) == ("3", "failed")
    assert "BackgroundJobLost" in value("ct_told")
    assert "signal 9" in frappe.get_last_doc("Error Log").error


def test_a_job_whose_worker_is_killed_is_run_by_the_next(key, bench):
    enqueue("ctapp.jobs.die", key=key, times=1, whom="worker")
    assert bench().wait(30) == -signal.SIGKILL
    assert value(key) == "1"
    bench(burst=True).wait(30)
    assert value(key) == "2"


def test_a_worker_told_to_stop_finishes_what_it_runs_and_leaves_the_rest(key, bench):
    first = enqueue("ctapp.jobs.slow", key=key, seconds=1)
    second = enqueue(ADD, to=key, amount=10)
    worker = bench()
    until(key, "1")
    worker.terminate()
    assert worker.wait(30) == 0
    assert value(key) == "2"
    assert (first.get_status(), second.get_status()) == ("finished", "queued")
    bench(burst=True).wait(30)
    assert value(key) == "12"


def test_a_job_taken_by_a_worker_that_died_before_it_began_is_not_lost(key, bench, ct_sites):
    job = enqueue(ADD, to=key, amount=1)
    queue = Queue(queue_name(ct_sites, "default"), connection=job.connection)
    taken, _queue = Queue.dequeue_any([queue], None, job.connection)
    assert (taken.id, queue.count) == (job.id, 0)
    assert queue.intermediate_queue.get_job_ids() == [job.id]


def test_queues_of_the_configuration_are_queues(key, bench):
    frappe.local.conf.workers = {"night": {"timeout": 5000}}
    job = enqueue(ADD, queue="night", to=key, amount=1)
    assert job.timeout == 5000
    assert waiting() == 1


def test_while_redis_is_away_jobs_are_kept_and_handed_over(key, bench, redis_server, ct_sites):
    redis_server.stop()
    frappe.db.set_default(f"{key}_act", "done")
    given = {"job_id": key, "deduplicate": True}
    enqueue(ADD, to=key, amount=1, enqueue_after_commit=True, **given)
    frappe.db.commit()
    assert value(f"{key}_act") == "done"
    assert enqueue(ADD, to=key, amount=1, **given) is None
    assert is_job_enqueued(key)
    assert waiting() == 0
    hand_over()
    assert is_job_enqueued(key)
    redis_server.start()
    hand_over()
    hand_over()
    connection = Redis.from_url(redis_server.url)
    assert Queue(queue_name(ct_sites, "default"), connection=connection).count == 1
    bench(burst=True).wait(30)
    assert value(key) == "1"
