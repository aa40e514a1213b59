"""Who hears of what happens to a document, and in which order."""

import frappe
import pytest

from frappe_embedded import events
from frappe_embedded.hooks import clear_hooks, get_hooks

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def declare(site, monkeypatch):
    """Have an app declare hooks whose functions are given instead of paths."""
    declared, functions = {}, {}

    def add(hook, key, function, event=None):
        path = f"app.{len(functions)}"
        functions[path] = function
        entry = declared.setdefault(hook, {}).setdefault(key, {} if event else [])
        (entry.setdefault(event, []) if event else entry).append(path)

    monkeypatch.setattr(events, "get_attr", functions.__getitem__)
    monkeypatch.setattr(events, "get_hooks", lambda hook, default: declared.get(hook, default))
    clear_hooks()
    yield add
    clear_hooks()


def note(title="x"):
    return frappe.get_doc({"doctype": "ToDo", "description": title})


def test_the_controller_comes_first_then_the_doctypes_handlers_then_those_of_all(declare):
    heard = []
    declare("doc_events", "*", lambda doc, method: heard.append("all"), "validate")
    declare("doc_events", "ToDo", lambda doc, method: heard.append("doctype"), "validate")
    declare("doc_events", ("Role", "ToDo"), lambda doc, method: heard.append("tuple"), "validate")
    doc = note()
    doc.validate = lambda: heard.append("controller")
    doc.insert()
    assert heard == ["controller", "doctype", "tuple", "all"]


def test_a_handler_gets_the_document_the_event_and_its_arguments(declare):
    got = []
    declare("doc_events", "ToDo", lambda *given: got.append(given), "greet")
    doc = note()
    doc.run_method("greet", "Ana")
    assert got == [(doc, "greet", "Ana")]


def test_an_error_of_a_handler_stops_the_act(declare):
    def refuse(doc, method):
        raise frappe.ValidationError("no")

    declare("doc_events", "ToDo", refuse, "validate")
    before = frappe.db.count("ToDo")
    with pytest.raises(frappe.ValidationError, match="no"):
        note().insert()
    assert frappe.db.count("ToDo") == before


def test_deleting_tells_on_trash_on_change_and_after_delete(declare):
    heard = []
    for event in ("on_trash", "on_change", "after_delete"):
        declare("doc_events", "ToDo", lambda doc, method: heard.append(method), event)
    doc = note().insert()
    heard.clear()
    doc.delete()
    assert heard == ["on_trash", "on_change", "after_delete"]


def test_renaming_tells_before_and_after_and_before_may_choose_the_name(declare):
    heard = []

    def choose(doc, method, old, new, merge):
        heard.append((method, old, new, merge))
        return {"new": new.upper()}

    declare("doc_events", "Role", choose, "before_rename")
    declare("doc_events", "Role", lambda *given: heard.append(given[1:]), "after_rename")
    frappe.get_doc({"doctype": "Role", "role_name": "Ev One"}).insert()
    assert frappe.rename_doc("Role", "Ev One", "ev two") == "EV TWO"
    assert heard == [
        ("before_rename", "Ev One", "ev two", False),
        ("after_rename", "Ev One", "EV TWO", False),
    ]


def test_a_listener_is_called_once_however_often_it_subscribes(monkeypatch):
    monkeypatch.setitem(events.listeners, "after_save_record", [])
    heard = []

    def listen(doc):
        heard.append(doc.doctype)

    events.subscribe("after_save_record", listen)
    events.subscribe("after_save_record", listen)
    note().insert()
    assert heard.count("ToDo") == 1


# Permission hooks


@pytest.fixture
def reader(site):
    frappe.get_doc({"doctype": "Role", "role_name": "Ev Reader"}).insert()
    permissions = [{"role": "Ev Reader", "read": 1, "write": 1, "create": 1}]
    fields = [{"fieldname": "title", "fieldtype": "Data", "label": "Title"}]
    made = {"doctype": "DocType", "name": "Ev Note", "module": "Core", "custom": 1}
    frappe.get_doc({**made, "fields": fields, "permissions": permissions}).insert()
    user = {"doctype": "User", "email": "ev@example.com", "first_name": "Eva"}
    frappe.get_doc({**user, "roles": [{"role": "Ev Reader"}]}).insert()
    for title in ("open", "closed"):
        frappe.get_doc({"doctype": "Ev Note", "title": title}).insert()
    yield "ev@example.com"
    # Where a new table commits what is pending, a rollback does not take these back.
    frappe.db.rollback()
    frappe.set_user("Administrator")
    for kind, name in (("User", "ev@example.com"), ("DocType", "Ev Note"), ("Role", "Ev Reader")):
        frappe.delete_doc(kind, name, force=True, ignore_missing=True)
    frappe.db.commit()


def the(title):
    return frappe.get_last_doc("Ev Note", {"title": title})


def test_a_permission_hook_denies_with_false_and_has_no_opinion_with_none(declare, reader):
    def rule(doc, ptype, user):
        return False if doc.title == "closed" else None

    declare("has_permission", "Ev Note", rule)
    assert the("open").has_permission("read", user=reader)
    assert not the("closed").has_permission("read", user=reader)


def test_a_permission_hook_cannot_give_what_no_role_gives(declare, reader):
    declare("has_permission", "Ev Note", lambda doc: True)
    assert not the("open").has_permission("delete", user=reader)


def test_the_hook_of_the_last_app_that_has_an_opinion_decides(declare, reader):
    declare("has_permission", "Ev Note", lambda doc: False)
    declare("has_permission", "Ev Note", lambda doc: True)
    assert the("open").has_permission("read", user=reader)


def test_a_permission_hook_is_not_asked_about_administrator_nor_about_lists(declare, reader):
    declare("has_permission", "Ev Note", lambda doc: False)
    assert the("open").has_permission("read")
    frappe.set_user(reader)
    assert len(frappe.get_list("Ev Note")) == 2
    assert frappe.has_permission("Ev Note", "read")


def test_a_query_condition_limits_lists_of_administrator_too_but_never_get_all(declare, reader):
    def condition(user, doctype):
        return f"`tab{doctype}`.title = 'open' or `tab{doctype}`.title like '100%'"

    declare("permission_query_conditions", "Ev Note", condition)
    assert frappe.get_list("Ev Note", pluck="title") == ["open"]
    assert len(frappe.get_all("Ev Note")) == 2
    frappe.set_user(reader)
    assert frappe.get_list("Ev Note", filters={"title": "closed"}) == []


def test_a_share_shows_what_a_query_condition_hides(declare, reader):
    declare("permission_query_conditions", "Ev Note", lambda user: "1=0")
    shared = the("closed")
    frappe.get_doc(
        {
            "doctype": "DocShare",
            "user": reader,
            "share_doctype": "Ev Note",
            "share_name": shared.name,
            "read": 1,
        }
    ).insert()
    frappe.set_user(reader)
    assert frappe.get_list("Ev Note", pluck="name") == [shared.name]


def test_the_real_hooks_are_back_afterwards():
    assert "govplan" in get_hooks("app_name")
