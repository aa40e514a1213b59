"""Methods by their path, records by their name, logging in by program, files in and out."""

import base64
import io
import json
import threading
import urllib.parse

import frappe
import pytest

from frappe_embedded.asked import record_values

KEEPER, STRANGER = "keeper@ct.example", "stranger@ct.example"


@pytest.fixture
def people(ct):
    """A keeper of things, and somebody without a role; committed."""
    for email, roles in ((KEEPER, [{"role": "Ct Keeper"}]), (STRANGER, [])):
        if not frappe.db.exists("User", email):
            row = {"doctype": "User", "email": email, "first_name": email[:4], "roles": roles}
            frappe.get_doc({**row, "send_welcome_email": 0}).insert()
            frappe.get_module("frappe_embedded.passwords").update_password(email, "sesame")
    frappe.db.commit()


@pytest.fixture
def guest(visit):
    return visit()


@pytest.fixture
def keeper(people, visit):
    browser = visit()
    assert browser.login(KEEPER, "sesame").status_code == 200
    return browser


@pytest.fixture
def stranger(people, visit):
    browser = visit()
    assert browser.login(STRANGER, "sesame").status_code == 200
    return browser


@pytest.fixture
def thing(ct):
    """Make a thing that is gone when the test ends."""
    made = []

    def make(title, **more):
        made.append(title)
        frappe.delete_doc("Ct Thing", title)
        return frappe.get_doc({"doctype": "Ct Thing", "title": title, **more}).insert()

    yield make
    frappe.db.rollback()
    for title in made:
        frappe.delete_doc("Ct Thing", title)
    frappe.db.commit()


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
        assert made.json["data"]["owner"] == KEEPER


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


# Logging in


def test_logging_in_tells_who_and_where(people, visit):
    browser = visit()
    answer = browser.login(KEEPER, "sesame")
    told = {key: answer.json[key] for key in ("message", "home_page", "full_name")}
    assert told == {"message": "Logged In", "home_page": "/keepers", "full_name": "keep"}
    cookies = answer.headers.getlist("Set-Cookie")
    [sid] = [one for one in cookies if one.startswith("sid=")]
    assert "HttpOnly" in sid and "SameSite=Lax" in sid and "Secure" not in sid
    assert "Max-Age=612000" in sid
    assert message(browser.get("/api/method/frappe.auth.get_logged_user")) == KEEPER


def test_on_https_the_cookies_are_for_https(people, visit):
    answer = visit().post(
        "/api/method/login", data={"usr": KEEPER, "pwd": "sesame"}, base_url="https://ct.site"
    )
    assert all("Secure" in one for one in answer.headers.getlist("Set-Cookie"))
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_wrong_password_is_401(people, visit):
    answer = visit().login(KEEPER, "wrong")
    assert (answer.status_code, answer.json["message"]) == (401, "Invalid login credentials")


def test_the_hooks_of_a_log_in_and_a_log_out_run(people, visit):
    log = frappe.get_module("ctapp.log")
    log.seen.clear()
    browser = visit()
    browser.login(KEEPER, "sesame")
    browser.get("/api/method/logout")
    wanted = [f"on_login {KEEPER}", f"on_session_creation {KEEPER}", f"on_logout {KEEPER}"]
    assert log.seen == wanted
    assert message(browser.get("/api/method/frappe.auth.get_logged_user")) == "Guest"


def test_an_unknown_session_is_a_guest_who_is_told_so(guest):
    guest.client.set_cookie("sid", "made-up", domain="ct.site")
    answer = guest.get("/api/method/ping").json
    assert answer == {"message": "pong", "session_expired": 1}


def test_after_ten_wrong_passwords_even_the_right_one_waits(people, visit, monkeypatch):
    clock = [1_000_000.0]
    monkeypatch.setattr("frappe_embedded.auth.time.time", lambda: clock[0])
    browser = visit()
    browser.headers["X-Forwarded-For"] = "10.9.9.9"
    for _attempt in range(10):
        assert browser.login(KEEPER, "wrong").status_code == 401
    assert browser.login(KEEPER, "wrong").json["exc_type"] == "SecurityException"
    locked = browser.post("/api/method/login?_lang=es", data={"usr": KEEPER, "pwd": "sesame"})
    assert (locked.status_code, locked.headers["Retry-After"]) == (429, "60")
    assert "Inténtelo de nuevo en 60 segundos" in locked.json["_error_message"]
    clock[0] += 61
    assert browser.login(KEEPER, "sesame").status_code == 200


def test_passwords_guessed_at_once_are_all_counted(people, visit):
    browsers = [visit() for _each in range(24)]
    answers = []

    def guess(browser):
        sent = {"usr": KEEPER, "pwd": "wrong"}
        headers = {"X-Frappe-Site-Name": "ct.site", "X-Forwarded-For": "10.8.8.8"}
        answer = browser.client.post("/api/method/login", data=sent, headers=headers)
        answers.append(answer.status_code)

    threads = [threading.Thread(target=guess, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers.count(401), answers.count(429)) == (10, 14)
    frappe.cache.delete_keys("login_attempts")


def test_a_log_in_that_succeeds_forgets_the_failures_before(people, visit):
    browser = visit()
    browser.headers["X-Forwarded-For"] = "10.7.7.7"
    for _round in range(3):
        for _attempt in range(9):
            assert visit().login(KEEPER, "wrong").status_code == 401
        assert browser.login(KEEPER, "sesame").status_code == 200
        frappe.cache.delete_keys("login_attempts:ip")


def test_logging_in_again_ends_the_session_before(people, keeper):
    before = keeper.client.get_cookie("sid", domain="ct.site").value
    keeper.login(KEEPER, "sesame")
    keeper.client.set_cookie("sid", before, domain="ct.site")
    assert message(keeper.get("/api/method/frappe.auth.get_logged_user")) == "Guest"


@pytest.mark.parametrize("scheme", ["token", "Basic"])
def test_a_token_acts_for_its_user_without_a_session(people, guest, scheme):
    frappe.db.set_value("User", KEEPER, "api_key", "thekey")
    frappe.get_module("frappe_embedded.passwords").update_password(
        KEEPER, "thesecret", fieldname="api_secret"
    )

    def who(pair):
        sent = base64.b64encode(pair.encode()).decode() if scheme == "Basic" else pair
        return guest.get(method("greet", name="x"), headers={"Authorization": f"{scheme} {sent}"})

    assert who("thekey:thesecret").status_code == 200
    assert "Set-Cookie" not in who("thekey:thesecret").headers
    for wrong in ("thekey:wrong", "other:thesecret", "thekey", ""):
        assert who(wrong).status_code == 401
    frappe.db.set_value("User", KEEPER, "enabled", 0)
    assert who("thekey:thesecret").status_code == 401
    frappe.db.set_value("User", KEEPER, "enabled", 1)
    frappe.db.commit()


# Questions that make no sense

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
        '{"idx": 99999999999999999999}',
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


# Files


def upload(browser, name="plan.pdf", content=b"%PDF-1.4 x", **form):
    data = {"file": (io.BytesIO(content), name), **form}
    return browser.post("/api/method/upload_file", data=data)


@pytest.fixture
def upright(ct):
    """Files uploaded by a test are deleted."""
    yield
    for name in frappe.get_all("File", {"file_name": ("like", "%plan%")}, pluck="name"):
        frappe.delete_doc("File", name, force=True)
    frappe.db.commit()


def test_a_private_file_is_for_who_may_read_its_record(keeper, stranger, guest, thing, upright):
    thing("Gate")
    sent = upload(keeper, is_private=1, doctype="Ct Thing", docname="Gate")
    file = message(sent)
    assert (file["attached_to_name"], file["is_private"]) == ("Gate", 1)
    url = file["file_url"]
    assert keeper.get(url).data == b"%PDF-1.4 x"
    assert "sandbox" in keeper.get(url).headers["Content-Security-Policy"]
    for browser, path in ((guest, url), (stranger, url), (keeper, "/private/files/no.pdf")):
        assert browser.get(path).status_code == 403


def test_attaching_asks_for_write_on_the_record(stranger, guest, thing, upright):
    thing("Gate")
    for browser in (stranger, guest):
        assert upload(browser, doctype="Ct Thing", docname="Gate").status_code == 403
    assert upload(guest).status_code == 403
    assert frappe.db.count("File", {"attached_to_name": "Gate"}) == 0


def test_a_public_file_cannot_act_in_the_site_s_name(keeper, guest, upright):
    url = message(upload(keeper, "plan.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"))[
        "file_url"
    ]
    sent = guest.get(url)
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in sent.headers["Content-Security-Policy"]


ACTIVE = {
    "plan.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "plan.html": b"<script>alert(1)</script>",
    "plan.js": b"alert(1)",
    "plan.css": b"body{}",
    "plan.xml": b"<x/>",
    "plan.xhtml": b"<x/>",
    "plan.mht": b"MIME-Version: 1.0",
    "plan": b"<script>alert(1)</script>",
    "plan.svg.": b"<svg/>",
    "plan.svgz": b"\x1f\x8b",
}


@pytest.mark.parametrize(("name", "content"), ACTIVE.items())
def test_what_a_browser_might_run_is_only_downloaded_and_has_no_type(
    keeper, guest, upright, name, content
):
    for private in (0, 1):
        url = message(upload(keeper, name, content, is_private=private))["file_url"]
        sent = (keeper if private else guest).get(urllib.parse.quote(url))
        assert sent.headers["Content-Type"] == "application/octet-stream"
        assert sent.headers["Content-Disposition"].startswith("attachment")
        assert sent.headers["X-Content-Type-Options"] == "nosniff"


def test_an_image_that_is_a_script_too_is_sent_as_an_image(keeper, guest, upright):
    url = message(upload(keeper, "plan.gif", b"GIF89a/*\0*/=1;alert(1)"))["file_url"]
    sent = guest.get(url)
    assert (sent.headers["Content-Type"], sent.headers["X-Content-Type-Options"]) == (
        "image/gif",
        "nosniff",
    )
    assert "default-src 'none'" in sent.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/files/../../site_config.json",
        "/files/..%2f..%2fsite_config.json",
        "/files/%00",
        "/files//etc/passwd",
        "/private/files/../../site_config.json",
        "/private/backups/x",
    ],
)
def test_no_path_leads_out_of_the_files(keeper, path):
    assert keeper.get(path).status_code in (403, 404)


def test_website_users_send_only_documents(stranger, upright):
    refused = upload(stranger, "plan.exe", b"MZ")
    assert refused.status_code == 417
    assert upload(stranger, "plan.pdf").status_code == 200


def test_an_empty_file_is_no_file(keeper):
    refused = upload(keeper, content=b"")
    assert (refused.status_code, refused.json["_error_message"]) == (417, "The file is empty.")


def test_a_file_is_downloaded_by_its_address(keeper, guest, upright):
    url = message(upload(keeper, is_private=1))["file_url"]
    path = f"/api/method/download_file?file_url={url}"
    assert keeper.get(path).headers["Content-Disposition"].startswith("attachment")
    assert guest.get(path).status_code == 403
