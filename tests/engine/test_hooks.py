"""What the installed apps declare is merged in order, and faults in it are found."""

import sys
import types

import pytest

from frappe_embedded import hooks, translate
from frappe_embedded.context import local
from frappe_embedded.errors import AppNotInstalledError


@pytest.fixture
def apps(db, tmp_path, monkeypatch):
    """Two apps on disk, installed after the engine, whose own hooks are empty here."""
    monkeypatch.syspath_prepend(str(tmp_path / "src"))
    engine = types.ModuleType("frappe_embedded.app_hooks")
    engine.app_name = "frappe"
    monkeypatch.setitem(sys.modules, "frappe_embedded.app_hooks", engine)
    sources = {
        "ct_one": 'app_name = "ct_one"\nafter_install = "ct_one.events.first"\n'
        'doc_events = {"*": {"on_update": "ct_one.events.first"}}\n'
        "has_permission = {'Ct Unit': 'ct_one.events.first'}\n",
        "ct_two": 'import json\napp_name = "ct_two"\nafter_install = ["ct_one.events.second"]\n'
        'doc_events = {"*": {"on_update": ["ct_one.events.second"]}}\n_private = 1\n'
        "def helper(): ...\n",
    }
    for app, text in sources.items():
        folder = tmp_path / "src" / app
        (folder / "translations").mkdir(parents=True)
        (folder / "__init__.py").write_text("")
        (folder / "hooks.py").write_text(text)
        (folder / "modules.txt").write_text(f"Parts of {app}\n\n")
        (folder / "translations" / "es.csv").write_text(f'Save,"Guardar en {app}"\n{app},Sí\n')
    heard = "heard = []\ndef first(*a): heard.append(1)\ndef second(*a): heard.append(2)\n"
    (tmp_path / "src" / "ct_one" / "events.py").write_text(heard)
    hooks.set_installed_apps(["frappe", "ct_one", "ct_two"])
    yield tmp_path / "src"
    for name in [name for name in sys.modules if name.startswith(("ct_one", "ct_two"))]:
        del sys.modules[name]


def test_a_site_without_apps_has_the_engine(db):
    assert hooks.get_installed_apps() == ["frappe"]


def test_single_values_become_lists_and_dicts_merge(apps):
    assert hooks.get_hooks("app_name") == ["frappe", "ct_one", "ct_two"]
    assert hooks.get_hooks("after_install") == ["ct_one.events.first", "ct_one.events.second"]
    assert hooks.get_hooks("doc_events")["*"]["on_update"] == hooks.get_hooks("after_install")
    assert hooks.get_hooks("app_name", app_name="ct_two") == ["ct_two"]
    assert hooks.get_hooks("nothing") == []
    assert hooks.get_hooks("nothing", {}) == {}
    assert "helper" not in hooks.get_hooks()
    assert "json" not in hooks.get_hooks()


def test_hooks_are_read_once(apps, db):
    hooks.get_hooks("app_name")
    before = db.statement_count
    hooks.get_hooks("app_name")
    assert db.statement_count == before


def test_hooks_run_in_order(apps):
    hooks.run_hooks("after_install")
    assert hooks.get_attr("ct_one.events.heard") == [1, 2]


def test_an_app_the_site_lacks_cannot_be_called(apps):
    with pytest.raises(AppNotInstalledError):
        hooks.get_attr("os.system")
    local.flags.in_install = "os"
    assert hooks.get_attr("os.path.sep") == "/"
    with pytest.raises(AttributeError):
        hooks.get_attr("nothing")


def test_modules_know_their_app_and_folder(apps):
    assert hooks.get_module_list("ct_one") == ["Parts of ct_one"]
    assert hooks.get_module_app("Parts of ct_two") == "ct_two"
    assert hooks.get_module_app("Nope") is None
    assert hooks.get_module_path("Parts of ct_two", "doctype").endswith(
        "ct_two/parts_of_ct_two/doctype"
    )
    assert hooks.get_app_path("ct_one", "hooks.py") == str(apps / "ct_one" / "hooks.py")
    with pytest.raises(ImportError):
        hooks.get_app_path("ct_none")


def test_a_rolled_back_installation_is_forgotten(apps, db):
    db.commit()
    hooks.set_installed_apps(["frappe"])
    assert hooks.get_hooks("app_name") == ["frappe"]
    db.rollback()
    assert len(hooks.get_hooks("app_name")) == 3


def test_faults_in_hooks_are_found(apps):
    assert list(hooks.check_hooks("ct_one")) == []
    module = hooks.get_module("ct_two.hooks")
    module.doc_evnts = {}
    module.on_login = "ct_one.events.nope"
    module.has_permission = {"Ct Unit": "ct_nowhere.x"}
    found = [(problem.code, problem.message) for problem in hooks.check_hooks("ct_two")]
    assert [code for code, _message in found] == ["hooks.E001", "hooks.E002", "hooks.E002"]
    assert "'doc_evnts'" in found[0][1]


def test_words_of_a_later_app_win(apps):
    assert translate._("Save", "es") == "Guardar en ct_two"
    assert translate._("ct_one", "es-EC") == "Sí"
    assert translate._("Unheard", "es") == "Unheard"
