"""The permissions of a kind of record at the back office: seen, made one's own, given back."""

import frappe
from filling import Filler

PAGE = "/app/desk-paper/view/permissions"


def body(response):
    return response.get_data(as_text=True)


def rows():
    filters = {"parent": "Desk Paper"}
    return frappe.get_all("Custom DocPerm", filters=filters, fields=["name", "role", "export"])


def test_the_rules_of_the_app_become_the_sites_own_and_can_be_given_back(person):
    admin, planner = person("Administrator"), person("planner")
    assert f'href="{PAGE}"' in body(admin.get("/app/desk-paper"))
    assert "Desk Planner" in body(admin.get(PAGE))
    assert admin.post(PAGE, data={"act": "copy"}).status_code == 303
    assert admin.post(PAGE, data={"act": "copy"}).status_code == 303
    frappe.db.rollback()
    assert len(rows()) == 4
    assert planner.get("/app/desk-paper/view/export").status_code == 200
    (own,) = [row for row in rows() if row.role == "Desk Planner"]
    assert f'href="/app/custom-docperm/{own.name}"' in body(admin.get(PAGE))
    assert 'value="Desk Paper"' in body(admin.get("/app/custom-docperm/new?parent=Desk+Paper"))
    doc = frappe.get_doc("Custom DocPerm", own.name)
    doc.export = 0
    doc.save()
    assert planner.get("/app/desk-paper/view/export").status_code == 403
    assert admin.post(PAGE, data={"act": "reset"}).status_code == 303
    frappe.db.rollback()
    assert rows() == []
    assert planner.get("/app/desk-paper/view/export").status_code == 200


def test_rules_are_for_who_may_write_them(person):
    planner = person("planner")
    assert planner.get(PAGE).status_code == 403
    assert planner.post(PAGE, data={"act": "copy"}).status_code == 403
    assert PAGE not in body(planner.get("/app/desk-paper"))
    assert person("Administrator").post(PAGE, data={"act": "other"}).status_code == 404


def test_a_rule_is_deleted_at_its_form_though_it_has_a_field_called_delete(person):
    row = {"doctype": "Custom DocPerm", "parent": "Desk Paper", "role": "Desk Planner", "read": 1}
    name = frappe.get_doc(row).insert().name
    admin = Filler(person("Administrator"))
    assert admin.send(f"/custom-docperm/{name}", _act="delete").status_code == 303, admin.page
    frappe.db.rollback()
    assert rows() == []
