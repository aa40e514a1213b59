"""A little town hall for the tests of the back office: offices in a tree, papers on their way."""

import frappe

from frappe_embedded.passwords import update_password

PASSWORD = "sesame-desk"
OFFICES = (
    ("Town Hall", None),
    ("Works", "Town Hall"),
    ("Roads", "Works"),
    ("Culture", "Town Hall"),
)
PAPERS = (
    # title, office, kind, received, amount, urgent, note
    ("Bridge", "Roads", "Request", "2026-01-05", 1200.5, 1, "=SUM(A1)"),
    ("Library", "Culture", "Complaint", "2026-01-06", 0, 0, "quiet"),
    ("Pavement", "Roads", "Request", "2026-02-01", 80, 0, "ñandú"),
    ("Stage", "Culture", "Request", "2026-02-10", 300, 1, None),
)
FULL = {"read": 1, "write": 1, "create": 1, "delete": 1, "export": 1, "report": 1}
PLANNER = {"read": 1, "write": 1, "create": 1, "export": 1}
OFFICE = {
    "name": "Desk Office",
    "is_tree": 1,
    "autoname": "field:title",
    "fields": [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1, "unique": 1},
    ],
    "permissions": [{"role": "System Manager", **FULL}, {"role": "Desk Planner", **PLANNER}],
}
PAPER = {
    "name": "Desk Paper",
    "autoname": "format:DP-{####}",
    "title_field": "title",
    "search_fields": "note",
    "track_changes": 1,
    "fields": [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1},
        {
            "fieldname": "office", "fieldtype": "Link", "label": "Parent", "options": "Desk Office",
            "in_list_view": 1, "in_standard_filter": 1,
        },
        {
            "fieldname": "kind", "fieldtype": "Select", "label": "Type",
            "options": "Open\nClosed\nRequest\nComplaint", "in_list_view": 1,
            "in_standard_filter": 1,
        },
        {"fieldname": "received", "fieldtype": "Date", "label": "Date", "in_list_view": 1},
        {"fieldname": "amount", "fieldtype": "Float", "label": "Value", "in_list_view": 1},
        {"fieldname": "urgent", "fieldtype": "Check", "label": "Priority", "in_list_view": 1},
        {"fieldname": "note", "fieldtype": "Small Text", "label": "Content"},
        {"fieldname": "secret", "fieldtype": "Data", "label": "Comment", "permlevel": 1},
    ],
    "permissions": [
        {"role": "System Manager", **FULL},
        {"role": "System Manager", "permlevel": 1, "read": 1, "write": 1},
        {"role": "Desk Planner", **PLANNER},
        {"role": "Desk Reader", "read": 1},
    ],
}  # fmt: skip
PEOPLE = {"planner": ["Desk Planner"], "reader": ["Desk Reader"], "visitor": []}


def furnish() -> None:
    """Make roles, kinds of records, people and papers on the open site."""
    for role in ("Desk Planner", "Desk Reader"):
        frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert()
    for definition in (OFFICE, PAPER):
        frappe.get_doc({"doctype": "DocType", "module": "Core", "custom": 1, **definition}).insert()
    for title, parent in OFFICES:
        office = {"doctype": "Desk Office", "title": title, "parent_desk_office": parent}
        frappe.get_doc({**office, "is_group": 1}).insert()
    for row in PAPERS:
        paper(*row)
    for who, roles in PEOPLE.items():
        user = {"doctype": "User", "email": f"{who}@desk.example", "first_name": who.title()}
        user["roles"] = [{"role": role} for role in roles]
        frappe.get_doc({**user, "send_welcome_email": 0}).insert()
        update_password(f"{who}@desk.example", PASSWORD)
    update_password("Administrator", PASSWORD)


def paper(title, office, kind, received, amount=0, urgent=0, note=None):
    """One paper more."""
    values = {"title": title, "office": office, "kind": kind, "received": received}
    values |= {"amount": amount, "urgent": urgent, "note": note, "secret": f"hush {title}"}
    return frappe.get_doc({"doctype": "Desk Paper", **values}).insert()
