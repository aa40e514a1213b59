"""A user's access in the back office: roles, password, keys for programs, sessions."""

import re

import frappe
import pytest

READER = "/app/user/reader%40desk.example/access"


def body(response):
    return response.get_data(as_text=True)


@pytest.fixture
def do(person):
    """Acts on the reader's access (or another page's) as the Administrator."""
    browser = person("Administrator")

    def done(act, page=READER, **data):
        return browser.post(page, data={"act": act, **data})

    done.browser = browser
    return done


def roles_of(who):
    filters = {"parent": f"{who}@desk.example", "parenttype": "User"}
    return frappe.get_all("Has Role", filters=filters, pluck="role", order_by="role")


def test_the_form_of_a_user_leads_to_their_access(do):
    assert f'href="{READER}"' in body(do.browser.get("/app/user/reader%40desk.example"))
    page = body(do.browser.get(READER))
    assert re.search(r'value="Desk Reader" checked', page)
    assert re.search(r'value="Desk Planner">', page)
    assert 'value="All"' not in page


def test_roles_are_given_and_taken_by_ticking(do):
    assert do("roles", role=["Desk Reader", "Desk Planner", "No Such"]).status_code == 303
    assert roles_of("reader") == ["Desk Planner", "Desk Reader"]
    do("roles", role="Desk Reader")
    assert roles_of("reader") == ["Desk Reader"]
    assert "roles were saved" in body(do.browser.get(READER))


def test_a_password_is_set_twice_alike_and_ends_the_sessions(do, person):
    reader = person("reader")
    assert do("password", password="short", again="short").status_code == 417
    assert do("password", password="long enough", again="long enouhg").status_code == 417
    assert reader.get("/app").status_code == 200
    assert do("password", password="sesame-desk", again="sesame-desk").status_code == 303
    assert reader.get("/app").status_code == 302
    person("reader")


def test_a_key_for_programs_is_shown_once_and_taken_away(do, browser_of, person):
    made = body(do("make-keys"))
    key = re.search(r'id="api-key">([^<]+)<', made)[1]
    secret = re.search(r'id="api-secret">([^<]+)<', made)[1]
    assert secret not in body(do.browser.get(READER))
    program = person("visitor")
    program.client.delete_cookie("sid", domain="desk.site")
    program.headers = {"Authorization": f"token {key}:{secret}"}
    path = "/api/method/frappe.auth.get_logged_user"
    assert program.get(path).json["message"] == "reader@desk.example"
    assert do("take-keys").status_code == 303
    assert program.get(path).status_code == 401


def test_a_user_is_switched_off_and_on_but_not_by_themselves(do, person):
    reader = person("reader")
    do("switch")
    assert reader.get("/app").status_code == 302
    do("switch")
    person("reader")
    assert do("switch", "/app/user/Administrator/access").status_code == 417


def test_sessions_are_ended(do, person):
    reader = person("reader")
    do("end-sessions")
    assert reader.get("/app").status_code == 302


def test_access_is_for_who_may_write_users_and_the_administrators_for_the_administrator(person):
    assert person("planner").get(READER).status_code == 403
    assert person("planner").post(READER, data={"act": "make-keys"}).status_code == 403
    frappe.get_doc("User", "planner@desk.example").add_roles("System Manager")
    planner = person("planner")
    try:
        assert planner.get(READER).status_code == 200
        page = "/app/user/Administrator/access"
        assert planner.get(page).status_code == 403
        assert planner.post(page, data={"act": "make-keys"}).status_code == 403
        answer = planner.put("/api/resource/User/Administrator", json={"new_password": "x"})
        assert answer.status_code == 403
        own = "/app/user/planner%40desk.example/access"
        refused = planner.post(own, data={"act": "roles", "role": "Desk Planner"})
        assert refused.status_code == 417
    finally:
        frappe.get_doc("User", "planner@desk.example").remove_roles("System Manager")
        frappe.db.commit()


def test_what_is_not_offered_is_not_done(do):
    assert do("anything").status_code == 404
    assert do.browser.get("/app/user/Guest/access").status_code == 404
