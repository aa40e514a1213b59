"""What an app has brought once it is installed (sections 1.2 to 1.5)."""

import json
from pathlib import Path

import frappe
import pytest
from frappe.utils.fixtures import sync_fixtures


@pytest.fixture
def folder(site):
    return Path(frappe.get_app_path("govplan"))


def test_apps_are_known_in_the_order_they_came(site):
    apps = frappe.get_installed_apps()
    assert apps[0] == "frappe"
    assert "govplan" in apps


def test_single_values_of_hooks_become_lists_and_unknown_ones_are_empty(site):
    assert frappe.get_hooks("app_name", app_name="govplan") == ["govplan"]
    assert frappe.get_hooks("ct_no_such_hook") == []


def test_every_module_of_the_app_is_a_record(folder):
    modules = [line for line in (folder / "modules.txt").read_text().splitlines() if line.strip()]
    known = frappe.get_all("Module Def", {"app_name": "govplan"}, pluck="name")
    assert set(modules) <= set(known)


def test_every_doctype_file_is_a_doctype_with_a_table(folder):
    for path in folder.glob("*/doctype/*/*.json"):
        definition = json.loads(path.read_text())
        assert frappe.db.exists("DocType", definition["name"])
        if not definition.get("issingle"):
            assert frappe.db.table_exists(definition["name"])


def test_every_role_a_doctype_names_exists(folder):
    for path in folder.glob("*/doctype/*/*.json"):
        for row in json.loads(path.read_text()).get("permissions", []):
            assert frappe.db.exists("Role", row["role"])


def test_every_fixture_is_there(folder):
    rows = [row for path in folder.glob("fixtures/*.json") for row in json.loads(path.read_text())]
    assert rows
    assert all(frappe.db.exists(row["doctype"], row["name"]) for row in rows)


def test_a_fixture_changed_by_hand_is_what_its_file_says_after_the_next_migrate(site):
    shipped = frappe.db.get_value("Workflow State", "Submitted", "style")
    frappe.db.set_value("Workflow State", "Submitted", "style", "Danger")
    sync_fixtures("govplan")
    assert (shipped, frappe.db.get_value("Workflow State", "Submitted", "style")) == (
        "Primary",
        "Primary",
    )


def test_patches_of_a_new_app_count_as_run(folder):
    lines = (folder / "patches.txt").read_text().splitlines()
    patches = [line for line in lines if line and not line.startswith(("[", "#"))]
    done = frappe.get_all("Patch Log", pluck="patch")
    assert set(patches) <= set(done)


def test_every_scheduled_function_of_the_app_is_a_job(site):
    declared = frappe.get_hooks("scheduler_events", app_name="govplan")
    methods = {m for expressions in declared["cron"].values() for m in expressions}
    known = frappe.get_all("Scheduled Job Type", pluck="method")
    assert methods <= set(known)
