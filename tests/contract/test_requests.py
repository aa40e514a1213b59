"""Requests by program: methods, records, sessions, tokens, files (sections 6.1 to 6.4)."""

import base64
import io

import frappe
import pytest

PASSWORD = "a town of Frappe 2026"
WRITER, READER = "ct.ana@example.com", "ct.rosa@example.com"


@pytest.fixture
def guest(browser):
    return browser()


@pytest.fixture
def log_in(records, browser):
    """A browser that is logged in as a person."""

    def as_person(email):
        user = frappe.get_doc("User", email)
        user.new_password = PASSWORD
        user.save()
        visitor = browser()
        assert visitor.login(email, PASSWORD).status_code == 200
        return visitor

    return as_person


@pytest.fixture(autouse=True)
def swept(records):
    """What requests committed is gone when the test ends."""
    yield
    frappe.db.rollback()
    for doctype in ("Ct Report", "Ct Owned", "Ct Unit"):
        frappe.db.delete(doctype)
    for name in frappe.get_all("File", {"file_name": ("like", "ct%")}, pluck="name"):
        frappe.delete_doc("File", name, force=True)
    frappe.db.commit()


@pytest.fixture
def kept_unit(swept):
    """Make units that requests see."""

    def make(name):
        values = {"doctype": "Ct Unit", "unit_name": name, "is_group": 1}
        return frappe.get_doc(values).insert().name

    return make


def kind(response):
    return response.json["exc_type"]


def test_ping_answers_anybody(guest):
    assert guest.get("/api/method/ping").json["message"] == "pong"


def test_a_method_nobody_opened_is_403_and_one_that_does_not_exist_417(guest):
    assert guest.get("/api/method/frappe.get_installed_apps").status_code == 403
    assert guest.get("/api/method/frappe.no_such_function").status_code == 417


def test_a_method_for_users_is_403_for_a_guest(guest, log_in):
    assert log_in(WRITER).get("/api/method/frappe.auth.get_logged_user").json["message"] == WRITER


def test_a_record_is_made_read_and_changed(log_in):
    visitor = log_in(WRITER)
    made = visitor.post("/api/resource/Ct Unit", json={"unit_name": "Ct Market", "is_group": 1})
    assert (made.status_code, made.json["data"]["owner"]) == (200, WRITER)
    url = "/api/resource/Ct Unit/Ct Market"
    assert visitor.put(url, json={"acronym": "CM"}).json["data"]["acronym"] == "CM"
    assert visitor.get(url).json["data"]["acronym"] == "CM"
    assert visitor.get("/api/resource/Ct Unit/Ct Nowhere").status_code == 404


def test_deleting_answers_202_and_then_404(log_in, records):
    visitor = log_in(WRITER)
    doc = frappe.get_doc({"doctype": "Ct Owned", "title": "x", "owner": WRITER})
    doc.insert(ignore_permissions=True)
    frappe.db.set_value("Ct Owned", doc.name, "owner", WRITER)
    frappe.db.commit()
    url = f"/api/resource/Ct Owned/{doc.name}"
    gone = visitor.delete(url)
    assert gone.status_code == 202
    assert gone.json["data"] == "ok"
    assert visitor.delete(url).status_code == 404


def test_a_stale_modified_is_refused_and_a_missing_one_is_not_looked_at(log_in, kept_unit):
    visitor, name = log_in(WRITER), kept_unit("Ct Stale")
    url = f"/api/resource/Ct Unit/{name}"
    stale = {"acronym": "A", "modified": "2020-01-01 00:00:00.000000"}
    refused = visitor.put(url, json=stale)
    assert (refused.status_code, kind(refused)) == (417, "TimestampMismatchError")
    assert visitor.put(url, json={"acronym": "B"}).status_code == 200


def test_a_read_only_field_is_written_by_request(log_in, records):
    visitor = log_in(WRITER)
    sent = {"title": "March", "locked": "open"}
    assert visitor.post("/api/resource/Ct Report", json=sent).json["data"]["locked"] == "open"


def test_a_list_has_twenty_rows_and_zero_means_all(log_in, kept_unit):
    for number in range(21):
        kept_unit(f"Ct Many {number:02}")
    visitor, url = log_in(WRITER), "/api/resource/Ct Unit"
    assert len(visitor.get(url).json["data"]) == 20
    assert len(visitor.get(f"{url}?limit_page_length=0").json["data"]) >= 21


def test_a_missing_record_is_403_for_who_may_read_none(log_in, guest, records):
    assert log_in("ct.nadie@example.com").get("/api/resource/Ct Unit/Ct No").status_code == 403
    assert guest.get("/api/resource/Ct Unit").status_code == 403


def test_a_missing_record_has_no_traceback(log_in, records):
    told = log_in(WRITER).get("/api/resource/Ct Unit/Ct No")
    assert (told.status_code, kind(told)) == (404, "DoesNotExistError")
    assert "exc" not in told.json


def test_a_refusal_brings_its_message(log_in, records):
    refused = log_in(WRITER).post("/api/resource/Ct Report", json={"title": "x", "positive": -1})
    assert (refused.status_code, kind(refused)) == (417, "NonNegativeError")
    assert "_server_messages" in refused.json


def test_a_duplicate_name_is_409(log_in, kept_unit):
    kept_unit("Ct Twice")
    again = {"unit_name": "Ct Twice", "is_group": 1}
    assert log_in(WRITER).post("/api/resource/Ct Unit", json=again).status_code == 409


def test_a_wrong_password_is_401(log_in, guest):
    log_in(READER)
    assert guest.login(READER, "not this").status_code == 401


def test_too_many_wrong_passwords_shut_out_the_right_one_too(records, guest):
    # A person and an address of no other test: they stay shut out for a while.
    person, place = "ct.otto@example.com", {"REMOTE_ADDR": "192.0.2.58"}
    user = frappe.get_doc("User", person)
    user.new_password = PASSWORD
    user.save()

    def log_in_with(password):
        form = {"usr": person, "pwd": password}
        return guest.post("/api/method/login", data=form, environ_base=place)

    name = "allow_consecutive_login_attempts"
    usual = frappe.db.get_single_value("System Settings", name)
    frappe.db.set_single_value("System Settings", name, 2)
    try:
        for _attempt in range(3):
            log_in_with("not this")
        for password in ("not this", PASSWORD):
            shut = log_in_with(password)
            # Frappe answers as if it had crashed.
            assert shut.status_code in (429, 500)
            assert kind(shut) == "SecurityException"
    finally:
        frappe.db.set_single_value("System Settings", name, usual)
        frappe.db.commit()


def test_logging_in_sets_a_cookie_scripts_cannot_read(log_in, guest):
    log_in(READER)
    cookies = guest.login(READER, PASSWORD).headers.getlist("Set-Cookie")
    [sid] = [one for one in cookies if one.startswith("sid=")]
    assert "HttpOnly" in sid
    assert "SameSite=Lax" in sid


def test_logging_out_ends_the_session(log_in):
    visitor = log_in(READER)
    visitor.get("/api/method/logout")
    told = visitor.get("/api/method/frappe.auth.get_logged_user")
    assert told.status_code == 403 or told.json["message"] == "Guest"


def test_an_unknown_session_is_a_guest(guest):
    guest.client.set_cookie("sid", "made-up", domain=guest.site)
    assert guest.get("/api/method/ping").json == {"message": "pong", "session_expired": 1}


@pytest.mark.parametrize("header", ["token a:b", "token ab", "Basic " + "YTpi", "Basic %"])
def test_a_bad_token_is_401_even_where_guests_may_go(guest, header):
    sent = guest.get("/api/method/ping", headers={"Authorization": header})
    assert sent.status_code == 401


@pytest.mark.parametrize("scheme", ["token", "Basic"])
def test_a_good_token_acts_for_its_user(guest, log_in, scheme):
    log_in(WRITER)
    user = frappe.get_doc("User", WRITER)
    user.api_key, user.api_secret = "ctkey", "ctsecret"
    user.save()
    pair = "ctkey:ctsecret"
    sent = base64.b64encode(pair.encode()).decode() if scheme == "Basic" else pair
    headers = {"Authorization": f"{scheme} {sent}"}
    told = guest.get("/api/method/frappe.auth.get_logged_user", headers=headers)
    assert told.json["message"] == WRITER
    unit = guest.post("/api/resource/Ct Owned", json={"title": "x"}, headers=headers)
    assert unit.json["data"]["owner"] == WRITER


def upload(visitor, **form):
    data = {"file": (io.BytesIO(b"ct content"), "ct.txt"), **form}
    return visitor.post("/api/method/upload_file", data=data)


def test_a_private_file_is_403_for_a_guest_for_a_stranger_and_when_it_is_missing(
    log_in, guest, kept_unit
):
    unit, writer = kept_unit("Ct Files"), log_in(WRITER)
    sent = upload(writer, is_private=1, doctype="Ct Unit", docname=unit)
    assert sent.status_code == 200
    url = sent.json["message"]["file_url"]
    assert url.startswith("/private/files/")
    assert writer.get(url).data == b"ct content"
    assert guest.get(url).status_code == 403
    assert log_in("ct.nadie@example.com").get(url).status_code == 403
    assert writer.get("/private/files/ct-missing.txt").status_code == 403


def test_attaching_needs_write_on_the_record(log_in, guest, kept_unit):
    unit = kept_unit("Ct Shut")
    assert upload(guest, doctype="Ct Unit", docname=unit).status_code == 403
    assert upload(log_in(READER), doctype="Ct Unit", docname=unit).status_code == 403
