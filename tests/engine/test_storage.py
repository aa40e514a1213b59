"""What reaches the database: only what changed, and names that were free."""

import frappe
import pytest

from frappe_embedded import storage

pytestmark = pytest.mark.usefixtures("plan")


@pytest.fixture
def plan(site):
    """A DocType with two kinds of child rows."""

    def make(name, *fields, **more):
        described = [{"label": f["fieldname"].title(), **f} for f in fields]
        made = {"doctype": "DocType", "name": name, "module": "Core", "custom": 1, **more}
        # Where a new table commits, the test before has left it.
        if not frappe.db.exists("DocType", name):
            frappe.get_doc({**made, "fields": described}).insert()

    text = {"fieldname": "text", "fieldtype": "Data"}
    make("St Row", text, {"fieldname": "value", "fieldtype": "Float"}, istable=1)
    make("St Note", text, istable=1)
    tables = [
        {"fieldname": "rows", "fieldtype": "Table", "options": "St Row"},
        {"fieldname": "more_rows", "fieldtype": "Table", "options": "St Row"},
        {"fieldname": "notes", "fieldtype": "Table", "options": "St Note"},
    ]
    make("St Plan", text, {"fieldname": "day", "fieldtype": "Date"}, *tables, autoname="hash")


@pytest.fixture
def written(monkeypatch):
    """The texts of the statements that write."""
    texts = []
    real = type(frappe.db._get_current_object())._prepare

    def spy(db, found):
        if found.writes and not found.locks:
            texts.append(found.text)
        return real(db, found)

    monkeypatch.setattr(type(frappe.db._get_current_object()), "_prepare", spy)
    return texts


def new_plan(**more):
    rows = [{"text": letter} for letter in "abc"]
    values = {"text": "x", "rows": rows, "more_rows": rows[:1], "notes": [{"text": "n"}]}
    return frappe.get_doc({"doctype": "St Plan", **values, **more}).insert()


def test_rows_of_two_tables_and_two_kinds_come_back_to_their_places():
    doc = frappe.get_doc("St Plan", new_plan().name)
    assert [row.text for row in doc.rows] == ["a", "b", "c"]
    assert [row.text for row in doc.more_rows] == ["a"]
    assert [row.text for row in doc.notes] == ["n"]


def test_rows_of_one_kind_are_inserted_with_one_statement(written):
    new_plan()
    assert len([text for text in written if "`tabSt Row`" in text]) == 1


def test_a_save_writes_only_the_columns_that_changed(written):
    doc = new_plan()
    written.clear()
    doc.text = "y"
    doc.save()
    (update,) = written
    assert update.startswith("UPDATE `tabSt Plan` SET `modified` = %s, `text` = %s WHERE")


def test_only_changed_rows_are_written_and_stamped(written):
    doc = new_plan()
    before = frappe.db.get_value("St Row", doc.rows[0].name, "modified")
    written.clear()
    doc.rows[1].value = 5
    doc.save()
    assert len([text for text in written if "`tabSt Row`" in text]) == 1
    assert frappe.db.get_value("St Row", doc.rows[0].name, "modified") == before
    assert frappe.db.get_value("St Row", doc.rows[1].name, "modified") > before


def test_equal_values_written_otherwise_are_no_change():
    doc = new_plan(day="2026-01-05")
    before = storage.load(doc.meta, doc.name).row
    doc.update({"day": "2026-01-05", "docstatus": 0, "modified": before["modified"]})
    assert storage.changes(doc, before) == {}


def test_a_row_moved_to_another_table_moves():
    doc = new_plan()
    row = doc.rows.pop(0)
    doc.more_rows.append(row)
    doc.save()
    again = frappe.get_doc("St Plan", doc.name)
    assert [r.text for r in again.more_rows] == ["a", "a"]
    assert [r.text for r in again.rows] == ["b", "c"]


def test_rows_of_a_kind_that_is_left_alone_stay():
    doc = new_plan()
    doc.set("rows", [])
    doc.flags.ignore_children_type = ["St Row"]
    doc.save()
    assert frappe.db.count("St Row", {"parent": doc.name}) == 4


def test_a_random_name_that_is_taken_is_drawn_again(monkeypatch):
    drawn = iter(["aaaaaaaaaa", "bbbbbbbbbb"])
    taken = new_plan(rows=[], more_rows=[], notes=[])
    frappe.db.sql("update `tabSt Plan` set name = 'aaaaaaaaaa' where name = %s", taken.name)
    monkeypatch.setattr("frappe_embedded.naming.random_name", lambda: next(drawn))
    monkeypatch.setattr("frappe_embedded.storage.random_name", lambda: next(drawn))
    doc = frappe.get_doc({"doctype": "St Plan", "text": "x"}).insert()
    assert doc.name == "bbbbbbbbbb"


def test_a_list_in_a_text_field_is_refused():
    with pytest.raises(frappe.ValidationError):
        new_plan(text=["a", "b"])
