"""What stands beside a record, or is read through another, asks for the right to the record."""

import frappe
import pytest

pytestmark = pytest.mark.usefixtures("site")

ANA, BETO = "be.ana@example.com", "be.beto@example.com"


@pytest.fixture
def people(site):
    """Two clerks: the rights of staff, and nothing more."""
    frappe.get_doc({"doctype": "Role", "role_name": "Be Clerk", "desk_access": 1}).insert()
    for email in (ANA, BETO):
        user = {"doctype": "User", "email": email, "first_name": email[3:6]}
        frappe.get_doc({**user, "roles": [{"role": "Be Clerk"}]}).insert()


@pytest.fixture
def task(people):
    """Something only Ana has to do."""
    return frappe.get_doc({"doctype": "ToDo", "description": "x", "allocated_to": ANA}).insert()


def comment(about, **claimed):
    row = {"doctype": "Comment", "reference_doctype": "ToDo", "reference_name": about.name}
    return frappe.get_doc({**row, "content": "said", **claimed})


def test_a_comment_is_its_writers_whatever_it_claims(task):
    frappe.set_user(ANA)
    claimed = {"comment_email": BETO, "comment_by": "The Mayor", "comment_type": "Workflow"}
    said = comment(task, **claimed).insert()
    assert (said.comment_email, said.comment_by, said.comment_type) == (ANA, "ana", "Comment")
    said.update(claimed).save()
    assert (said.comment_email, said.comment_by, said.comment_type) == (ANA, "ana", "Comment")


def test_nobody_comments_on_what_they_may_not_read(task):
    frappe.set_user(BETO)
    with pytest.raises(frappe.PermissionError):
        comment(task).insert()
    own = frappe.get_doc({"doctype": "ToDo", "description": "own", "allocated_to": BETO}).insert()
    said = comment(own).insert()
    with pytest.raises(frappe.PermissionError):
        said.update({"reference_name": task.name}).save()


def test_a_comment_is_about_a_record(people):
    frappe.set_user(ANA)
    with pytest.raises(frappe.ValidationError, match="about a record"):
        frappe.get_doc({"doctype": "Comment", "content": "x"}).insert()


def test_a_task_is_seen_with_its_record_only(task):
    row = {"doctype": "Workflow Action", "status": "Open", "reference_doctype": "ToDo"}
    row |= {"reference_name": task.name, "permitted_roles": [{"role": "Be Clerk"}]}
    action = frappe.get_doc(row)
    action.flags.ignore_links = True
    action.insert(ignore_permissions=True)
    for user, seen in ((ANA, [task.name]), (BETO, [])):
        frappe.set_user(user)
        filters = {"name": action.name}
        assert frappe.get_list("Workflow Action", filters, pluck="reference_name") == seen
        assert frappe.get_doc("Workflow Action", action.name).has_permission() is bool(seen)


def test_a_linked_record_is_not_read_through_one_that_names_it(task):
    frappe.set_user(ANA)
    # Staff may select people, which shows their names and no more.
    fields = ["name", "allocated_to.full_name as who", "allocated_to.email"]
    assert frappe.get_list("ToDo", fields=fields) == [{"name": task.name, "who": "ana"}]
    with pytest.raises(frappe.PermissionError):
        frappe.get_list("ToDo", fields=["name", "role.role_name"])
    with pytest.raises(frappe.PermissionError):
        frappe.get_list("ToDo", fields=["max(`role`.`role_name`) as r"])
    assert frappe.get_all("ToDo", {"name": task.name}, "allocated_to.email as e")[0].e == ANA


def test_a_new_password_ends_the_sessions_of_who_had_the_old_one(people):
    sessions = frappe.get_module("frappe_embedded.sessions")
    for _each in range(2):
        sessions.start(ANA)
    frappe.set_user("Administrator")
    frappe.get_doc("User", ANA).update({"new_password": "a new and long one"}).save()
    assert frappe.db.sql("select count(*) from tabSessions where user = %s", (ANA,))[0][0] == 0
