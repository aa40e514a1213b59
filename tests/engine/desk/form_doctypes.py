"""DocTypes with a field of every type, for the tests of the back office's form."""

import frappe

from frappe_embedded.schema import sync_doctype

TYPES = (
    "Data", "Int", "Float", "Currency", "Percent", "Check", "Date", "Datetime", "Time",
    "Small Text", "Text", "Long Text", "Text Editor", "Markdown Editor", "Code", "JSON", "Color",
    "Duration", "Attach", "Attach Image", "Password", "Read Only", "Phone", "Autocomplete",
)  # fmt: skip

ROW = {
    "name": "Ct Form Row",
    "module": "Ct Things",
    "custom": 1,
    "istable": 1,
    "fields": [
        {"fieldname": "label", "fieldtype": "Data", "label": "Label", "reqd": 1},
        {"fieldname": "amount", "fieldtype": "Float", "label": "Amount"},
        {"fieldname": "done", "fieldtype": "Check", "label": "Done"},
        {"fieldname": "target", "fieldtype": "Link", "options": "Ct Form", "label": "Target"},
        {"fieldname": "sum", "fieldtype": "Float", "label": "Sum", "read_only": 1},
        {"fieldname": "paper", "fieldtype": "Attach", "label": "Paper"},
    ],
}
TAG = {
    "name": "Ct Form Tag",
    "module": "Ct Things",
    "custom": 1,
    "istable": 1,
    "fields": [{"fieldname": "role", "fieldtype": "Link", "options": "Role", "label": "Role"}],
}
FORM = {
    "name": "Ct Form",
    "module": "Ct Things",
    "custom": 1,
    "autoname": "field:title",
    "allow_rename": 1,
    "track_changes": 1,
    "title_field": "title",
    "fields": [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1, "unique": 1},
        {"fieldname": "email", "fieldtype": "Data", "options": "Email", "label": "E-mail"},
        {"fieldname": "short", "fieldtype": "Data", "length": 5, "label": "Short"},
        {"fieldname": "size", "fieldtype": "Select", "options": "\nSmall\nLarge", "label": "Size"},
        {"fieldname": "stars", "fieldtype": "Rating", "label": "Stars"},
        {"fieldname": "unsigned", "fieldtype": "Int", "non_negative": 1, "label": "Unsigned"},
        {"fieldname": "once", "fieldtype": "Data", "set_only_once": 1, "label": "Once"},
        {"fieldname": "fixed", "fieldtype": "Data", "read_only": 1, "label": "Fixed"},
        {"fieldname": "unseen", "fieldtype": "Data", "hidden": 1, "label": "Unseen"},
        {"fieldname": "secret", "fieldtype": "Data", "permlevel": 1, "label": "Reserved"},
        {
            "fieldname": "other",
            "fieldtype": "Link",
            "options": "Ct Form",
            "label": "Other",
            "search_index": 1,
        },
        {"fieldname": "kind", "fieldtype": "Link", "options": "DocType", "label": "Kind"},
        {"fieldname": "what", "fieldtype": "Dynamic Link", "options": "kind", "label": "What"},
        {"fieldname": "sb", "fieldtype": "Section Break", "label": "Every type"},
        *(
            {"fieldname": f"a_{one.lower().replace(' ', '_')}", "fieldtype": one, "label": one}
            for one in TYPES
        ),
        {"fieldname": "rows", "fieldtype": "Table", "options": "Ct Form Row", "label": "Rows"},
        {
            "fieldname": "tags",
            "fieldtype": "Table MultiSelect",
            "options": "Ct Form Tag",
            "label": "Tags",
        },
    ],
    "permissions": [
        {"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1},
        {"role": "Ct Clerk", "read": 1, "write": 1, "create": 1},
        {"role": "Ct Chief", "read": 1, "write": 1, "create": 1},
        {"role": "Ct Chief", "permlevel": 1, "read": 1},
        {"role": "Ct Reader", "read": 1},
    ],
}
PAPER = {
    "name": "Ct Paper",
    "module": "Ct Things",
    "custom": 1,
    "is_submittable": 1,
    "autoname": "field:title",
    "fields": [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1},
        {"fieldname": "note", "fieldtype": "Data", "label": "Note", "allow_on_submit": 1},
        {"fieldname": "once_copied", "fieldtype": "Data", "label": "Not copied", "no_copy": 1},
        {"fieldname": "rows", "fieldtype": "Table", "options": "Ct Form Row", "label": "Rows"},
        {
            "fieldname": "amended_from",
            "fieldtype": "Link",
            "options": "Ct Paper",
            "label": "Amended from",
            "read_only": 1,
        },
    ],
    "permissions": [
        {
            "role": "System Manager",
            **dict.fromkeys(("read", "write", "create", "delete"), 1),
            **dict.fromkeys(("submit", "cancel", "amend"), 1),
        }
    ],
}
SETTINGS = {
    "name": "Ct Choices",
    "module": "Ct Things",
    "custom": 1,
    "issingle": 1,
    "fields": [
        {"fieldname": "town", "fieldtype": "Data", "label": "Town"},
        {"fieldname": "days", "fieldtype": "Int", "label": "Days", "default": "3"},
    ],
    "permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1}],
}
PEOPLE = {"clerk": "Ct Clerk", "chief": "Ct Chief", "reader": "Ct Reader"}
PASSWORD = "the-form-of-2026"


def make() -> None:
    """Make the DocTypes and one person for each role, once for the site."""
    if frappe.db.exists("DocType", "Ct Form"):
        return
    for role in PEOPLE.values():
        frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert()
    for definition in (ROW, TAG, FORM, PAPER, SETTINGS):
        sync_doctype(definition)
    for name, role in PEOPLE.items():
        frappe.get_doc(
            {
                "doctype": "User",
                "email": f"{name}@ct.example",
                "first_name": name.title(),
                "send_welcome_email": 0,
                "new_password": PASSWORD,
                "roles": [{"role": role}],
            }
        ).insert()
    frappe.db.commit()
