"""The back office's door and first page."""

import frappe

from frappe_embedded.wsgi import Application


def body(response):
    return response.get_data(as_text=True)


def test_a_guest_is_sent_to_the_log_in_and_back(desk, desk_sites, browser_of):
    guest = browser_of(Application(desk_sites, desk), desk, frappe)
    answer = guest.get("/app/user?sort=name")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?redirect-to=/app/user%3Fsort%3Dname"


def test_who_has_no_role_with_desk_access_is_refused(person):
    answer = person("visitor").get("/app")
    assert answer.status_code == 403
    assert "<h1>" in body(answer)


def test_the_first_page_shows_what_one_may_read(person):
    mine = body(person("Administrator").get("/app"))
    assert 'href="/app/user"' in mine
    theirs = person("planner").get("/app")
    assert theirs.status_code == 200
    assert 'href="/app/user"' not in body(theirs)
    assert 'href="/app/desk-paper"' in body(theirs)


def test_a_kind_of_record_is_found_by_its_name_in_either_language(person):
    administrator = person("Administrator")
    for words in ("custom field", "CAMPO personalizado"):
        page = body(administrator.get("/app", query_string={"q": words, "_lang": "es"}))
        assert 'href="/app/custom-field"' in page.split("<main")[1]
        assert 'href="/app/desk-paper"' not in page.split("<main")[1]


def test_an_address_nothing_answers_is_told_in_the_frame(person):
    for path in ("/app/no-such-thing", "/app/has-role", "/app/desk-paper/view/tree"):
        answer = person("Administrator").get(path)
        assert answer.status_code == 404
        assert 'class="top"' in body(answer)


def test_no_page_has_scripts_or_styles_in_its_text(person):
    page = body(person("Administrator").get("/app/desk-paper"))
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page
