"""The engine's own DocTypes: people, rights, customisations, workflows."""

import frappe
import pytest
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields
from frappe.utils.nestedset import get_descendants_of, rebuild_tree

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def user(site):
    def make(email="co@example.com", **values):
        made = {"doctype": "User", "email": email, "first_name": "Carla", **values}
        return frappe.get_doc(made).insert()

    return make


# People


def test_a_user_is_named_by_the_address_in_lower_case(user):
    doc = user(" Co@Example.com ", last_name="Ochoa")
    assert (doc.name, doc.full_name) == ("co@example.com", "Carla Ochoa")


def test_a_role_given_twice_is_kept_once_and_decides_who_is_staff(user):
    doc = user(roles=[{"role": "System Manager"}, {"role": "System Manager"}])
    assert [row.role for row in doc.roles] == ["System Manager"]
    assert doc.user_type == "System User"
    doc.remove_roles("System Manager")
    assert frappe.db.get_value("User", doc.name, "user_type") == "Website User"
    doc.add_roles("System Manager")
    assert "System Manager" in frappe.get_roles(doc.name)


def test_a_new_password_is_kept_as_a_hash_only(user):
    doc = user(new_password="a long secret")
    assert frappe.db.get_value("User", doc.name, "new_password") is None
    stored = "select password from `__Auth` where name = %s and fieldname = 'password'"
    assert frappe.db.sql(stored, doc.name)[0][0].startswith("$argon2")


def test_administrator_and_guest_stay(user):
    for name in ("Administrator", "Guest"):
        doc = frappe.get_doc("User", name)
        doc.enabled = 0
        with pytest.raises(frappe.ValidationError):
            doc.save()
        with pytest.raises(frappe.ValidationError):
            frappe.delete_doc("User", name)


def test_renaming_a_user_renames_address_and_secrets(user):
    user(new_password="a long secret")
    frappe.rename_doc("User", "co@example.com", "ca@example.com")
    assert frappe.db.get_value("User", "ca@example.com", "email") == "ca@example.com"
    assert frappe.db.sql("select count(*) from `__Auth` where name = 'ca@example.com'") == ((1,),)


def test_a_disabled_role_is_taken_from_everybody(user):
    role = frappe.get_doc({"doctype": "Role", "role_name": "Co Role"}).insert()
    user(roles=[{"role": "Co Role"}])
    assert "Co Role" in frappe.get_roles("co@example.com")
    role.disabled = 1
    role.save()
    assert "Co Role" not in frappe.get_roles("co@example.com")


def test_a_rollback_brings_roles_back(user):
    doc = user()
    frappe.db.commit()
    doc.add_roles("System Manager")
    assert "System Manager" in frappe.get_roles(doc.name)
    frappe.db.rollback()
    assert "System Manager" not in frappe.get_roles(doc.name)
    frappe.delete_doc("User", doc.name)
    frappe.db.commit()


def test_somebody_who_is_no_administrator_cannot_give_themselves_a_role(user):
    user(roles=[{"role": "Desk User"}])
    frappe.set_user("co@example.com")
    me = frappe.get_doc("User", "co@example.com")
    me.append("roles", {"role": "System Manager"})
    with pytest.raises(frappe.PermissionError):
        me.save()


def test_a_user_permission_is_not_given_twice_and_has_one_default(user):
    user()
    row = {"doctype": "User Permission", "user": "co@example.com", "allow": "Role"}
    frappe.get_doc({**row, "for_value": "All", "is_default": 1}).insert()
    with pytest.raises(frappe.DuplicateEntryError):
        frappe.get_doc({**row, "for_value": "All"}).insert()
    with pytest.raises(frappe.ValidationError):
        frappe.get_doc({**row, "for_value": "Guest", "is_default": 1}).insert()


# Customisations


def test_custom_fields_are_added_where_asked_and_hold_values():
    field = {"fieldname": "co_code", "label": "Code", "fieldtype": "Data", "insert_after": "status"}
    create_custom_fields({("ToDo", "Comment"): [field]})
    names = [df.fieldname for df in frappe.get_meta("ToDo").fields]
    assert names.index("co_code") == names.index("status") + 1
    doc = frappe.get_doc({"doctype": "ToDo", "description": "x", "co_code": "A1"}).insert()
    assert frappe.db.get_value("ToDo", doc.name, "co_code") == "A1"


def test_custom_fields_given_again_are_brought_up_to_date():
    field = {"fieldname": "co_code", "label": "Code", "fieldtype": "Data"}
    create_custom_fields({"ToDo": field})
    create_custom_fields({"ToDo": {**field, "label": "Number"}})
    assert frappe.get_meta("ToDo").get_label("co_code") == "Number"
    create_custom_fields({"ToDo": {**field, "label": "Other"}}, update=False)
    assert frappe.get_meta("ToDo").get_label("co_code") == "Number"


def test_a_property_setter_changes_a_field_and_its_deletion_changes_it_back():
    setter = {"doctype": "Property Setter", "doctype_or_field": "DocField", "doc_type": "ToDo"}
    value = {"field_name": "date", "property": "reqd", "property_type": "Check", "value": "1"}
    doc = frappe.get_doc({**setter, **value}).insert()
    with pytest.raises(frappe.MandatoryError):
        frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert()
    doc.delete()
    frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert()


def test_a_custom_permission_row_replaces_those_of_the_app(user):
    user()
    assert frappe.has_permission("Language", "read", user="co@example.com")
    row = {"doctype": "Custom DocPerm", "parent": "Language", "role": "System Manager", "read": 1}
    doc = frappe.get_doc(row).insert()
    assert not frappe.has_permission("Language", "read", user="co@example.com")
    frappe.delete_doc("Custom DocPerm", doc.name)
    assert frappe.has_permission("Language", "read", user="co@example.com")


# Workflows


@pytest.fixture
def path(site):
    for state in ("Co New", "Co Done"):
        frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": state}).insert()
    action = {"doctype": "Workflow Action Master", "workflow_action_name": "Co Finish"}
    frappe.get_doc(action).insert()
    yield {
        "doctype": "Workflow",
        "workflow_name": "Co Path",
        "document_type": "ToDo",
        "is_active": 1,
        "states": [
            {"state": "Co New", "doc_status": "0", "allow_edit": "All"},
            {"state": "Co Done", "doc_status": "0", "allow_edit": "All"},
        ],
        "transitions": [
            {"state": "Co New", "action": "Co Finish", "next_state": "Co Done", "allowed": "All"}
        ],
    }
    # Where a new column commits what is pending, a rollback does not take these back.
    frappe.db.rollback()
    for kind, name in (
        ("Workflow", "Co Path"),
        ("Custom Field", "ToDo-workflow_state"),
        ("Workflow Action Master", "Co Finish"),
        ("Workflow State", "Co New"),
        ("Workflow State", "Co Done"),
    ):
        frappe.delete_doc(kind, name, force=True, ignore_missing=True)
    frappe.db.commit()


def test_a_workflow_adds_its_field_and_fills_the_state_of_what_there_is(path):
    doc = frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert()
    frappe.get_doc(path).insert()
    assert frappe.get_meta("ToDo").get_field("workflow_state").hidden
    assert frappe.db.get_value("ToDo", doc.name, "workflow_state") == "Co New"


def test_a_workflow_with_a_state_it_does_not_list_is_refused(path):
    path["states"] = path["states"][:1]
    with pytest.raises(frappe.ValidationError):
        frappe.get_doc(path).insert()


def test_workflow_mails_are_refused_instead_of_not_sent(path):
    with pytest.raises(frappe.NotSupported):
        frappe.get_doc({**path, "send_email_alert": 1}).insert()


# Trees


def test_a_tree_is_rebuilt_from_its_parent_links():
    fields = [{"fieldname": "title", "fieldtype": "Data", "label": "Title"}]
    made = {"doctype": "DocType", "name": "Co Node", "module": "Core", "custom": 1, "is_tree": 1}
    frappe.get_doc({**made, "autoname": "prompt", "fields": fields}).insert()
    for name, parent in (("A", ""), ("B", ""), ("A1", "A"), ("A2", "A"), ("A11", "A1")):
        frappe.get_doc({"doctype": "Co Node", "name": name, "parent_co_node": parent}).insert()
    read = "select name, lft, rgt from `tabCo Node` order by lft"
    whole = frappe.db.sql(read)
    assert [(lft, rgt) for _name, lft, rgt in whole] == [(1, 8), (2, 5), (3, 4), (6, 7), (9, 10)]
    frappe.db.sql("update `tabCo Node` set lft = 0, rgt = 0")
    rebuild_tree("Co Node")
    assert frappe.db.sql(read) == whole
    assert get_descendants_of("Co Node", "A") == ["A2", "A11", "A1"]
