"""Records an app ships: restored by every migrate, left alone when they are as shipped."""

import json

import frappe
import pytest

from frappe_embedded import fixtures
from frappe_embedded.fixtures import sync_customizations, sync_fixtures


@pytest.fixture
def ship(ct, tmp_path, monkeypatch):
    """Have the app ship these rows."""
    monkeypatch.setattr("frappe_embedded.fixtures.app_folder", lambda app: tmp_path)
    (tmp_path / "fixtures").mkdir()

    def shipped(*rows):
        (tmp_path / "fixtures" / "rows.json").write_text(json.dumps(rows))
        sync_fixtures("ctapp")

    return shipped


def thing(title, **more):
    return {"doctype": "Ct Thing", "name": title, "title": title, **more}


def test_a_row_as_shipped_is_not_written_again(ship, monkeypatch):
    ship(thing("Blue", colour="blue"))
    monkeypatch.setattr(fixtures, "import_doc", lambda *a, **k: pytest.fail("written again"))
    ship(thing("Blue", colour="blue"))


def test_a_value_the_file_does_not_have_is_emptied(ship):
    ship(thing("Blue", colour="blue"))
    frappe.db.set_value("Ct Thing", "Blue", "rank", 5)
    ship(thing("Blue", colour="blue"))
    assert frappe.db.get_value("Ct Thing", "Blue", "rank") == 0


def test_the_rows_own_validation_runs(ship):
    with pytest.raises(frappe.ValidationError, match="No colour"):
        ship(thing("Brown", colour="mud"))
    assert not frappe.flags.in_fixtures


def test_links_may_point_to_rows_of_later_files(ship):
    ship({"doctype": "User", "name": "ct@x.org", "email": "ct@x.org", "first_name": "Ct",
          "language": "zz"})  # fmt: skip
    assert frappe.db.get_value("User", "ct@x.org", "language") == "zz"


def test_a_row_of_an_unknown_doctype_is_passed_over(ship, capsys):
    ship({"doctype": "Workspace", "name": "Town"})
    assert "Workspace" in capsys.readouterr().out


def test_customizations_apply_once_asked_to(ct, tmp_path, monkeypatch):
    folder = tmp_path / "ct_things" / "custom"
    folder.mkdir(parents=True)
    field = {"name": "Ct Thing-note", "dt": "Ct Thing", "fieldname": "note", "label": "Note"}
    rows = [{"doctype": "Custom Field", "fieldtype": "Data", **field}]
    content = {"custom_fields": rows, "doctype": "Ct Thing", "sync_on_migrate": 1}
    (folder / "ct_thing.json").write_text(json.dumps(content))
    monkeypatch.setattr("frappe_embedded.fixtures.app_folder", lambda app: tmp_path)
    sync_customizations("ctapp")
    assert frappe.get_meta("Ct Thing").has_field("note")
    assert frappe.db.has_column("Ct Thing", "note")
