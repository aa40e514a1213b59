"""Methods by their path, records by their name."""

import json

import frappe
import pytest


def method(of_app, /, **query):
    rest = "&".join(f"{key}={value}" for key, value in query.items())
    return f"/api/method/ctapp.api.{of_app}?{rest}"


def message(response):
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json["message"]


# Methods


def test_a_method_gets_its_arguments_typed(guest):
    assert message(guest.get(method("greet", name="Ana", times="3")))["times"] == 3
    sent = guest.post("/api/method/ctapp.api.greet", json={"name": "Ana", "times": 2})
    assert message(sent) == {"text": "Hola Ana", "times": 2}


def test_a_json_body_lies_over_the_address(guest):
    url = "/api/method/ctapp.api.greet?name=Ana&times=9"
    assert message(guest.post(url, json={"times": 2})) == {"text": "Hola Ana", "times": 2}


@pytest.mark.parametrize(
    ("url", "status", "kind"),
    [
        (method("greet", name="Ana", times="many"), 417, "FrappeTypeError"),
        (method("listed", items="[1,2]"), 417, "FrappeTypeError"),
        (method("greet"), 417, "FrappeTypeError"),
        (method("closed"), 403, "PermissionError"),
        (method("for_users"), 403, "PermissionError"),
        (method("only_post"), 403, "PermissionError"),
        (method("missing"), 417, "ValidationError"),
        ("/api/method/noapp.x", 417, None),
        ("/api/nothing", 404, "DoesNotExistError"),
        (method("crash"), 500, "ZeroDivisionError"),
    ],
)
def test_what_cannot_be_called_says_why(guest, url, status, kind):
    response = guest.get(url)
    assert response.status_code == status
    if kind:
        assert response.json["exc_type"] == kind
        assert f".{kind}: " in response.json["exception"]


def test_an_error_brings_its_messages_and_its_traceback_unless_it_is_a_404(keeper):
    told = keeper.get(method("write_and_fail", value="x")).json
    messages = [json.loads(one)["message"] for one in json.loads(told["_server_messages"])]
    assert messages == ["Almost", "Not like this"]
    assert "Traceback" in json.loads(told["exc"])[0]
    assert told["exception"] == "frappe.exceptions.ValidationError: Not like this"
    assert "exc" not in keeper.get("/api/nothing").json


def test_strangers_are_told_no_traceback(guest):
    assert guest.get(method("crash")).json["exc_type"]
    assert "Traceback" not in guest.get(method("crash")).text
    assert "Traceback" not in guest.post("/api/method/login", json={"usr": "x", "pwd": "y"}).text


def test_a_traceback_is_told_only_where_it_is_allowed(ct, keeper):
    frappe.db.set_single_value("System Settings", "allow_error_traceback", 0)
    assert "exc" not in keeper.get(method("crash")).json
    frappe.db.set_single_value("System Settings", "allow_error_traceback", 1)
    frappe.db.commit()


def test_a_post_keeps_what_it_wrote_a_get_and_a_failure_do_not(ct, guest):
    frappe.db.set_default("ct_written", "before")
    guest.get(method("write", value="by get"))
    assert frappe.db.get_default("ct_written") == "before"
    guest.post(method("write_and_fail", value="by failure"))
    assert frappe.db.get_default("ct_written") == "before"
    guest.post(method("write", value="by post"))
    assert frappe.db.get_default("ct_written") == "by post"


def test_what_a_guest_says_is_cleaned(guest):
    said = message(guest.get(method("greet", name="<script>x</script>")))
    assert "<script>" not in said["text"]


def test_an_overridden_method_is_the_app_s(guest):
    assert message(guest.get(method("old"))) == "new"


def test_nobody_passes_flags_into_a_method(guest):
    sent = {"ignore_permissions": 1, "flags": "x", "other": 1}
    assert message(guest.post("/api/method/ctapp.api.everything", json=sent)) == ["other"]


def test_a_method_may_answer_with_a_file_a_page_or_a_redirect(guest):
    sent = guest.get(method("document"))
    assert sent.data == b"a,b\n"
    assert "filename*=UTF-8''a%C3%B1o.csv" in sent.headers["Content-Disposition"]
    gone = guest.get(method("elsewhere"))
    assert (gone.status_code, gone.headers["Location"]) == (302, "/plain")
    page = guest.get(method("a_page"))
    assert page.status_code == 418
    assert "<b>well</b>" in page.get_data(as_text=True)


def test_ping(guest):
    assert guest.get("/api/method/ping").json == {"message": "pong"}
    assert guest.get("/api/v1/method/ping").json == {"message": "pong"}


# Records


def test_a_record_is_made_read_changed_and_deleted(keeper, thing):
    thing("Gate")
    url = "/api/resource/Ct Thing/Gate"
    assert keeper.get(url).json["data"]["title"] == "Gate"
    assert keeper.put(url, json={"colour": "red"}).json["data"]["colour"] == "red"
    assert frappe.db.get_value("Ct Thing", "Gate", "colour") == "red"
    assert keeper.delete(url).status_code == 403


def test_deleting_twice(ct, visit, thing):
    admin = visit()
    admin.login("Administrator", "admin")
    thing("Gate")
    gone = admin.delete("/api/resource/Ct Thing/Gate")
    assert (gone.status_code, gone.json) == (202, {"data": "ok"})
    assert admin.delete("/api/resource/Ct Thing/Gate").status_code == 404


def test_a_record_is_inserted_from_json_or_a_form(keeper, thing):
    for title, kind in (("Json", "json"), ("Form", "data")):
        thing(title)
        frappe.delete_doc("Ct Thing", title)
        made = keeper.post("/api/resource/Ct Thing", **{kind: {"title": title}})
        assert made.status_code == 200
        assert made.json["data"]["owner"] == "keeper@ct.example"


def test_a_stale_copy_is_refused_only_when_it_says_how_old_it_is(keeper, thing):
    thing("Gate")
    url = "/api/resource/Ct Thing/Gate"
    stale = {"colour": "red", "modified": "2020-01-01 00:00:00.000000"}
    assert keeper.put(url, json=stale).json["exc_type"] == "TimestampMismatchError"
    assert keeper.put(url, json={"colour": "red"}).status_code == 200


def test_a_list_has_twenty_rows_unless_more_are_asked_for(keeper, thing):
    for number in range(21):
        thing(f"Ct {number:02}", rank=number)
    url = "/api/resource/Ct Thing"
    assert len(keeper.get(url).json["data"]) == 20
    assert len(keeper.get(f"{url}?limit_page_length=0").json["data"]) >= 21
    assert len(keeper.get(f"{url}?limit=3").json["data"]) == 3
    query = (
        '?fields=["name","rank"]&filters=[["rank","<",2],["name","like","Ct %"]]&order_by=rank desc'
    )
    assert keeper.get(url + query).json["data"] == [
        {"name": "Ct 01", "rank": 1},
        {"name": "Ct 00", "rank": 0},
    ]


def test_who_may_not_read_is_told_nothing(guest, stranger, thing):
    thing("Gate")
    for url in ("/api/resource/Ct Thing", "/api/resource/Ct Thing/Gate"):
        assert guest.get(url).status_code == 403
        assert stranger.get(url).status_code == 403
    assert guest.get("/api/resource/Nothing").status_code == 403
    assert stranger.get("/api/resource/Nothing").status_code == 404
    assert stranger.get("/api/resource/Ct Thing/Missing").status_code == 403


def test_a_method_of_a_record_asks_for_the_right(keeper, stranger, thing):
    thing("Gate")
    url = "/api/resource/Ct Thing/Gate?run_method=paint"
    assert stranger.post(url, json={"colour": "red"}).status_code == 403
    assert keeper.post(url, json={"colour": "red"}).json["data"] == "red"
    assert keeper.post(url.replace("paint", "delete")).status_code == 403
    assert keeper.post(url.replace("paint", "nothing")).status_code == 417
    # A value is no method, whatever its type.
    assert keeper.post(url.replace("paint", "flags")).status_code == 417


def test_a_verb_the_address_does_not_take(keeper):
    assert keeper.send("PATCH", "/api/resource/Ct Thing/Shipped", json={}).status_code == 404
