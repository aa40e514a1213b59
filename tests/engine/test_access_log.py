"""A line for each request, and what is never in it."""

import json
import os

import pytest

from frappe_embedded.site import update_site_config

SECRET = "s3cret-word"


@pytest.fixture
def lines(ct, ct_sites):
    """The lines written since the test began."""
    path = ct_sites / ct / "logs" / "access.log"
    begun = path.stat().st_size if path.exists() else 0
    return lambda: [json.loads(line) for line in path.read_bytes()[begun:].splitlines()]


def test_a_line_tells_who_asked_for_what_and_what_it_took(visit, lines):
    answer = visit().get("/api/method/ping", headers={"X-Forwarded-For": "203.0.113.9"})
    (line,) = lines()
    assert line["id"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/method/ping", 200)
    assert (line["site"], line["user"], line["ip"]) == ("ct.site", "Guest", "203.0.113.9")
    assert line["bytes"] == len(answer.data)
    assert line["ms"] > 0 and line["sql"] >= 0 and line["at"].endswith("+00:00")


def test_no_secret_is_ever_written(visit, lines, ct, ct_sites):
    browser = visit()
    browser.client.set_cookie("sid", SECRET, domain="ct.site")
    browser.get(f"/update-password?key={SECRET}")
    browser.post("/api/method/login", data={"usr": "nobody", "pwd": SECRET})
    browser.get("/api/method/ping", headers={"Authorization": f"token key:{SECRET}"})
    browser.get("/plain", headers={"Referer": f"http://ct.site/?key={SECRET}"})
    assert len(lines()) == 4
    assert SECRET not in (ct_sites / ct / "logs" / "access.log").read_text()


def test_a_path_cannot_forge_a_line(visit, lines):
    visit().get("/a%0A%7B%22user%22:%22Administrator%22%7D%22")
    (line,) = lines()
    assert line["path"] == '/a\n{"user":"Administrator"}"'


def test_refusals_and_crashes_have_lines_too(visit, lines):
    visit().get("/api/method/ctapp.api.crash")
    visit().get("/nothing")
    assert [line["status"] for line in lines()] == [500, 404]


def test_a_log_that_was_moved_away_is_begun_anew(visit, lines, ct, ct_sites, monkeypatch):
    path = ct_sites / ct / "logs" / "access.log"
    visit().get("/plain")
    os.replace(path, path.with_suffix(".log.1"))
    monkeypatch.setattr("frappe_embedded.access_log.LOOK_EVERY", 0)
    visit().get("/plain")
    assert len(path.read_bytes().splitlines()) == 1


def test_a_site_may_have_its_lines_elsewhere_or_not_at_all(visit, lines, capfd):
    for where, shown in (("stdout", 1), (False, 0)):
        update_site_config("access_log", where)
        visit().get("/plain")
        assert capfd.readouterr().out.count('"path":"/plain"') == shown
    update_site_config("access_log", None)
    assert lines() == []


def test_a_log_that_cannot_be_written_stops_nobody(visit, ct, ct_sites, monkeypatch, caplog):
    def full(*_given):
        raise OSError("no space")

    monkeypatch.setattr("frappe_embedded.access_log.os.write", full)
    assert visit().get("/plain").status_code == 200
    assert "cannot be written" in caplog.text


def test_a_trusted_proxy_gives_requests_their_ids_and_nobody_else(visit):
    sent = {"X-Request-Id": "abcdef0123456789"}
    assert visit().get("/plain", headers=sent).headers["X-Request-Id"] == "abcdef0123456789"
    bad = {"X-Request-Id": 'abcdefgh"<'}
    assert visit().get("/plain", headers=bad).headers["X-Request-Id"] != bad["X-Request-Id"]
    stranger = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    given = visit().get("/plain", headers=sent, **stranger).headers["X-Request-Id"]
    assert given != sent["X-Request-Id"]
