"""Bringing a site up to its apps: order, repetition, interruption, other processes."""

import frappe
import pytest

from frappe_embedded.locks import filelock
from frappe_embedded.migrate import migrate


@pytest.fixture
def log(ct):
    module = frappe.get_module("ctapp.log")
    module.seen.clear()
    return module


def test_nothing_changes_when_nothing_changed(log):
    migrate()
    before = frappe.db.sql("select name, modified from `tabCt Thing` order by name")
    statements = frappe.db.statement_count
    assert migrate() == []
    assert frappe.db.sql("select name, modified from `tabCt Thing` order by name") == before
    assert frappe.db.statement_count - statements < 300


def test_hooks_stand_around_everything(log):
    migrate()
    assert log.seen == ["before_migrate", "after_migrate"]


def test_a_patch_forgotten_runs_once_and_is_recorded(log):
    frappe.db.delete("Patch Log", {"patch": ("like", "%ctapp%")})
    migrate()
    assert log.seen == ["before_migrate", "first", "second", "last", "after_migrate"]
    log.seen.clear()
    migrate()
    assert log.seen == ["before_migrate", "after_migrate"]


def test_a_fixture_changed_by_hand_is_restored(log):
    frappe.db.set_value("Ct Thing", "Shipped", {"colour": "red", "rank": 9})
    frappe.db.commit()
    migrate()
    assert frappe.db.get_value("Ct Thing", "Shipped", ["colour", "rank"]) == ("green", 3)


def test_a_fixture_deleted_comes_back(log):
    frappe.delete_doc("Ct Thing", "Shipped", force=True)
    migrate()
    assert frappe.db.exists("Ct Thing", "Shipped")


def test_a_doctype_without_files_is_forgotten_and_its_rows_stay(log):
    definition = {"name": "Ct Gone", "module": "Ct Things", "fields": []}
    frappe.get_module("frappe_embedded.schema").sync_doctype(definition)
    frappe.db.commit()
    migrate()
    assert not frappe.db.exists("DocType", "Ct Gone")
    assert frappe.db.sql("select count(*) from `tabCt Gone`") == ((0,),)


def test_a_custom_doctype_stays(log):
    row = {"doctype": "DocType", "name": "Ct Own", "module": "Ct Things", "custom": 1}
    frappe.get_doc({**row, "fields": [{"fieldname": "a", "fieldtype": "Data"}]}).insert()
    frappe.db.commit()
    migrate()
    assert frappe.db.exists("DocType", "Ct Own")


def test_scheduled_jobs_follow_the_hooks_and_keep_when_they_ran(log):
    ran = "2026-01-02 03:04:05"
    frappe.db.set_value("Scheduled Job Type", "jobs.count", "last_execution", ran)
    frappe.db.set_value("Scheduled Job Type", "jobs.count", "frequency", "Weekly")
    gone = {"doctype": "Scheduled Job Type", "method": "ctapp.jobs.gone", "frequency": "Daily"}
    frappe.get_doc(gone).insert()
    frappe.db.commit()
    migrate()
    job = frappe.db.get_value(
        "Scheduled Job Type", "jobs.count", ["frequency", "last_execution"], as_dict=True
    )
    assert (job.frequency, str(job.last_execution)) == ("Daily", ran)
    assert not frappe.db.exists("Scheduled Job Type", {"method": "ctapp.jobs.gone"})


def test_two_do_not_migrate_one_site(log):
    with filelock("bench_migrate"), pytest.raises(frappe.LockTimeoutError):
        migrate(lock_timeout=0.05)
    assert log.seen == []


def test_a_failing_patch_stops_the_migration_and_runs_the_next_time(log, monkeypatch):
    first = frappe.get_module("ctapp.patches.first")
    frappe.db.delete("Patch Log", {"patch": "ctapp.patches.first"})
    frappe.db.commit()

    def half():
        frappe.db.set_default("ct_half_patch", "written")
        raise ValueError("half way")

    with monkeypatch.context() as broken:
        broken.setattr(first, "execute", half)
        with pytest.raises(ValueError, match="half way"):
            migrate()
    assert frappe.db.get_default("ct_half_patch") is None
    assert "after_migrate" not in log.seen
    migrate()
    assert "first" in log.seen
