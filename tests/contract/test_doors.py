"""What a whitelisted function is given and what becomes of what it writes (6.1)."""

import frappe
import pytest

import govplan.api.approval as doors

UNIT = {"doctype": "Ct Unit", "unit_name": "Ct Written", "is_group": 1}


@pytest.fixture
def door(records, monkeypatch):
    """Opens a function to requests; gives its address."""

    def opened(function, **options):
        monkeypatch.setattr(doors, "ct_door", frappe.whitelist(**options)(function), raising=False)
        return "/api/method/govplan.api.approval.ct_door"

    yield opened
    frappe.db.rollback()
    frappe.db.delete("Ct Unit", {"name": UNIT["unit_name"]})
    frappe.db.commit()


def written() -> bool:
    frappe.db.rollback()
    return bool(frappe.db.exists("Ct Unit", UNIT["unit_name"]))


def write():
    frappe.get_doc(UNIT).insert(ignore_permissions=True)
    return "written"


def test_what_a_get_request_writes_disappears_without_an_error(door, browser):
    answer = browser().get(door(write, allow_guest=True))
    assert (answer.status_code, answer.json["message"]) == (200, "written")
    assert not written()


def test_the_same_code_under_post_persists(door, browser):
    answer = browser().post(door(write, allow_guest=True))
    assert (answer.status_code, answer.json["message"]) == (200, "written")
    assert written()


def test_an_error_undoes_what_was_written_before_it(door, browser):
    def fail():
        write()
        frappe.throw("no")

    assert browser().post(door(fail, allow_guest=True)).status_code == 417
    assert not written()


def test_a_method_is_refused_for_another_verb_than_its_own(door, browser):
    assert browser().get(door(write, allow_guest=True, methods=["POST"])).status_code == 403
    assert not written()


def test_a_number_given_as_text_becomes_a_number(door, browser):
    def twice(number: int):
        return number * 2

    path = door(twice, allow_guest=True)
    assert browser().get(path, query_string={"number": "5"}).json["message"] == 10
    refused = browser().get(path, query_string={"number": "five"})
    assert (refused.status_code, refused.json["exc_type"]) == (417, "FrappeTypeError")


def test_an_argument_left_out_is_a_type_error(door, browser):
    answer = browser().get(door(lambda number: number, allow_guest=True))
    # To Frappe that is a crash of its own.
    assert answer.status_code in (417, 500)
    assert answer.json["exc_type"].endswith("TypeError")


def test_a_list_given_as_text_is_refused(door, browser):
    def count(names: list):
        return len(names)

    path = door(count, allow_guest=True)
    assert browser().get(path, query_string={"names": "[1,2]"}).status_code == 417
    assert browser().post(path, json={"names": [1, 2]}).json["message"] == 2


def test_a_function_that_answers_nothing_answers_an_empty_object(door, browser):
    assert browser().get(door(lambda: None, allow_guest=True)).json == {}


def test_text_a_guest_sends_is_cleaned_unless_the_method_takes_markup(door, browser):
    def echo(said: str):
        return said

    said = {"said": "<b>yes</b><script>alert(1)</script>"}
    answer = browser().post(door(echo, allow_guest=True), data=said).json["message"]
    assert "<script>" not in answer
    assert "<b>yes</b>" in answer
    raw = browser().post(door(echo, allow_guest=True, xss_safe=True), data=said).json["message"]
    assert raw == said["said"]


def test_permissions_cannot_be_switched_off_from_outside(door, browser):
    def told(**given):
        return sorted(given)

    answer = browser().post(
        door(told, allow_guest=True), data={"ignore_permissions": "1", "flags": "{}", "a": "1"}
    )
    assert set(answer.json["message"]) - {"cmd"} == {"a"}
