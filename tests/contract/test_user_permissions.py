"""Contract 4.3: User Permissions."""

import frappe
import pytest

pytestmark = pytest.mark.usefixtures("records")

ANA = "ct.ana@example.com"


@pytest.fixture
def town(unit, report):
    """Obras with Vial below it, Cultura, and a report of each; one report without a unit."""
    unit("Alcaldía")
    for name, parent in (("Obras", "Alcaldía"), ("Vial", "Obras"), ("Cultura", "Alcaldía")):
        unit(name, parent)
    made = {name: report(title=name, unit=name).insert() for name in ("Obras", "Vial", "Cultura")}
    made["none"] = report(title="none").insert()
    return made


def seen(doctype="Ct Report", field="title"):
    return sorted(frappe.get_list(doctype, pluck=field))


def test_without_rows_for_a_doctype_nothing_is_restricted(town, acting):
    acting("ana")
    assert len(seen()) == 4


def test_lists_and_documents_are_limited_to_the_permitted_records_and_blank_links(
    town, restrict, acting
):
    restrict("ana", "Ct Unit", "Cultura")
    acting("ana")
    assert seen() == ["Cultura", "none"]
    assert town["Cultura"].has_permission("read")
    assert town["none"].has_permission("read")
    assert not town["Obras"].has_permission("read")
    with pytest.raises(frappe.PermissionError):
        town["Obras"].check_permission("write")


def test_a_permission_on_a_unit_covers_its_descendants_unless_they_are_hidden(
    town, restrict, acting
):
    restrict("ana", "Ct Unit", "Obras")
    restrict("beto", "Ct Unit", "Obras", hide_descendants=1)
    acting("ana")
    assert seen() == ["Obras", "Vial", "none"]
    acting("beto")
    assert seen() == ["Obras", "none"]


def test_a_node_added_later_is_covered_once_what_is_kept_of_the_person_is_cleared(
    town, unit, restrict, acting
):
    restrict("ana", "Ct Unit", "Obras")
    acting("ana")
    assert "Agua" not in seen("Ct Unit", "name")
    frappe.set_user("Administrator")
    unit("Agua", "Obras")
    frappe.clear_cache(user=ANA)
    acting("ana")
    assert "Agua" in seen("Ct Unit", "name")


def test_the_permitted_tree_node_itself_is_listed(town, restrict, acting):
    restrict("ana", "Ct Unit", "Obras")
    acting("ana")
    assert seen("Ct Unit", "name") == ["Obras", "Vial"]


def test_a_row_for_one_doctype_restricts_only_that_one(town, restrict, acting):
    restrict("ana", "Ct Unit", "Cultura", apply_to_all_doctypes=0, applicable_for="Ct Owned")
    acting("ana")
    assert len(seen()) == 4
    row = {"doctype": "Ct Owned", "title": "x", "unit": "Obras"}
    with pytest.raises(frappe.PermissionError):
        frappe.get_doc(row).insert()


def test_strict_mode_denies_blank_links_in_list_and_document_alike(town, restrict, acting):
    restrict("ana", "Ct Unit", "Cultura")
    frappe.db.set_single_value("System Settings", "apply_strict_user_permissions", 1)
    frappe.clear_cache()
    try:
        acting("ana")
        assert seen() == ["Cultura"]
        assert not town["none"].has_permission("read")
    finally:
        frappe.set_user("Administrator")
        frappe.db.set_single_value("System Settings", "apply_strict_user_permissions", 0)
        frappe.clear_cache()


def test_links_in_rows_are_checked_on_save_but_not_in_lists(town, restrict, acting, report):
    restrict("ana", "Ct Unit", "Cultura")
    doc = report(title="rows", rows=[{"label": "a", "unit": "Obras"}]).insert()
    acting("ana")
    assert "rows" in seen()
    with pytest.raises(frappe.PermissionError):
        frappe.get_doc("Ct Report", doc.name).save()


def test_a_save_looks_at_the_values_in_memory_so_a_foreign_document_can_be_taken_over(
    town, restrict, acting
):
    restrict("ana", "Ct Unit", "Cultura")
    acting("ana")
    doc = frappe.get_doc("Ct Report", town["Obras"].name)
    doc.unit = "Cultura"
    doc.save()
    doc.unit = "Obras"
    with pytest.raises(frappe.PermissionError):
        doc.save()


def test_inserting_for_a_foreign_unit_is_refused(town, restrict, acting, report):
    restrict("ana", "Ct Unit", "Cultura")
    acting("ana")
    with pytest.raises(frappe.PermissionError):
        report(unit="Obras").insert()
    assert report(unit="Cultura").insert().name


def test_adding_and_removing_a_row_counts_at_once(town, restrict, acting):
    row = restrict("ana", "Ct Unit", "Cultura")
    assert not town["Obras"].has_permission("read", user=ANA)
    row.delete()
    assert town["Obras"].has_permission("read", user=ANA)


def test_administrator_is_never_restricted(town):
    assert len(seen()) == 4


def test_without_ignore_user_permissions_on_its_parent_link_the_permitted_node_vanishes(
    town, restrict, acting
):
    parent = {"doc_type": "Ct Unit", "field_name": "parent_ct_unit", "value": "0"}
    prop = {"doctype_or_field": "DocField", "property": "ignore_user_permissions"}
    setter = {"doctype": "Property Setter", "property_type": "Check", **parent, **prop}
    frappe.get_doc(setter).insert()
    frappe.clear_cache(doctype="Ct Unit")
    try:
        restrict("ana", "Ct Unit", "Obras")
        acting("ana")
        assert seen("Ct Unit", "name") == ["Vial"]
    finally:
        frappe.db.rollback()
        frappe.clear_cache(doctype="Ct Unit")
