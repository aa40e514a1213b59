"""What an administrator may make of fields, properties, permissions and workflows, and may not."""

import frappe
import pytest

pytestmark = pytest.mark.usefixtures("desk")

STATES = ("Lc Draft", "Lc Sent", "Lc Done")
ACTIONS = ("Lc Send", "Lc Finish")
MADE = (
    ("Workflow State", {"name": ("in", STATES)}),
    ("Workflow Action Master", {"name": ("in", ACTIONS)}),
    ("Property Setter", {"doc_type": "Desk Paper"}),
    ("Custom DocPerm", {"parent": "Desk Paper"}),
    ("Custom Field", {"dt": "Desk Paper"}),
)


@pytest.fixture(autouse=True)
def undone(desk):
    """What a test made is gone after it, where adding a column commits too."""
    yield
    frappe.db.rollback()
    frappe.delete_doc("Workflow", "Lc Path", force=True, ignore_missing=True)
    for doctype, filters in MADE:
        frappe.db.delete(doctype, filters)
    frappe.db.commit()
    frappe.clear_cache()


def refused(doc, words):
    with pytest.raises(frappe.ValidationError, match=words):
        doc.save()


# Custom Field


def field(**values):
    row = {"doctype": "Custom Field", "dt": "Desk Paper", "label": "Lc Extra", "fieldtype": "Data"}
    return frappe.get_doc({**row, **values})


def test_a_field_made_by_a_person_gets_a_name_no_later_version_of_an_app_has():
    made = field(label="Teléfono móvil (2)").insert()
    assert made.fieldname == "custom_telefono_movil_2"
    assert frappe.db.has_column("Desk Paper", made.fieldname)
    assert frappe.get_meta("Desk Paper").get_label(made.fieldname) == "Teléfono móvil (2)"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"dt": "DocField"}, "describes the site itself"),
        ({"fieldname": "title"}, "already"),
        ({"fieldname": "owner"}, "already"),
        ({"fieldname": "parent"}, "already"),
        ({"fieldname": "submit"}, "already"),
        ({"fieldname": "año"}, "cannot be the name"),
        ({"fieldname": "x" * 65}, "cannot be the name"),
        ({"fieldname": "a b"}, "cannot be the name"),
        ({"fieldtype": "Link", "options": ""}, "must name a kind of record"),
        ({"fieldtype": "Link", "options": "No Such"}, "must name a kind of record"),
        ({"fieldtype": "Link", "options": "Has Role"}, "only rows"),
        ({"fieldtype": "Table", "options": "Desk Office"}, "no rows of its own"),
        ({"fieldtype": "Dynamic Link", "options": "nothing"}, "kind of record"),
        ({"fieldtype": "Select"}, "options, one in a line"),
        ({"fieldtype": "Select", "options": "A\nB", "default": "C"}, "not one of the options"),
        ({"fieldtype": "Check", "default": "maybe"}, "0 or 1"),
        ({"fieldtype": "Int", "default": "many"}, "cannot be read"),
        ({"fieldtype": "Date", "default": "soon"}, "cannot be read"),
        ({"fieldtype": "Float", "precision": "12"}, "precision"),
        ({"length": 5000}, "length"),
        ({"permlevel": 11}, "permission level"),
        ({"fieldtype": "Text", "search_index": 1}, "unique or indexed"),
        ({"fieldtype": "Int", "unique": 1}, "number cannot be unique"),
        ({"hidden": 1, "reqd": 1}, "hidden and mandatory"),
        ({"fetch_from": "office.nothing"}, "fetch"),
        ({"fetch_from": "title.name"}, "fetch"),
    ],
)
def test_a_field_records_could_not_be_kept_with_is_refused(values, words):
    refused(field(**values), words)


def test_a_field_keeps_its_name_and_what_is_stored_in_it():
    made = field(fieldname="lc_note").insert()
    made.fieldtype = "Small Text"
    made.save()
    made.fieldtype = "Int"
    refused(made, "cannot become")
    made.reload()
    made.fieldname = "lc_other"
    refused(made, "stay")


def test_a_mandatory_field_without_a_default_is_told_about():
    field(reqd=1).insert()
    assert "by itself" in frappe.message_log[-1].message


def test_a_field_cannot_be_made_unique_over_repeated_values():
    made = field(fieldname="lc_code").insert()
    frappe.db.sql("UPDATE `tabDesk Paper` SET lc_code = 'A'")
    made.unique = 1
    refused(made, "several records have A")


# Property Setter


def setter(fieldname, prop, value, doctype="Desk Paper"):
    of = "DocField" if fieldname else "DocType"
    row = {"doctype": "Property Setter", "doctype_or_field": of, "doc_type": doctype}
    return frappe.get_doc({**row, "field_name": fieldname, "property": prop, "value": value})


def test_a_changed_property_counts_at_once():
    setter("note", "reqd", "1").insert()
    assert frappe.get_meta("Desk Paper").get_field("note").reqd == 1
    setter("note", "label", "Remark").insert()
    assert frappe.get_meta("Desk Paper").get_label("note") == "Remark"
    setter(None, "title_field", "note").insert()
    assert frappe.get_meta("Desk Paper").title_field == "note"


@pytest.mark.parametrize(
    ("fieldname", "prop", "value", "words"),
    [
        ("note", "colour", "red", "not a property"),
        (None, "istable", "1", "not a property"),
        (None, "is_submittable", "1", "not a property"),
        ("nothing", "reqd", "1", "no field"),
        ("note", "reqd", "yes", "1 for yes"),
        ("note", "length", "long", "whole number"),
        (None, "sort_order", "up", "ASC or DESC"),
        (None, "title_field", "nothing", "no field"),
        (None, "search_fields", "note, nothing", "no field"),
        ("title", "reqd", "0", "cannot be switched off"),
        ("title", "hidden", "1", "hidden and mandatory"),
        ("note", "allow_on_submit", "1", "cannot be opened"),
        ("note", "fieldtype", "Int", "cannot become"),
        ("kind", "options", "Open\nRequest", "Closed, Complaint"),
        ("office", "options", "User", "cannot be changed"),
        ("received", "default", "soon", "cannot be read"),
        ("title", "unique", "1", "several records have"),
    ],
)
def test_a_property_the_app_could_not_work_with_is_refused(fieldname, prop, value, words):
    frappe.db.sql("UPDATE `tabDesk Paper` SET title = 'Bridge'")
    refused(setter(fieldname, prop, value), words)


def test_a_select_may_have_more_options():
    setter("kind", "options", "Open\nClosed\nRequest\nComplaint\nPraise").insert()
    assert "Praise" in frappe.get_meta("Desk Paper").get_options("kind")


def test_what_describes_the_site_is_not_changed():
    refused(setter("role_name", "label", "x", "Role"), "describes the site itself")


# Custom DocPerm


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"parent": "No Such", "read": 1}, "no kind of record"),
        ({"write": 1}, "needs"),
        ({"read": 1, "write": 1, "submit": 1}, "not submitted"),
        ({"permlevel": 5, "read": 1}, "no field of level"),
        ({"permlevel": 1, "read": 1, "delete": 1}, "Above level 0"),
    ],
)
def test_rights_that_make_no_sense_are_refused(values, words):
    row = {"doctype": "Custom DocPerm", "parent": "Desk Paper", "role": "Desk Planner"}
    refused(frappe.get_doc({**row, **values}), words)


# Workflow


@pytest.fixture
def words(desk):
    for state in STATES:
        frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": state}).insert()
    for action in ACTIONS:
        row = {"doctype": "Workflow Action Master", "workflow_action_name": action}
        frappe.get_doc(row).insert()


def step(state, action, next_state, role="Desk Planner", **more):
    return {"state": state, "action": action, "next_state": next_state, "allowed": role, **more}


def workflow(states=STATES, transitions=None, **values):
    steps = (step("Lc Draft", "Lc Send", "Lc Sent"), step("Lc Sent", "Lc Finish", "Lc Done"))
    row = {
        "doctype": "Workflow",
        "workflow_name": "Lc Path",
        "document_type": "Desk Paper",
        "is_active": 1,
        "workflow_state_field": "lc_state",
        "states": [
            {"state": one, "doc_status": "0", "allow_edit": "Desk Planner"} for one in states
        ],
        "transitions": list(steps if transitions is None else transitions),
    }
    return frappe.get_doc({**row, **values})


def test_a_workflow_that_can_be_worked_with_is_taken(words):
    doc = workflow().insert()
    assert frappe.get_meta("Desk Paper").has_field("lc_state")
    doc.append("transitions", step("Lc Done", "Lc Send", "Lc Sent", condition="doc.amount > 0"))
    doc.save()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"document_type": "Has Role"}, "no records of its own"),
        ({"workflow_state_field": "amount"}, "cannot keep a state"),
        ({"states": ("Lc Draft", "Lc Sent", "Lc Done", "Lc Sent")}, "there twice"),
        ({"states": ("Lc Draft", "Lc Sent")}, "not a state of the workflow"),
        ({"transitions": [step("Lc Sent", "Lc Finish", "Lc Done")]}, "could never leave"),
        (
            {"transitions": [step("Lc Draft", "Lc Send", "Lc Sent")] * 2},
            "there twice for the role",
        ),
    ],
)
def test_a_workflow_that_could_not_be_worked_with_is_refused(words, values, expected):
    states = values.pop("states", STATES)
    refused(workflow(states, values.pop("transitions", None), **values), expected)


def test_the_first_state_is_a_draft_and_others_only_where_records_are_submitted(words):
    doc = workflow()
    for row in doc.states:
        row.doc_status = "1"
    refused(doc, "must be a draft")
    doc = workflow()
    doc.states[2].doc_status = "1"
    refused(doc, "not submitted or cancelled")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("doc.amount >", "cannot be read"),
        ("import os", "cannot be read"),
        ("doc.nothing == 1", "doc.nothing is not known"),
        ("amount > 1", "amount is not known"),
        ("frappe.get_doc('User', 'x')", "frappe.get_doc is not known"),
        ("doc.__class__", "cannot use __class__"),
        ("[x for x in doc]", "cannot use"),
    ],
)
def test_a_condition_that_could_never_hold_is_refused(words, condition, expected):
    doc = workflow()
    doc.transitions[0].condition = condition
    refused(doc, expected)


def test_a_condition_may_ask_the_record_the_session_and_the_clock(words):
    doc = workflow()
    doc.transitions[0].condition = (
        "doc.amount > 10 and doc.get('urgent') and frappe.session.user != doc.owner"
        " and frappe.utils.now_datetime() > frappe.utils.get_datetime(doc.received)"
    )
    doc.insert()


def test_a_state_sets_only_fields_there_are(words):
    doc = workflow()
    doc.states[1].update({"update_field": "nothing", "update_value": "1"})
    refused(doc, "no field nothing")
    doc.states[1].update_field = None
    doc.insert()
    doc.states[1].update_field = "lc_state"
    refused(doc, "keeps the state")


def test_a_state_with_records_in_it_stays(words):
    doc = workflow().insert()
    frappe.db.sql("UPDATE `tabDesk Paper` SET lc_state = 'Lc Done' WHERE title = 'Bridge'")
    doc.states = doc.states[:2]
    doc.transitions = doc.transitions[:1]
    refused(doc, "1 records of Desk Paper are in the state Lc Done")


def test_what_a_workflow_is_about_stays_and_so_does_its_field(words):
    doc = workflow().insert()
    doc.document_type = "Desk Office"
    refused(doc, "What a workflow is about stays")
    with pytest.raises(frappe.ValidationError, match="keeps its state in this field"):
        frappe.delete_doc("Custom Field", "Desk Paper-lc_state")


def test_a_role_nobody_holds_takes_no_step(words):
    frappe.db.set_value("Role", "Desk Reader", "disabled", 1)
    doc = workflow()
    doc.transitions[0].allowed = "Desk Reader"
    refused(doc, "disabled")


def test_a_state_nothing_leads_to_is_told_but_taken(words):
    workflow(transitions=[step("Lc Draft", "Lc Send", "Lc Sent")]).insert()
    assert "Lc Done" in frappe.message_log[-1].message
