"""The back office's door and first page."""

import frappe
import pytest

from frappe_embedded.passwords import update_password

PEOPLE = {"planner@desk.example": ["Desk Planner"], "visitor@desk.example": []}


def body(response):
    return response.get_data(as_text=True)


@pytest.fixture
def person(ct, visit):
    """Makes browsers that are logged in: a planner with access to the back office, a visitor."""
    if not frappe.db.exists("Role", "Desk Planner"):
        frappe.get_doc({"doctype": "Role", "role_name": "Desk Planner", "desk_access": 1}).insert()
    for email, roles in PEOPLE.items():
        if not frappe.db.exists("User", email):
            row = {"doctype": "User", "email": email, "first_name": email.split("@")[0].title()}
            row["roles"] = [{"role": role} for role in roles]
            frappe.get_doc({**row, "send_welcome_email": 0}).insert()
        update_password(email, "sesame")
    update_password("Administrator", "sesame")

    def logged_in(who):
        browser = visit()
        assert browser.login(who, "sesame").status_code == 200
        return browser

    return logged_in


def test_a_guest_is_sent_to_the_log_in_and_back(visit):
    answer = visit().get("/app/user?sort=name")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?redirect-to=/app/user%3Fsort%3Dname"


def test_who_has_no_role_with_desk_access_is_refused(person):
    answer = person("visitor@desk.example").get("/app")
    assert answer.status_code == 403
    assert "<h1>" in body(answer)


def test_the_first_page_shows_what_one_may_read(person):
    mine = body(person("Administrator").get("/app"))
    assert 'href="/app/user"' in mine
    theirs = person("planner@desk.example").get("/app")
    assert theirs.status_code == 200
    assert 'href="/app/user"' not in body(theirs)


def test_a_kind_of_record_is_found_by_its_name_in_either_language(person):
    administrator = person("Administrator")
    for words in ("custom field", "CAMPO personalizado"):
        page = body(administrator.get("/app", query_string={"q": words, "_lang": "es"}))
        assert 'href="/app/custom-field"' in page.split("<main")[1]
        assert 'href="/app/user"' not in page.split("<main")[1]


def test_an_address_nothing_answers_is_told_in_the_frame(person):
    answer = person("Administrator").get("/app/no-such-thing")
    assert answer.status_code == 404
    assert 'class="top"' in body(answer)
