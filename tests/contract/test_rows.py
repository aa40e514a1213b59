"""Contract 2.6 and 2.7: child rows, copies, and documents written out."""

import datetime

import frappe
import pytest

pytestmark = pytest.mark.usefixtures("records")


def test_append_returns_a_row_tied_to_its_parent(report):
    doc = report().insert()
    row = doc.append("rows", {"label": "a"})
    assert (row.parent, row.parenttype, row.parentfield) == (doc.name, "Ct Report", "rows")
    assert (row.idx, row.doctype) == (1, "Ct Row")


def test_append_of_text_raises_type_error_and_of_an_unknown_table_attribute_error(report):
    with pytest.raises(TypeError):
        report().append("rows", "text")
    with pytest.raises(AttributeError):
        report().append("no_table", {})


def test_set_extend_and_remove_change_the_rows(report):
    doc = report(rows=[{"label": "a"}])
    doc.extend("rows", [{"label": "b"}, {"label": "c"}])
    doc.remove(doc.rows[1])
    assert [row.label for row in doc.rows] == ["a", "c"]
    doc.set("rows", [])
    assert doc.rows == []


def test_get_filters_rows(report):
    doc = report(rows=[{"label": "a", "value": 1}, {"label": "b", "value": 1}])
    assert [row.label for row in doc.get("rows", {"label": "b"})] == ["b"]
    assert len(doc.get("rows", {"value": 1}, limit=1)) == 1
    assert doc.get("rows", {"label": "z"}) == []


def test_popping_a_row_deletes_it_and_leaves_the_survivors_idx(report):
    doc = report(rows=[{"label": "a"}, {"label": "b"}]).insert()
    gone = doc.rows.pop(0)
    doc.save()
    assert not frappe.db.exists("Ct Row", gone.name)
    assert frappe.db.get_value("Ct Row", doc.rows[0].name, "idx") == 2


def test_rows_are_added_changed_and_kept_on_save(report):
    doc = report(rows=[{"label": "a"}, {"label": "b"}]).insert()
    names = [row.name for row in doc.rows]
    doc.rows[0].label = "changed"
    doc.append("rows", {"label": "c"})
    doc.save()
    stored = frappe.get_doc("Ct Report", doc.name)
    assert [row.label for row in stored.rows] == ["changed", "b", "c"]
    assert [row.name for row in stored.rows][:2] == names


def test_methods_of_rows_do_not_run_through_the_parent(report):
    doc = report(rows=[{"label": "a"}])
    heard = []
    doc.rows[0].validate = lambda: heard.append("validate")
    doc.rows[0].on_update = lambda: heard.append("on_update")
    doc.insert()
    assert heard == []


def test_a_copy_is_new_and_has_no_names_nor_amendment(report):
    doc = report(private_note="mine", rows=[{"label": "a"}]).insert()
    copy = frappe.copy_doc(doc)
    assert copy.name is None
    assert copy.docstatus == 0
    assert copy.amended_from is None
    assert copy.rows[0].name is None
    assert copy.rows[0].label == "a"
    assert copy.insert().name != doc.name


def test_a_copy_has_the_no_copy_fields_unless_told_to_leave_them(report):
    doc = report(private_note="mine").insert()
    assert frappe.copy_doc(doc).private_note == "mine"
    assert frappe.copy_doc(doc, ignore_no_copy=False).private_note is None


def test_as_dict_has_columns_rows_and_doctype(report):
    doc = report(amount="12.5", rows=[{"label": "a"}]).insert()
    found = doc.as_dict()
    assert found.doctype == "Ct Report"
    assert found.amount == 12.5
    assert found.rows[0].label == "a"
    assert found.rows[0].doctype == "Ct Row"
    assert found.missing is None
    assert not [key for key in found if key.startswith("_")]


def test_as_dict_can_leave_out_nulls_and_write_dates_as_text(report):
    doc = report(day=datetime.date(2026, 1, 5)).insert()
    found = doc.as_dict(no_nulls=True, convert_dates_to_str=True)
    assert "code" not in found
    assert found.day == "2026-01-05"
    bare = doc.as_dict(no_default_fields=True)
    assert "owner" not in bare


def test_as_json_is_sorted_with_moments_as_python_writes_them_and_plain_times(report):
    doc = report(hour="04:05:06", moment="2026-01-05 10:00:00").insert().reload()
    text = doc.as_json()
    assert '"hour": "4:05:06"' in text
    assert '"moment": "2026-01-05 10:00:00"' in text
    assert text.index('"amount"') < text.index('"title"')


def test_a_document_made_of_its_own_dict_is_equal(report):
    doc = report(rows=[{"label": "a"}]).insert().reload()
    again = frappe.get_doc(doc.as_dict())
    assert again.as_dict() == doc.as_dict()
    again.title = "April"
    again.save()
    assert frappe.db.get_value("Ct Report", doc.name, "title") == "April"


def test_times_are_timedelta_and_money_is_float_after_loading(report):
    doc = report(hour="08:30:00", amount=3).insert().reload()
    assert doc.hour == datetime.timedelta(hours=8, minutes=30)
    assert isinstance(doc.amount, float)


# Getting documents


def test_get_doc_of_a_missing_record_raises_does_not_exist_error():
    with pytest.raises(frappe.DoesNotExistError):
        frappe.get_doc("Ct Report", "NONE")


def test_get_doc_of_an_unknown_doctype_raises_import_error():
    with pytest.raises(ImportError):
        frappe.get_doc("Ct Nothing", "x")


def test_get_doc_of_a_dict_without_doctype_raises_value_error():
    with pytest.raises(ValueError, match="doctype"):
        frappe.get_doc({"title": "x"})


def test_get_doc_takes_filters(report):
    doc = report(code="A7").insert()
    assert frappe.get_doc("Ct Report", {"code": "A7"}).name == doc.name


def test_get_last_doc_is_the_newest(report):
    report().insert()
    newest = report(title="April").insert()
    assert frappe.get_last_doc("Ct Report").name == newest.name
    with pytest.raises(frappe.DoesNotExistError):
        frappe.get_last_doc("Ct Report", filters={"title": "None such"})


def test_get_cached_doc_is_the_same_object_and_saves_are_seen_but_raw_sql_is_not(report):
    name = report().insert().name
    first = frappe.get_cached_doc("Ct Report", name)
    assert frappe.get_cached_doc("Ct Report", name) is first
    frappe.db.sql("update `tabCt Report` set title = 'Raw' where name = %s", name)
    assert frappe.get_cached_doc("Ct Report", name).title == "March"
    frappe.db.set_value("Ct Report", name, "title", "April")
    assert frappe.get_cached_doc("Ct Report", name).title == "April"


def test_get_cached_value_answers_a_field_a_list_or_a_dict(report):
    name = report(quantity=4).insert().name
    assert frappe.get_cached_value("Ct Report", name, "title") == "March"
    fields = ["title", "quantity"]
    assert list(frappe.get_cached_value("Ct Report", name, fields)) == ["March", 4]
    as_dict = frappe.get_cached_value("Ct Report", name, fields, as_dict=True)
    assert as_dict == {"title": "March", "quantity": 4}
