"""Logging in and out by program; tokens; the lock after too many wrong passwords."""

import base64
import threading

import frappe
import pytest

KEEPER, STRANGER = "keeper@ct.example", "stranger@ct.example"


def method(of_app, /, **query):
    rest = "&".join(f"{key}={value}" for key, value in query.items())
    return f"/api/method/ctapp.api.{of_app}?{rest}"


def message(response):
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json["message"]


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
    frappe.cache.delete_keys("login_failed")


def test_a_log_in_that_succeeds_forgets_the_failures_before(people, visit):
    browser = visit()
    browser.headers["X-Forwarded-For"] = "10.7.7.7"
    for _round in range(3):
        for _attempt in range(9):
            assert visit().login(KEEPER, "wrong").status_code == 401
        assert browser.login(KEEPER, "sesame").status_code == 200
        frappe.cache.delete_keys("login_failed:ip")


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
