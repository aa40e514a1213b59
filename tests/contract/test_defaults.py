"""Contract 1.10: what a new document holds before anybody types."""

import datetime

import frappe
import pytest
from frappe.utils import today

pytestmark = pytest.mark.usefixtures("records")


def test_a_check_default_is_the_number_one():
    assert frappe.new_doc("Ct Report").done == 1


def test_a_select_without_default_takes_its_first_option_when_absent(report):
    assert frappe.new_doc("Ct Report").status == "Open"
    assert report().insert().status == "Open"


def test_an_explicit_empty_text_stays_empty(report):
    doc = report(status="").insert()
    assert frappe.db.get_value("Ct Report", doc.name, "status") == ""


def test_a_time_without_default_takes_the_current_time(report):
    assert report().insert().reload().hour is not None


def test_keyword_arguments_of_new_doc_are_set():
    assert frappe.new_doc("Ct Report", title="April").title == "April"


def test_nothing_is_defaulted_during_an_import(report):
    frappe.flags.in_import = True
    try:
        doc = report(name="CTR-IMPORTED").insert()
    finally:
        frappe.flags.in_import = False
    stored = frappe.db.get_value("Ct Report", doc.name, ["status", "hour"], as_dict=True)
    assert stored == {"status": None, "hour": None}


def test_a_link_takes_the_only_record_a_user_permission_allows(unit, restrict, acting):
    unit("Obras")
    restrict("ana", "Ct Unit", "Obras")
    acting("ana")
    assert frappe.new_doc("Ct Report").unit == "Obras"


def test_a_link_takes_the_default_among_several_permitted_records(unit, restrict, acting):
    for name in ("Obras", "Cultura"):
        unit(name)
        restrict("ana", "Ct Unit", name, is_default=int(name == "Cultura"))
    acting("ana")
    assert frappe.new_doc("Ct Report").unit == "Cultura"


def test_today_now_and_user_are_words_for_defaults():
    fields = [
        {"fieldname": "day", "fieldtype": "Date", "label": "Day", "default": "Today"},
        {"fieldname": "at", "fieldtype": "Datetime", "label": "At", "default": "now"},
        {"fieldname": "who", "fieldtype": "Link", "options": "User", "label": "Who"},
    ]
    fields[2]["default"] = "__user"
    name = "Ct Words"
    if not frappe.db.exists("DocType", name):
        made = {"doctype": "DocType", "name": name, "module": "Core", "custom": 1}
        frappe.get_doc({**made, "fields": fields}).insert()
    doc = frappe.new_doc(name)
    assert str(doc.day) == today()
    assert datetime.datetime.fromisoformat(str(doc.at)).date().isoformat() == today()
    assert doc.who == "Administrator"
