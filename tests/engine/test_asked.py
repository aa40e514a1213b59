"""Questions that make no sense, and records given wrongly, are refused in words."""

import urllib.parse

import frappe
import pytest

from frappe_embedded.asked import record_values

KEEPER, STRANGER = "keeper@ct.example", "stranger@ct.example"

NONSENSE = {
    "fields": (
        "nope",
        "5",
        '["nope"]',
        "[null]",
        '["(select 1)"]',
        '["concat(title"]',
        '[""]',
        '["round(title,1,2,3)"]',
        '["`tabUser`.name"]',
        '[{"nope": "name"}]',
        '["title-"]',
    ),
    "filters": (
        "nope",
        "5.5",
        "[[1,2,3]]",
        '[["Nope","name","=","x"]]',
        '{"nope": 1}',
        '{"title": {"a": 1}}',
        '{"title": ["=", [1, 2]]}',
        '{"title": ["in", [[1]]]}',
        '{"creation": [">", "no day"]}',
        '{"creation": ["between", ["x", "y"]]}',
        '[[["x"],"=",1]]',
        '{"title": "\\ud800"}',
        "[" * 5000 + "]" * 5000,
        '{"title": ["nope", 1]}',
    ),
    "or_filters": ("zz", '"x"'),
    "order_by": ("nope desc", "title; drop table x", "sleep(1)", "(((("),
    "group_by": ("nope", "count(title", "count(title)"),
    "limit": ("x", "-5", "9" * 40, "1e999"),
    "limit_start": ("x", "-1", "9" * 40),
}


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in NONSENSE.items() for value in values]
)
def test_a_list_asked_for_wrongly_is_refused_in_words(keeper, key, value):
    asked = urllib.parse.quote(value)
    refused = keeper.get(f"/api/resource/Ct Thing?{key}={asked}")
    assert refused.status_code == 417, refused.get_data(as_text=True)
    assert refused.json["_error_message"]
    assert "sql" not in refused.json["_error_message"].lower().replace("illegal sql query", "")


def test_a_number_too_large_for_a_database_is_no_crash(keeper):
    asked = keeper.get('/api/resource/Ct Thing?filters={"idx": 99999999999999999999}')
    assert asked.status_code in (200, 417)


def test_the_database_being_gone_is_not_the_askers_fault(keeper, monkeypatch):
    def gone(*_given, **_named):
        raise frappe.db.OperationalError(2006, "gone")

    monkeypatch.setattr("frappe_embedded.api.get_list", gone)
    assert keeper.get("/api/resource/Ct Thing").status_code == 500


@pytest.mark.parametrize(
    "body",
    [
        {"data": "[1, 2]"},
        {"data": "5"},
        {"data": "{"},
        {"title": "x", "name": [1]},
        {"title": "x", "on_trash": 1},
    ],
)
def test_a_record_given_wrongly_is_refused_in_words(keeper, body):
    for answer in (
        keeper.post("/api/resource/Ct Thing", json=body),
        keeper.put("/api/resource/Ct Thing/x", json=body),
    ):
        assert answer.status_code in (404, 417), answer.get_data(as_text=True)


@pytest.mark.parametrize("status", [9, -1, "3"])
def test_a_record_has_no_other_states_than_three(ct, keeper, thing, status):
    thing("Gate")
    for answer in (
        keeper.post("/api/resource/Ct Thing", json={"title": "Odd", "docstatus": status}),
        keeper.put("/api/resource/Ct Thing/Gate", json={"docstatus": status}),
    ):
        assert (answer.status_code, answer.json["exc_type"]) == (417, "ValidationError")


def test_a_body_says_nothing_of_who_made_a_record_when(ct, keeper, thing):
    claimed = {"owner": "Administrator", "creation": "2000-01-01", "modified_by": "Guest"}
    claimed |= {"__islocal": 0, "doctype": "User", "flags": {"ignore_permissions": 1}}
    sent = keeper.post("/api/resource/Ct Thing", json={"title": "Claimed", **claimed})
    assert sent.status_code == 200, sent.json
    made = sent.json["data"]
    assert (made["doctype"], made["owner"], made["modified_by"]) == ("Ct Thing", KEEPER, KEEPER)
    assert not made["creation"].startswith("2000")
    marks = {"_assign": '["x"]', "_comments": '[{"by": "Administrator"}]', "_user_tags": ",x"}
    keeper.put("/api/resource/Ct Thing/Claimed", json=marks)
    assert not any(frappe.db.get_value("Ct Thing", "Claimed", list(marks)))
    for key in ("owner", "creation"):
        refused = keeper.put("/api/resource/Ct Thing/Claimed", json={key: claimed[key]})
        assert refused.json["exc_type"] == "CannotChangeConstantError"
    again = {"modified_by": "Guest", "doctype": "User", "name": "x", "flags": {"in_test": 1}}
    kept = keeper.put("/api/resource/Ct Thing/Claimed", json=again).json["data"]
    assert (kept["doctype"], kept["name"], kept["modified_by"]) == ("Ct Thing", "Claimed", KEEPER)
    frappe.delete_doc("Ct Thing", "Claimed")
    frappe.db.commit()


@pytest.mark.parametrize("rows", ["x", [1], {"a": 1}, 5])
def test_what_are_no_rows_is_refused_in_words(ct, rows):
    with pytest.raises(frappe.DataError, match="roles takes a list of rows"):
        record_values("User", {"email": "x@ct.example", "roles": rows})
