"""Assignments and the notifications they bring."""

import frappe
import pytest
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.desk.form import assign_to

ANA = "as.ana@example.com"


@pytest.fixture
def role(site):
    """A record to assign, and somebody to assign it to."""
    user = {"doctype": "User", "email": ANA, "first_name": "Ana"}
    frappe.get_doc({**user, "roles": [{"role": "System Manager"}]}).insert()
    return frappe.get_doc({"doctype": "Role", "role_name": "As Role"}).insert()


def assigned(doc):
    return [row.owner for row in assign_to.get({"doctype": "Role", "name": doc.name})]


def test_the_assignee_is_notified_unless_they_assign_to_themselves(role):
    assign_to.add({"doctype": "Role", "name": role.name, "assign_to": [ANA, "Administrator"]})
    filters = {"document_type": "Role", "document_name": role.name, "type": "Assignment"}
    assert frappe.get_all("Notification Log", filters=filters, pluck="for_user") == [ANA]
    assert assigned(role) == [ANA, "Administrator"]


def test_an_assignment_is_closed_by_who_has_it_and_noted(role):
    assign_to.add({"doctype": "Role", "name": role.name, "assign_to": f'["{ANA}"]'})
    assign_to.close("Role", role.name, ANA)
    assert assigned(role) == []
    done = {"reference_name": role.name, "comment_type": "Assignment Completed"}
    assert frappe.db.count("Comment", done) == 1


def test_all_assignments_of_a_record_are_taken_back_at_once(role):
    assign_to.add({"doctype": "Role", "name": role.name, "assign_to": [ANA, "Administrator"]})
    assert assign_to.clear("Role", role.name)
    assert assigned(role) == []
    assert not assign_to.clear("Role", role.name)


def test_tasks_and_notifications_are_for_those_they_concern(role):
    frappe.get_doc({"doctype": "User", "email": "as.beto@example.com", "first_name": "B"}).insert()
    assign_to.add({"doctype": "Role", "name": role.name, "assign_to": [ANA]})
    todo = frappe.get_last_doc("ToDo", {"allocated_to": ANA})
    log = frappe.get_last_doc("Notification Log", {"for_user": ANA})
    for doc in (frappe.get_doc("ToDo", todo.name), log):
        assert doc.has_permission("read", user=ANA)
        assert not doc.has_permission("read", user="as.beto@example.com")
    frappe.set_user("as.beto@example.com")
    assert frappe.get_list("ToDo") == frappe.get_list("Notification Log") == []


def test_who_may_not_share_a_record_opens_it_to_nobody_by_assigning_it(site):
    beto, carla = "as.beto@example.com", "as.carla@example.com"
    for email in (beto, carla):
        frappe.get_doc({"doctype": "User", "email": email, "first_name": "B"}).insert()
    todo = frappe.get_doc({"doctype": "ToDo", "description": "x", "allocated_to": beto}).insert()
    frappe.set_user(beto)
    with pytest.raises(frappe.PermissionError):
        assign_to.add({"doctype": "ToDo", "name": todo.name, "assign_to": [carla]})
    assert not todo.has_permission("read", user=carla)


def test_nobody_is_told_of_their_own_act_unless_it_is_an_alert(role):
    log = {"subject": "x", "from_user": ANA, "document_type": "Role", "document_name": role.name}
    enqueue_create_notification([ANA], {**log, "type": "Mention"})
    assert not frappe.db.exists("Notification Log", {"for_user": ANA})
    enqueue_create_notification([ANA], {**log, "type": "Alert"})
    assert frappe.db.exists("Notification Log", {"for_user": ANA})
