"""The door: which site, what every answer carries, what a request may not do."""

import threading

import frappe
import pytest
from werkzeug.test import Client

from frappe_embedded.testing import make_site
from frappe_embedded.wsgi import Application


@pytest.fixture
def guest(visit):
    return visit()


def test_every_answer_says_what_a_browser_may_do(guest):
    for path in ("/plain", "/login", "/nothing", "/api/method/ping", "/assets/ctapp/ct.css"):
        headers = guest.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_a_guest_gets_no_cookie(guest):
    assert "Set-Cookie" not in guest.get("/plain").headers


def test_the_hooks_around_a_request_run(guest):
    assert guest.get("/plain").headers["X-Ct"] == "True"


def test_a_hook_that_fails_after_the_request_does_not_change_the_answer(
    ct, guest, monkeypatch, caplog
):
    monkeypatch.setattr(frappe.get_module("ctapp.log"), "after_request", lambda **_given: 1 / 0)
    assert guest.get("/plain").status_code == 200
    assert "hook after the request failed" in caplog.text


def test_an_unknown_verb_is_not_found_and_options_are_told(guest):
    assert guest.send("PURGE", "/plain").status_code == 404
    assert "POST" in guest.send("OPTIONS", "/plain").headers["Allow"]


def test_head_is_get_without_a_body(guest):
    answer = guest.send("HEAD", "/plain")
    assert (answer.status_code, answer.data) == (200, b"")


def test_a_body_too_large_is_refused(ct, guest, ct_sites, monkeypatch):
    monkeypatch.setattr("frappe_embedded.request_body.FORM_LIMIT", 0)
    sent = {"title": "x" * (1024 * 1024 + 1)}
    assert guest.post("/form", data=sent).status_code == 413
    assert frappe.db.get_default("ct_form") != sent["title"]


def test_who_sends_too_much_is_told_so_as_a_page_or_as_json(ct, guest, monkeypatch):
    monkeypatch.setattr("frappe_embedded.request_body.FORM_LIMIT", 0)
    sent = {"title": "x" * (1024 * 1024 + 1), "_lang": "es"}
    page = guest.post("/form?_lang=es", data=sent, headers={"Accept": "text/html"})
    assert page.status_code == 413
    assert "más grande de lo que este sitio acepta" in page.get_data(as_text=True)
    refused = guest.post("/api/method/ping?_lang=es", data=sent)
    assert refused.status_code == 413
    assert refused.json["exc_type"] == "RequestTooLargeError"
    assert "más grande" in refused.json["exception"]


def test_a_hook_chooses_the_language_in_which_a_body_is_refused(ct, guest, monkeypatch):
    def speak(**_given):
        frappe.local.lang = "es"

    monkeypatch.setattr(frappe.get_module("ctapp.log"), "before_request", speak)
    sent = guest.post("/form", data=b"{", content_type="application/json")
    assert sent.status_code == 400
    assert "no es JSON" in sent.get_data(as_text=True)


@pytest.mark.parametrize("body", [b"{", b"[" * 200_000, b'{"a": "\\ud800"}', b'{"a": "\xff"}'])
def test_a_body_that_is_no_json_is_the_senders_fault(guest, body):
    refused = guest.post("/api/method/ping", data=body, content_type="application/json")
    assert (refused.status_code, refused.json["exc_type"]) == (400, "BadRequestError")


def test_on_https_browsers_are_told_to_stay_there(guest):
    assert "Strict-Transport-Security" not in guest.get("/plain").headers
    for options in (
        {"base_url": "https://ct.site"},
        {"headers": {"X-Forwarded-Proto": "https"}},
    ):
        assert "max-age" in guest.get("/plain", **options).headers["Strict-Transport-Security"]
    far = {"REMOTE_ADDR": "203.0.113.9"}
    sent = guest.get("/plain", headers={"X-Forwarded-Proto": "https"}, environ_base=far)
    assert "Strict-Transport-Security" not in sent.headers


def test_broken_json_is_a_bad_request_not_a_crash(guest):
    sent = guest.post(
        "/api/method/ping", data=b"{", content_type="application/json", headers={"Accept": "*/*"}
    )
    assert sent.status_code == 400


def test_a_site_under_maintenance_says_so(ct, ct_sites, guest):
    frappe.get_module("frappe_embedded.site").update_site_config("maintenance_mode", 1)
    try:
        page = guest.get("/plain", headers={"Accept": "text/html"})
        assert page.status_code == 503
        assert "maintained" in page.get_data(as_text=True)
        assert guest.get("/api/method/ping").json["exc_type"] == "SessionStopped"
    finally:
        frappe.get_module("frappe_embedded.site").update_site_config("maintenance_mode", None)
    assert guest.get("/plain").status_code == 200


def test_the_site_follows_the_host_then_the_default(apart_from, tmp_path):
    for name in ("a.town", "b.town"):
        make_site(tmp_path, name, config={"default_site": "a.town"})
        frappe.db.set_single_value("Website Settings", "app_name", name)
        frappe.db.commit()
    client = Client(Application(tmp_path))

    def shown(host, **headers):
        answers = []
        ask = threading.Thread(
            target=lambda: answers.append(client.get("/login", f"http://{host}", headers=headers))
        )
        ask.start()
        ask.join()
        return answers[0].get_data(as_text=True)

    assert ">b.town<" in shown("b.town:8000")
    assert ">a.town<" in shown("localhost")
    assert ">b.town<" in shown("localhost", **{"X-Frappe-Site-Name": "b.town"})
    assert ">a.town<" in shown("localhost", **{"X-Frappe-Site-Name": "../b.town"})


def test_a_bench_without_the_site_answers_404(apart_from, tmp_path):
    assert Client(Application(tmp_path)).get("/").status_code == 404


def test_requests_too_many_for_the_site_are_slowed(ct, guest):
    site = frappe.get_module("frappe_embedded.site")
    site.update_site_config("rate_limit", {"limit": 0.000001, "window": 3600})
    try:
        first = guest.get("/api/method/ping")
        assert first.headers["X-RateLimit-Remaining"] == "0"
        refused = guest.get("/api/method/ping")
        assert (refused.status_code, refused.headers["X-RateLimit-Limit"]) == (429, "1")
        assert 0 < int(refused.headers["Retry-After"]) <= 3600
        assert refused.headers["Retry-After"] == refused.headers["X-RateLimit-Reset"]
        page = guest.get("/plain", headers={"Accept": "text/html"})
        assert (page.status_code, "wait a little" in page.get_data(as_text=True)) == (429, True)
    finally:
        site.update_site_config("rate_limit", None)


def test_two_requests_at_once_write_one_after_the_other(ct, visit):
    frappe.db.set_default("ct_form", "")
    answers = []

    def send(number):
        browser = visit()
        answers.append(browser.client.post(
            "/api/method/ctapp.api.write", "http://ct.site", data={"value": number}
        ).status_code)  # fmt: skip

    frappe.db.commit()
    threads = [threading.Thread(target=send, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 12
    assert frappe.db.get_default("ct_written") in map(str, range(12))
