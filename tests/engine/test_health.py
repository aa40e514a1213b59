"""`/health`: what machines that watch the site are told."""

import frappe
import pytest

from frappe_embedded import scheduler
from frappe_embedded.site import update_site_config

OUTSIDE = {"X-Forwarded-For": "203.0.113.9"}


@pytest.fixture
def beating(ct, ct_sites):
    (ct_sites / scheduler.BEAT).touch()
    yield
    (ct_sites / scheduler.BEAT).unlink(missing_ok=True)


@pytest.fixture
def conf(ct):
    """Set keys of the site's configuration for one test."""
    changed = []

    def change(key, value):
        changed.append(key)
        update_site_config(key, value)

    yield change
    for key in changed:
        update_site_config(key, None)


def test_on_this_machine_every_finding_is_told(beating, visit):
    answer = visit().get("/health")
    assert (answer.status_code, answer.json["status"]) == (200, "ok")
    assert set(answer.json["checks"]) == {"database", "queue", "scheduler", "disk"}
    assert "no-store" in answer.headers["Cache-Control"]


def test_strangers_are_told_only_whether_it_works(beating, visit):
    assert visit().get("/health", headers=OUTSIDE).json == {"status": "ok"}
    forged = visit()
    forged.headers = {**OUTSIDE, "Cookie": "sid=0123456789"}
    assert forged.get("/health").json == {"status": "ok"}


def test_a_clock_nobody_keeps_is_a_fault(ct, visit):
    answer = visit().get("/health")
    assert (answer.status_code, answer.json["status"]) == (503, "fail")
    assert answer.json["checks"]["scheduler"]["ok"] is False


def test_a_clock_that_was_stopped_on_purpose_is_none(conf, visit):
    conf("pause_scheduler", 1)
    answer = visit().get("/health")
    assert (answer.status_code, answer.json["checks"]["scheduler"]["enabled"]) == (200, False)


def test_a_full_disk_is_a_fault(beating, conf, visit):
    conf("min_free_mb", 10**12)
    answer = visit().get("/health")
    assert (answer.status_code, answer.json["checks"]["disk"]["ok"]) == (503, False)
    assert answer.json["checks"]["database"] == {"ok": True}


def test_a_database_that_does_not_answer_is_a_fault(beating, visit, monkeypatch):
    def refuse(*_given, **_named):
        raise frappe.db.OperationalError(2006, "gone: secret address")

    monkeypatch.setattr("frappe_embedded.health.connect", refuse)
    answer = visit().get("/health")
    assert (answer.status_code, answer.json["checks"]["database"]["ok"]) == (503, False)
    assert "secret" not in answer.get_data(as_text=True)
    assert visit().get("/health", headers=OUTSIDE).json == {"status": "fail"}


def test_a_site_being_maintained_says_so(beating, conf, visit):
    conf("maintenance_mode", 1)
    answer = visit().get("/health", headers=OUTSIDE)
    assert (answer.status_code, answer.json) == (503, {"status": "maintenance"})


def test_a_scheduler_beats_whenever_it_looks_at_the_clock(ct, ct_sites):
    assert scheduler.last_beat(ct_sites) is None
    scheduler.Scheduler(ct_sites, sites=["no.site"]).tick()
    assert scheduler.last_beat(ct_sites) is not None
    (ct_sites / scheduler.BEAT).unlink()
