"""How many SQL statements an act takes: few, on purpose. A test here says when one more comes.

The record is the kind the product has most of: submittable, with a workflow, twelve child rows with
links, versions and comments kept, a director restricted to one unit.
"""

from contextlib import contextmanager

import frappe
import pytest
from frappe.model.workflow import apply_workflow

pytestmark = pytest.mark.usefixtures("measured")

DIRECTOR, MAYOR = "sc.director@example.com", "sc.mayor@example.com"
ROLES = {DIRECTOR: "Sc Director", MAYOR: "Sc Mayor"}
RIGHTS = ("read", "write", "create", "submit", "cancel")


def field(fieldname, fieldtype="Data", **more):
    return {"fieldname": fieldname, "fieldtype": fieldtype, "label": fieldname.title(), **more}


def doctype(name, *fields, **more):
    made = {"doctype": "DocType", "name": name, "module": "Core", "custom": 1}
    permissions = [{"role": role, **dict.fromkeys(RIGHTS, 1)} for role in ROLES.values()]
    return frappe.get_doc({**made, "fields": fields, "permissions": permissions, **more}).insert()


def make_doctypes():
    doctype("Sc Unit", field("title", unique=1), is_tree=1, autoname="field:title")
    doctype("Sc Indicator", field("title"), autoname="prompt")
    links = [field("indicator", "Link", options="Sc Indicator"), field("value", "Float")]
    doctype("Sc Line", *links, field("remark", "Small Text"), istable=1, permissions=[])
    doctype(
        "Sc Report",
        field("title"),
        field("unit", "Link", options="Sc Unit"),
        field("day", "Date"),
        field("total", "Currency"),
        field(
            "workflow_state",
            "Link",
            options="Workflow State",
            hidden=1,
            allow_on_submit=1,
            no_copy=1,
        ),
        field("rows", "Table", options="Sc Line"),
        is_submittable=1,
        track_changes=1,
        autoname="SC-.#####",
    )


def make_workflow():
    states = ("Sc Draft", "Sc Sent", "Sc Done")
    for state in states:
        frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": state}).insert()
    for action in ("Sc Send", "Sc Finish"):
        made = {"doctype": "Workflow Action Master", "workflow_action_name": action}
        frappe.get_doc(made).insert()
    frappe.get_doc(
        {
            "doctype": "Workflow",
            "workflow_name": "Sc Path",
            "document_type": "Sc Report",
            "is_active": 1,
            "states": [
                {"state": state, "doc_status": status, "allow_edit": "Sc Director"}
                for state, status in zip(states, "001", strict=True)
            ],
            "transitions": [
                {"state": a, "action": b, "next_state": c, "allowed": d}
                for a, b, c, d in (
                    ("Sc Draft", "Sc Send", "Sc Sent", "Sc Director"),
                    ("Sc Sent", "Sc Finish", "Sc Done", "Sc Mayor"),
                )
            ],
        }
    ).insert()


@pytest.fixture(scope="module")
def measured(site):
    frappe.set_user("Administrator")
    for email, role in ROLES.items():
        frappe.get_doc({"doctype": "Role", "role_name": role}).insert()
        person = {"doctype": "User", "email": email, "first_name": role, "roles": [{"role": role}]}
        frappe.get_doc(person).insert()
    make_doctypes()
    make_workflow()
    frappe.get_doc({"doctype": "Sc Unit", "title": "Obras"}).insert()
    for number in range(12):
        made = {"doctype": "Sc Indicator", "name": f"I{number}", "title": "x"}
        frappe.get_doc(made).insert()
    allowed = {"user": DIRECTOR, "allow": "Sc Unit", "for_value": "Obras"}
    frappe.get_doc({"doctype": "User Permission", **allowed}).insert()
    frappe.db.commit()
    frappe.flags.in_test = False
    run_everything_once()
    frappe.db.rollback()


def run_everything_once():
    """So that descriptions, roles and the like are remembered, as in a process that has worked."""
    doc = new_report().insert()
    doc.title = "April"
    doc.save()
    apply_workflow(doc, "Sc Send")
    frappe.get_list("Sc Report")
    frappe.set_user(MAYOR)
    apply_workflow(doc, "Sc Finish")


@pytest.fixture(autouse=True)
def with_versions(measured):
    """Versions are written, as outside tests."""
    frappe.flags.in_test = False


def new_report():
    frappe.set_user(DIRECTOR)
    rows = [{"indicator": f"I{n}", "value": n, "remark": "fine"} for n in range(12)]
    values = {"title": "March", "unit": "Obras", "day": "2026-03-01", "rows": rows}
    return frappe.get_doc({"doctype": "Sc Report", **values})


@contextmanager
def at_most(statements):
    start = frappe.db.statement_count
    yield
    taken = frappe.db.statement_count - start
    assert taken <= statements, f"{taken} statements instead of {statements}"


def test_an_insert_with_twelve_rows_a_workflow_and_an_open_task_takes_six():
    doc = new_report()
    with at_most(6):
        doc.insert()
    assert frappe.db.count("Workflow Action", {"reference_name": doc.name, "status": "Open"}) == 1
    assert frappe.db.count("Sc Line", {"parent": doc.name}) == 12


def test_a_save_with_two_rows_changed_takes_five_with_its_version():
    doc = new_report().insert()
    doc.rows[3].value = 30
    doc.rows[7].remark = "late"
    with at_most(5):
        doc.save()
    assert frappe.db.count("Version", {"docname": doc.name}) == 1
    assert frappe.db.get_value("Sc Line", doc.rows[3].name, "value") == 30


def test_a_save_with_rows_added_and_removed_takes_seven():
    doc = new_report().insert()
    doc.rows[1].value = 5
    doc.remove(doc.rows[0])
    doc.append("rows", {"indicator": "I0"})
    with at_most(7):
        doc.save()
    assert frappe.db.count("Sc Line", {"parent": doc.name}) == 12


def test_a_workflow_step_takes_eight_with_version_comment_and_the_next_open_task():
    doc = new_report().insert()
    with at_most(8):
        apply_workflow(doc, "Sc Send")
    assert frappe.db.count("Version", {"docname": doc.name}) == 1
    assert frappe.db.count("Comment", {"reference_name": doc.name, "comment_type": "Workflow"}) == 1
    assert frappe.db.count("Workflow Action", {"reference_name": doc.name}) == 2


def test_a_submitting_step_takes_eight():
    doc = apply_workflow(new_report().insert(), "Sc Send")
    frappe.set_user(MAYOR)
    with at_most(8):
        apply_workflow(doc, "Sc Finish")
    assert frappe.db.get_value("Sc Report", doc.name, "docstatus") == 1


def test_getting_a_document_with_its_rows_and_checking_it_takes_one():
    name = new_report().insert().name
    with at_most(1):
        frappe.get_doc("Sc Report", name).check_permission("read")


def test_a_list_as_a_restricted_user_takes_one():
    new_report().insert()
    fields = ["name", "title", "unit", "day", "total", "workflow_state", "modified"]
    filters = {"workflow_state": "Sc Draft", "day": [">=", "2026-01-01"]}
    with at_most(1):
        rows = frappe.get_list(
            "Sc Report", fields=fields, filters=filters, order_by="day desc", limit=20
        )
    assert len(rows) == 1


def test_a_user_nothing_is_remembered_of_costs_four_more():
    name = new_report().insert().name
    frappe.db.commit()
    frappe.clear_cache(user=DIRECTOR)
    with at_most(6):
        frappe.get_doc("Sc Report", name).check_permission("read")
        frappe.get_list("Sc Report")
    frappe.set_user("Administrator")
    frappe.delete_doc("Sc Report", name, force=True)
    frappe.db.commit()
