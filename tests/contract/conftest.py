"""The DocTypes, roles and people the contract's statements are about.

They are made as an administrator would make them in a running site, so the same tests run on the
engine and on Frappe. Everything is committed once; each test is rolled back.
"""

import frappe
import pytest

READER, WRITER, BOSS, AUDITOR = "Ct Reader", "Ct Writer", "Ct Boss", "Ct Auditor"
PEOPLE = {
    "ct.ana@example.com": WRITER,
    "ct.beto@example.com": WRITER,
    "ct.rosa@example.com": READER,
    "ct.jefa@example.com": BOSS,
    "ct.otto@example.com": AUDITOR,
    "ct.nadie@example.com": None,
}

ALL_RIGHTS = ("read", "write", "create", "delete", "share", "report", "export", "print", "email")
FINAL_RIGHTS = ("submit", "cancel", "amend")


def may(role, *rights, **more):
    # A row of permissions that is inserted, not imported, gives most rights by default.
    return {"role": role, **dict.fromkeys(ALL_RIGHTS, 0), **dict.fromkeys(rights, 1), **more}


MANAGER = may("System Manager", *ALL_RIGHTS)
SUBMITTABLE_MANAGER = may("System Manager", *ALL_RIGHTS, *FINAL_RIGHTS)


def field(fieldname, fieldtype="Data", **more):
    label = more.pop("label", fieldname.replace("_", " ").title())
    return {"fieldname": fieldname, "fieldtype": fieldtype, "label": label, **more}


def doctype(name, *fields, **more):
    made = {"doctype": "DocType", "name": name, "module": "Core", "custom": 1}
    return {**made, "fields": list(fields), "permissions": [MANAGER], **more}


DOCTYPES = [
    doctype(
        "Ct Unit",
        field("unit_name", reqd=1, unique=1),
        field("acronym"),
        field("parent_ct_unit", "Link", options="Ct Unit", ignore_user_permissions=1),
        field("is_group", "Check"),
        field("old_parent", "Link", options="Ct Unit", ignore_user_permissions=1),
        field("lft", "Int"),
        field("rgt", "Int"),
        is_tree=1,
        nsm_parent_field="parent_ct_unit",
        autoname="field:unit_name",
        allow_rename=1,
        permissions=[
            MANAGER,
            may(WRITER, "read", "write", "create", "delete"),
            may(READER, "read"),
            may(BOSS, "read"),
        ],
    ),
    doctype(
        "Ct Row",
        field("label", reqd=1),
        field("unit", "Link", options="Ct Unit"),
        field("value", "Float"),
        field("remark", "Small Text", allow_on_submit=1),
        istable=1,
        permissions=[],
    ),
    doctype(
        "Ct Report",
        field("title", reqd=1),
        field("unit", "Link", options="Ct Unit"),
        field("unit_acronym", fetch_from="unit.acronym"),
        field("alias", fetch_from="unit.acronym", fetch_if_empty=1),
        field("status", "Select", options="Open\nClosed\nLate"),
        field("kind", "Select", options="\nMonthly\nYearly"),
        field("amount", "Currency"),
        field("quantity", "Int"),
        field("ratio", "Float"),
        field("positive", "Int", non_negative=1),
        field("day", "Date"),
        field("moment", "Datetime"),
        field("hour", "Time"),
        field("done", "Check", default="1"),
        field("code", unique=1),
        field("once", set_only_once=1),
        field("email", options="Email"),
        field("phone", options="Phone"),
        field("person", options="Name"),
        field("web", options="URL"),
        field("body", "Text Editor"),
        field("remark", "Small Text", allow_on_submit=1),
        field("data", "JSON"),
        field("short", length=5),
        field("stars", "Rating"),
        field("locked", read_only=1),
        field("private_note", no_copy=1),
        field("pin", "Password"),
        field("secret", permlevel=1),
        field("subject_type", "Link", options="DocType"),
        field("subject", "Dynamic Link", options="subject_type"),
        field("rows", "Table", options="Ct Row"),
        is_submittable=1,
        allow_rename=0,
        autoname="CTR-.#####",
        track_changes=1,
        permissions=[
            SUBMITTABLE_MANAGER,
            may(WRITER, "read", "write", "create", "delete"),
            may(BOSS, "read", "write", "create", *FINAL_RIGHTS),
            may(READER, "read"),
            may(BOSS, "read", "write", permlevel=1),
        ],
    ),
    doctype(
        "Ct Settings",
        field("town"),
        field("days", "Int"),
        field("since", "Date"),
        field("language_name", default="Spanish"),
        issingle=1,
    ),
    doctype(
        "Ct Owned",
        field("title"),
        field("unit", "Link", options="Ct Unit"),
        autoname="hash",
        permissions=[
            MANAGER,
            may(WRITER, "read", "write", "create", "delete", if_owner=1),
            may(AUDITOR, "select"),
        ],
    ),
    doctype("Ct Need", field("title"), field("rows", "Table", options="Ct Row", reqd=1)),
    doctype("Ct Number", field("title"), autoname="autoincrement"),
    doctype("Ct Prompt", field("title"), autoname="prompt", allow_rename=1),
    doctype(
        "Ct Series",
        field("naming_series", "Select", options="CTS-.YYYY.-.###\nCTX-.###"),
        field("title"),
        autoname="naming_series:",
    ),
    doctype("Ct Plan A", field("plan"), autoname="format:CTA-{plan}-{##}"),
    doctype("Ct Plan B", field("plan"), autoname="format:CTB-{plan}-{##}"),
    doctype(
        "Ct Paper",
        field("title"),
        field("amount", "Currency"),
        field("verdict"),
        field(
            "workflow_state",
            "Link",
            options="Workflow State",
            hidden=1,
            no_copy=1,
            allow_on_submit=1,
        ),
        field("rows", "Table", options="Ct Row"),
        is_submittable=1,
        autoname="CTP-.#####",
        track_changes=1,
        permissions=[
            SUBMITTABLE_MANAGER,
            may(WRITER, "read", "write", "create"),
            may(READER, "read", "write"),
            may(BOSS, "read", "write", "submit", "cancel"),
            may(AUDITOR, "read"),
        ],
    ),
    doctype(
        "Ct Counted", field("quantity", "Int", reqd=1), sort_field="quantity", sort_order="ASC"
    ),
    doctype("Ct Plain", field("title"), field("body", "Text Editor", reqd=1)),
]


STATES = ("Ct Draft", "Ct Sent", "Ct Checked", "Ct Approved", "Ct Void")
ACTIONS = ("Ct Send", "Ct Check", "Ct Return", "Ct Approve", "Ct Cancel")


def step(state, action, next_state, allowed, **more):
    return {"state": state, "action": action, "next_state": next_state, "allowed": allowed, **more}


WORKFLOW = {
    "doctype": "Workflow",
    "workflow_name": "Ct Paper Path",
    "document_type": "Ct Paper",
    "is_active": 1,
    "workflow_state_field": "workflow_state",
    "send_email_alert": 0,
    "states": [
        {"state": "Ct Draft", "doc_status": "0", "allow_edit": WRITER},
        {"state": "Ct Sent", "doc_status": "0", "allow_edit": READER},
        {"state": "Ct Checked", "doc_status": "0", "allow_edit": BOSS},
        {
            "state": "Ct Approved",
            "doc_status": "1",
            "allow_edit": BOSS,
            "update_field": "verdict",
            "update_value": "good",
        },
        {"state": "Ct Void", "doc_status": "2", "allow_edit": BOSS},
    ],
    "transitions": [
        step("Ct Draft", "Ct Send", "Ct Sent", WRITER),
        step("Ct Sent", "Ct Return", "Ct Draft", READER),
        step("Ct Sent", "Ct Check", "Ct Checked", READER, condition="doc.amount < 100"),
        step("Ct Sent", "Ct Check", "Ct Checked", AUDITOR),
        step("Ct Checked", "Ct Approve", "Ct Approved", BOSS, allow_self_approval=0),
        step("Ct Approved", "Ct Cancel", "Ct Void", BOSS),
    ],
}


def make_workflow():
    for state in STATES:
        if not frappe.db.exists("Workflow State", state):
            frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": state}).insert()
    for action in ACTIONS:
        if not frappe.db.exists("Workflow Action Master", action):
            made = {"doctype": "Workflow Action Master", "workflow_action_name": action}
            frappe.get_doc(made).insert()
    if not frappe.db.exists("Workflow", WORKFLOW["workflow_name"]):
        frappe.get_doc(WORKFLOW).insert()


@pytest.fixture(scope="session")
def records(site):
    """The `Ct …` DocTypes, with a role for each kind of person and one person for each role."""
    frappe.set_user("Administrator")
    for role in (READER, WRITER, BOSS, AUDITOR):
        if not frappe.db.exists("Role", role):
            frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert()
    for definition in DOCTYPES:
        if not frappe.db.exists("DocType", definition["name"]):
            frappe.get_doc(definition).insert()
    for email, role in PEOPLE.items():
        if not frappe.db.exists("User", email):
            person = {"doctype": "User", "email": email, "first_name": email.split("@")[0]}
            roles = [{"role": role}] if role else []
            frappe.get_doc({**person, "send_welcome_email": 0, "roles": roles}).insert()
    make_workflow()
    frappe.db.commit()


@pytest.fixture
def unit(records):
    """Make a unit: `unit("Obras", parent="Alcaldía")`."""

    def make(name, parent=None, **more):
        values = {"unit_name": name, "parent_ct_unit": parent, "is_group": 1, **more}
        return frappe.get_doc({"doctype": "Ct Unit", **values}).insert(ignore_permissions=True)

    return make


@pytest.fixture
def report(records):
    """Make a report, not saved: `report(title="March").insert()`."""

    def make(**values):
        return frappe.get_doc({"doctype": "Ct Report", "title": "March", **values})

    return make


@pytest.fixture
def acting(records):
    """Act as a person: `acting("ana")`."""

    def act(name):
        frappe.set_user(f"ct.{name}@example.com")

    return act


@pytest.fixture
def restrict(records):
    """Restrict a person to a record: `restrict("ana", "Ct Unit", "Obras")`."""

    def make(name, allow, value, **more):
        row = {"user": f"ct.{name}@example.com", "allow": allow, "for_value": value}
        defaults = {"apply_to_all_doctypes": 1}
        permission = {"doctype": "User Permission", **defaults, **row, **more}
        restricted.add(row["user"])
        return frappe.get_doc(permission).insert(ignore_permissions=True)

    restricted = set()
    yield make
    # What is kept of a person's restrictions does not follow a rollback.
    for user in restricted:
        frappe.clear_cache(user=user)
