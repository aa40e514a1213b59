"""New sites, and apps put on them."""

from pathlib import Path

import frappe
import pytest

from frappe_embedded.install import install_app, new_site
from frappe_embedded.passwords import check_password
from frappe_embedded.site import get_sites, is_site
from frappe_embedded.testing import make_site

from .test_schema import index_names


def test_a_new_site_has_administrator_guest_and_the_automatic_roles(ct):
    assert check_password("administrator", "admin") == "Administrator"
    assert frappe.db.get_value("User", "Guest", "enabled") == 1
    roles = {"Administrator", "All", "Desk User", "Guest", "System Manager"}
    assert roles <= set(frappe.get_all("Role", pluck="name"))


def test_a_site_keeps_its_own_key_and_nobody_else_may_read_it(ct, ct_sites):
    config = ct_sites / ct / "site_config.json"
    assert len(frappe.conf.encryption_key) > 30
    assert config.stat().st_mode & 0o077 == 0
    assert (config.parent / "private").stat().st_mode & 0o077 == 0


def test_a_site_that_cannot_be_built_leaves_nothing(apart_from, tmp_path, monkeypatch):
    monkeypatch.setattr("frappe_embedded.install.LANGUAGES", {"": ""})
    with pytest.raises(frappe.ValidationError):
        new_site("half.site", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == []


def test_an_existing_site_is_replaced_only_by_force(apart_from, tmp_path):
    make_site(tmp_path, "one.site")
    frappe.db.set_default("mark", "old")
    frappe.db.commit()
    with pytest.raises(frappe.ValidationError, match="exists already"):
        new_site("one.site", tmp_path)
    new_site("one.site", tmp_path, force=True)
    assert frappe.db.get_default("mark") is None
    assert get_sites() == ["one.site"]


@pytest.mark.parametrize("name", ["../up", ".hidden", "a/b"])
def test_a_name_that_leads_elsewhere_is_refused(apart_from, tmp_path, name):
    with pytest.raises(frappe.ValidationError, match="cannot be the name"):
        new_site(name, tmp_path)
    assert not is_site(tmp_path, name)


def test_the_hooks_of_an_install_run_in_order_with_what_exists_by_then(ct):
    log = frappe.get_module("ctapp.log")
    wanted = [
        "before_install",
        "after_install role=True fixture=False",
        "after_sync fixture=True",
    ]
    assert [line for line in log.seen if line.startswith(("before_i", "after_i", "after_s"))][
        :3
    ] == wanted


def test_an_installed_app_brings_doctypes_modules_roles_indexes_jobs_and_fixtures(ct):
    assert frappe.get_installed_apps() == ["frappe", "ctapp"]
    assert frappe.db.get_value("Module Def", "Ct Things", "app_name") == "ctapp"
    assert frappe.db.get_value("Role", "Ct Keeper", "desk_access") == 1
    assert frappe.db.get_value("Ct Thing", "Shipped", ["colour", "rank"]) == ("green", 3)
    assert "colour_rank" in index_names(frappe.db, "tabCt Thing")
    assert frappe.db.get_value("Scheduled Job Type", "jobs.count", "frequency") == "Daily"


def test_patches_of_a_new_app_count_as_run(ct):
    done = frappe.get_all("Patch Log", pluck="patch")
    assert {"ctapp.patches.first", "ctapp.patches.second #2026-01"} <= set(done)
    assert frappe.db.get_default("ct_patch_line") is None


def test_installing_again_does_nothing(ct):
    before = list(frappe.get_module("ctapp.log").seen)
    assert install_app("ctapp") is False
    assert frappe.get_module("ctapp.log").seen == before


def test_an_app_that_refuses_its_own_install_is_left_out(ct, monkeypatch):
    monkeypatch.setattr(frappe.get_module("ctapp.log"), "before_install", lambda: False)
    frappe.get_module("frappe_embedded.hooks").set_installed_apps(["frappe"])
    install_app("ctapp")
    assert frappe.get_installed_apps() == ["frappe"]


def test_an_app_nobody_can_import_is_named(ct):
    with pytest.raises(ImportError, match="nowhere_app"):
        install_app("nowhere_app")


def test_a_hook_that_cannot_be_imported_stops_the_install(ct, tmp_path: Path, monkeypatch):
    broken = tmp_path / "ctbroken"
    broken.mkdir()
    (broken / "__init__.py").touch()
    (broken / "hooks.py").write_text("after_install = 'ctbroken.nothing.here'\nhome_pgae = 'x'\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(frappe.ValidationError, match="home_pgae") as refusal:
        install_app("ctbroken")
    assert "ctbroken.nothing.here" in str(refusal.value)
    assert "ctbroken" not in frappe.get_installed_apps()
