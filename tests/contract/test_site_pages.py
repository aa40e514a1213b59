"""Pages of an app, on an app that the tests write: frame, cache, sitemap, token (6.3, 6.5, 6.6)."""

import json
import sys
from pathlib import Path

import frappe
import pytest

APP = "ct_town"
FILES = {
    "__init__.py": '__version__ = "1"\n',
    "hooks.py": 'app_name = "ct_town"\n',
    "modules.txt": "",
    "www/ct-bare.html": "<p>bare</p>",
    "www/ct-framed.html": (
        '{% extends "templates/web.html" %}{% block page_content %}<p>framed</p>{% endblock %}'
    ),
    "www/ct-front.html": "---\nsaid: by the front\n---\n<p>{{ said }}</p>",
    "www/ct_front.py": 'def get_context(context):\n    context.said = "by the module"\n',
    "www/ct-year.html": "<p>{{ frappe.form_dict.year }} for {{ frappe.session.user }}</p>",
    "www/ct-year-anew.html": "<p>{{ frappe.form_dict.year }} for {{ frappe.session.user }}</p>",
    "www/ct_year_anew.py": "no_cache = 1\n",
    "www/ct-listed.html": "<p>listed</p>",
    "www/ct_listed.py": "sitemap = 1\n",
    "www/ct-token.html": "<p>{{ token }}</p>",
    "www/ct_token.py": (
        "from frappe.sessions import get_csrf_token\n\nno_cache = 1\n\n\n"
        "def get_context(context):\n    context.token = get_csrf_token()\n"
    ),
}
PERSON, PASSWORD = "ct.rosa@example.com", "a town of Frappe 2026"


def install(apps):
    frappe.db.set_global("installed_apps", json.dumps(apps))
    frappe.db.commit()
    frappe.clear_cache()


@pytest.fixture(scope="module")
def town(site, records, tmp_path_factory):
    """The app is of the site while these tests run."""
    folder = tmp_path_factory.mktemp("apps")
    for name, text in FILES.items():
        path = folder / APP / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    apps = [app for app in frappe.get_installed_apps() if app != APP]
    listed = Path(frappe.local.sites_path, "apps.txt")
    known = listed.read_text("utf-8")
    sys.path.append(str(folder))
    try:
        listed.write_text(f"{known.rstrip()}\n{APP}\n", "utf-8")
        install([*apps, APP])
        yield
    finally:
        frappe.db.rollback()
        listed.write_text(known, "utf-8")
        install(apps)
        sys.path.remove(str(folder))


@pytest.fixture
def guest(town, browser):
    return browser()


@pytest.fixture
def person(town, browser):
    """A browser that is logged in."""
    user = frappe.get_doc("User", PERSON)
    user.new_password = PASSWORD
    user.save(ignore_permissions=True)
    visitor = browser()
    assert visitor.login(PERSON, PASSWORD).status_code == 200
    return visitor


def shown(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_page_that_extends_nothing_has_no_frame(guest):
    assert "<html" not in shown(guest, "/ct-bare")
    assert "<html" in shown(guest, "/ct-framed")


def test_front_matter_wins_over_the_module(guest):
    assert "<p>by the front</p>" in shown(guest, "/ct-front")


def test_a_page_is_made_anew_for_everybody_only_if_it_says_no_cache(guest, person):
    path = "/ct-year-anew"
    assert "2025 for Guest" in shown(guest, f"{path}?year=2025")
    assert "2026 for Guest" in shown(guest, f"{path}?year=2026")
    assert f"2026 for {PERSON}" in shown(person, f"{path}?year=2026")
    assert "2026 for Guest" in shown(guest, f"{path}?year=2026")


def test_a_page_that_may_be_kept_may_be_anybodys_and_of_any_year(guest, person):
    """Frappe v15 keeps what came out first, whoever asked; the engine only a guest's, unasked."""
    first = shown(person, "/ct-year?year=2025")
    assert f"2025 for {PERSON}" in first
    assert shown(guest, "/ct-year?year=2026") in (first, "<p>2026 for Guest</p>")


def test_the_sitemap_lists_pages_that_ask_for_it(guest):
    listed = shown(guest, "/sitemap.xml")
    assert "/ct-listed<" in listed
    assert "/ct-bare<" not in listed


def test_a_redirect_drops_the_query(guest):
    settings = frappe.get_doc("Website Settings")
    settings.append("route_redirects", {"source": "/ct-old", "target": "/ct-bare"})
    settings.save()
    try:
        answer = guest.get("/ct-old?year=2026")
        assert answer.status_code == 301
        assert answer.headers["Location"].endswith("/ct-bare")
    finally:
        frappe.db.delete("Website Route Redirect", {"source": "/ct-old"})
        frappe.db.commit()
        frappe.clear_cache()


def test_a_session_that_was_shown_its_token_must_send_it(person):
    """Frappe lets a session that was shown none go without; the engine lets nobody."""
    path = "/api/method/frappe.auth.get_logged_user"
    person.headers.pop("X-Frappe-CSRF-Token", None)
    assert person.post(path).status_code in (200, 400)
    token = shown(person, "/ct-token").removeprefix("<p>").removesuffix("</p>")
    refused = person.post(path)
    assert (refused.status_code, refused.json["exc_type"]) == (400, "CSRFTokenError")
    assert person.post(path, headers={"X-Frappe-CSRF-Token": token}).json["message"] == PERSON
    assert person.post(path, data={"csrf_token": token}).json["message"] == PERSON
