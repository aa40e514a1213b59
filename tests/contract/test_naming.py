"""Contract 1.9: how a new record gets its name."""

import re
from datetime import date

import frappe
import pytest

pytestmark = pytest.mark.usefixtures("records")


def made(doctype, **values):
    return frappe.get_doc({"doctype": doctype, **values}).insert()


def test_a_name_or_owner_passed_by_the_caller_is_discarded_on_a_series_doctype(report):
    doc = report(name="MINE", owner="ct.ana@example.com").insert()
    assert re.fullmatch(r"CTR-\d{5}", doc.name)
    assert frappe.db.get_value("Ct Report", doc.name, "owner") == "Administrator"


def test_set_name_of_insert_wins(report):
    assert report().insert(set_name="CHOSEN").name == "CHOSEN"


def test_hash_names_have_ten_lower_case_letters_and_digits():
    assert re.fullmatch(r"[0-9a-z]{10}", made("Ct Owned", title="x").name)


def test_a_naming_series_takes_its_first_option_when_none_is_given():
    year = date.today().year
    assert re.fullmatch(rf"CTS-({year - 1}|{year}|{year + 1})-\d{{3}}", made("Ct Series").name)


def test_a_naming_series_counts_for_each_prefix():
    first = made("Ct Series", naming_series="CTX-.###")
    second = made("Ct Series", naming_series="CTX-.###")
    assert int(second.name[-3:]) == int(first.name[-3:]) + 1


def test_two_doctypes_with_format_names_share_one_counter():
    a, b = made("Ct Plan A", plan="P"), made("Ct Plan B", plan="Q")
    assert re.fullmatch(r"CTA-P-\d\d+", a.name)
    assert int(b.name.rsplit("-", 1)[1]) == int(a.name.rsplit("-", 1)[1]) + 1


def test_a_field_name_is_stripped_and_refused_when_empty(unit):
    assert unit("  Obras ").name == "Obras"
    with pytest.raises(frappe.ValidationError):
        unit("   ")


def test_a_prompt_name_must_be_set_and_is_stripped():
    assert made("Ct Prompt", name=" A1 ").name == "A1"
    with pytest.raises(frappe.ValidationError):
        made("Ct Prompt")


def test_autoincrement_names_are_numbers_that_get_doc_takes():
    first, second = made("Ct Number", title="a"), made("Ct Number", title="b")
    assert int(second.name) > int(first.name)
    assert frappe.get_doc("Ct Number", int(first.name)).title == "a"


def test_a_rollback_returns_the_number_and_deleting_the_newest_frees_it(report):
    frappe.db.savepoint("none_yet")
    number = report().insert().name
    frappe.db.rollback(save_point="none_yet")
    assert report().insert().name == number
    frappe.delete_doc("Ct Report", number)
    assert report().insert().name == number


@pytest.mark.parametrize("name", ["a<b", "a>b", "Ct Prompt", "New Ct Prompt 1"])
def test_a_name_with_angle_brackets_or_of_the_doctype_raises_name_error(name):
    with pytest.raises(frappe.NameError):
        made("Ct Prompt", name=name)


def test_a_duplicate_name_raises_duplicate_entry_error_which_is_no_validation_error():
    made("Ct Prompt", name="A1")
    with pytest.raises(frappe.DuplicateEntryError) as caught:
        made("Ct Prompt", name="A1")
    assert not isinstance(caught.value, frappe.ValidationError)
    assert caught.value.args[:2] == ("Ct Prompt", "A1")
    assert caught.value.http_status_code == 409


def test_names_differ_by_more_than_case_and_load_by_any_case():
    made("Ct Prompt", name="ZP-1")
    with pytest.raises(frappe.DuplicateEntryError):
        made("Ct Prompt", name="zp-1")
    assert frappe.get_doc("Ct Prompt", "zp-1").name == "ZP-1"


def test_amended_copies_are_named_after_the_first_original(report):
    names = [report().insert().submit().name]
    for _turn in range(2):
        doc = frappe.get_doc("Ct Report", names[-1])
        doc.cancel()
        copy = frappe.copy_doc(doc)
        copy.update({"amended_from": doc.name, "docstatus": 0})
        names.append(copy.insert().submit().name)
    assert names[1:] == [f"{names[0]}-1", f"{names[0]}-2"]


def test_amending_a_document_that_is_not_cancelled_raises_validation_error(report):
    doc = report().insert().submit()
    copy = frappe.copy_doc(doc)
    copy.amended_from = doc.name
    with pytest.raises(frappe.ValidationError):
        copy.insert()


def test_child_rows_are_named_by_hash(report):
    doc = report(rows=[{"label": "a"}]).insert()
    assert re.fullmatch(r"[0-9a-z]{10}", doc.rows[0].name)
