"""What a System Manager may not make of a site, and what nobody reads by a detour."""

import frappe
import pytest

from frappe_embedded.workflow import is_met

DOCTYPE = {"module": "Core", "custom": 1, "fields": [{"fieldname": "a", "fieldtype": "Data"}]}
BEAT = "queue.flush"


@pytest.fixture
def manager(person):
    """A System Manager who is not the Administrator."""
    frappe.get_doc("User", "planner@desk.example").add_roles("System Manager")
    frappe.db.commit()
    yield person("planner")
    frappe.get_doc("User", "planner@desk.example").remove_roles("System Manager")
    frappe.db.commit()


@pytest.mark.parametrize("changes", [{"custom": 1}, {"custom": 1, "fields": []}])
def test_what_an_app_ships_does_not_become_somebodys_own(manager, changes):
    answer = manager.put("/api/resource/DocType/User", json=changes)
    assert answer.status_code == 403
    assert frappe.get_meta("User").custom == 0
    assert manager.get("/app/user/Administrator/access").status_code == 403


def test_what_an_app_ships_is_not_deleted_by_request(manager):
    assert manager.delete("/api/resource/DocType/Language").status_code == 403
    data = {"act": "delete", "name": "Language", "sure": "1"}
    manager.post("/app/doctype/view/act", data=data)
    assert frappe.db.exists("DocType", "Language")


@pytest.mark.parametrize(
    "name",
    [
        "User",
        "user",
        "Series",
        "Sessions",
        "x`; DROP TABLE tabRole; --",
        "X' OR 1=1",
        "../../x",
        "%s",
    ],
)
def test_a_doctype_takes_no_name_of_another_thing(manager, name):
    answer = manager.post("/api/resource/DocType", json={"name": name, **DOCTYPE})
    assert answer.status_code in (403, 417)


def test_the_clock_runs_only_what_apps_declare_at_times_it_can_read(manager):
    path = f"/api/resource/Scheduled Job Type/{BEAT}"
    assert manager.put(path, json={"method": "os.getcwd"}).status_code == 417
    assert manager.put(path, json={"frequency": "Cron", "cron_format": "soon"}).status_code == 417
    assert manager.put(path, json={"stopped": 1}).status_code == 200
    assert manager.put(path, json={"stopped": 0}).status_code == 200


ASKED = (
    {"filters": '[["secret", "like", "%"]]'},
    {"or_filters": '[["secret", "like", "%"]]'},
    {"order_by": "secret asc"},
    {"group_by": "secret"},
)
ABOUT_USERS = (
    {"filters": '[["mobile_no", "like", "%"]]'},
    {"filters": '[["Has Role", "role", "=", "System Manager"]]'},
    {"order_by": "`tabUser`.api_key"},
)


@pytest.mark.parametrize(
    ("doctype", "question"),
    [
        *(("Desk Paper", question) for question in ASKED),
        *(("User", question) for question in ABOUT_USERS),
    ],
)
def test_nobody_asks_by_what_they_may_not_read(person, doctype, question):
    answer = person("reader").get(f"/api/resource/{doctype}", query_string=question)
    assert answer.status_code == 403
    assert (
        person("Administrator").get(f"/api/resource/{doctype}", query_string=question).status_code
        == 200
    )


def test_a_table_above_ones_level_is_not_read_through_its_parent(person):
    asked = {"fields": '["name", "roles.role", "`tabHas Role`.role as r"]'}
    rows = person("reader").get("/api/resource/User", query_string=asked).json["data"]
    assert rows and all(set(row) == {"name"} for row in rows)
    rows = person("Administrator").get("/api/resource/User", query_string=asked).json["data"]
    assert any(row["role"] for row in rows)


@pytest.mark.parametrize(
    "question",
    ["page=99999999999999999999", "page=1e308", "f=creation&o=le&v=9999-12-31"],
)
def test_a_list_bears_what_no_number_holds(person, question):
    assert person("reader").get(f"/app/desk-paper?{question}").status_code == 200


SECRET = {"new_password": "sesame-evil"}


@pytest.fixture
def helper(person):
    """Somebody the site lets write users, but not roles; the manager is `visitor`."""
    manager = frappe.get_doc("User", "visitor@desk.example")
    manager.add_roles("System Manager")
    rows = ({"role": "System Manager"}, {"role": "System Manager", "permlevel": 1}, {})
    for row in rows:
        rights = {"read": 1, "write": 1, "delete": int(not row.get("permlevel"))}
        row = {"doctype": "Custom DocPerm", "parent": "User", "role": "Desk Reader", **row}
        frappe.get_doc({**row, **rights}).insert()
    frappe.db.commit()
    yield person("reader")
    frappe.db.rollback()
    frappe.db.delete("Custom DocPerm", {"parent": "User"})
    frappe.get_doc("User", "visitor@desk.example").remove_roles("System Manager")
    frappe.db.commit()
    frappe.clear_cache()


def test_who_may_write_users_takes_no_manager_over(helper, person):
    path = "/api/resource/User/visitor@desk.example"
    page = "/app/user/visitor%40desk.example/access"
    assert helper.put(path, json=SECRET).status_code == 403
    assert helper.delete(path).status_code == 403
    assert helper.post(page, data={"act": "password", **SECRET}).status_code == 403
    form = page.removesuffix("/access")
    stamp = {"modified": str(frappe.db.get_value("User", "visitor@desk.example", "modified"))}
    helper.post(form, data={"_act": "rename", "name": "mine@desk.example", **stamp})
    assert frappe.db.exists("User", "visitor@desk.example")
    own = "/app/user/reader%40desk.example/access"
    helper.post(own, data={"act": "roles", "role": ["Desk Reader", "System Manager"]})
    assert "System Manager" not in frappe.get_roles("reader@desk.example")
    other = helper.put("/api/resource/User/planner@desk.example", json={"last_name": "Two"})
    assert other.status_code == 200


def test_a_table_above_ones_level_is_not_changed_row_by_row(helper):
    person = {"parent": "reader@desk.example", "parenttype": "User", "parentfield": "roles"}
    row = frappe.db.get_value("Has Role", person, "name")
    manager = {"role": "System Manager"}
    assert helper.put(f"/api/resource/Has Role/{row}", json=manager).status_code == 403
    assert helper.post("/api/resource/Has Role", json={**person, **manager}).status_code == 403
    assert helper.get(f"/app/has-role/{row}").status_code == 403
    assert helper.delete(f"/api/resource/Has Role/{row}").status_code == 403


def test_a_task_is_written_on_no_record_one_may_not_read(person):
    paper = frappe.get_all("Desk Paper", pluck="name", limit=1)[0]
    task = {"reference_type": "Desk Paper", "reference_name": paper, "description": "look"}
    assert person("visitor").post("/api/resource/ToDo", json=task).status_code == 403
    assert person("reader").post("/api/resource/ToDo", json=task).status_code == 200


@pytest.mark.parametrize(
    "condition",
    ["frappe.session.update({'user': 'Administrator'})", "frappe.session.pop('user')"],
)
def test_a_condition_changes_nobody_who_asks(desk, condition):
    before = frappe.session.user
    task = frappe.get_doc({"doctype": "ToDo", "description": "x"})
    is_met(frappe._dict(condition=condition), task)
    assert frappe.session.user == before


@pytest.mark.parametrize("value", ["title desc) union select 1 --", "title; drop", "title `", "x"])
def test_an_order_is_of_fields(manager, value):
    change = {"doc_type": "Desk Paper", "doctype_or_field": "DocType", "property": "sort_field"}
    answer = manager.post("/api/resource/Property Setter", json={**change, "value": value})
    assert answer.status_code == 417


def test_no_question_grows_its_answer_without_end(person):
    asked = {"fields": """["replace(replace(name, 'D', 'aaaaaaaa'), 'a', 'aaaaaaaa') as x"]"""}
    answer = person("reader").get("/api/resource/Desk Paper", query_string=asked)
    assert answer.status_code == 417


def test_what_was_noted_about_ones_acts_stays(person):
    paper = frappe.get_all("Desk Paper", pluck="name", limit=1)[0]
    planner = person("planner")
    frappe.set_user("planner@desk.example")
    doc = frappe.get_doc("Desk Paper", paper)
    noted, said = doc.add_comment("Workflow", "Approved"), doc.add_comment("Comment", "hello")
    frappe.set_user("Administrator")
    frappe.db.commit()
    path = "/api/resource/Comment/"
    assert planner.put(path + noted.name, json={"content": "x"}).status_code == 403
    assert planner.delete(path + noted.name).status_code == 403
    assert planner.put(path + said.name, json={"content": "x"}).status_code == 200
    assert planner.delete(path + said.name).status_code == 202


def test_a_session_does_not_grow_with_what_it_is_told(person):
    planner = person("planner")
    for _time in range(30):
        planner.post("/app/desk-paper/view/act", data={"act": "delete"})
    page = planner.get("/app/desk-paper").get_data(as_text=True)
    assert 0 < page.count('class="notice warning"') <= 20
