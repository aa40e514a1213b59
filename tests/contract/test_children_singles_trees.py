"""Contract 1.8: child tables, Singles, trees."""

import datetime

import frappe
import pytest
from frappe.utils.nestedset import (
    NestedSetChildExistsError,
    NestedSetRecursionError,
    get_ancestors_of,
    get_descendants_of,
    get_root_of,
)

pytestmark = pytest.mark.usefixtures("records")


def test_rows_belong_to_parent_parenttype_and_parentfield_and_come_ordered_by_idx(report):
    doc = report(rows=[{"label": "a"}, {"label": "b"}]).insert()
    for row, idx in zip(doc.rows, (2, 1), strict=True):
        frappe.db.set_value("Ct Row", row.name, "idx", idx)
    loaded = frappe.get_doc("Ct Report", doc.name)
    assert [row.label for row in loaded.rows] == ["b", "a"]
    first = loaded.rows[0]
    assert (first.parent, first.parenttype, first.parentfield) == (doc.name, "Ct Report", "rows")


def test_a_single_with_nothing_saved_returns_its_defaults_and_has_its_doctype_as_name():
    doc = frappe.get_single("Ct Settings")
    assert (doc.name, doc.language_name, doc.town) == ("Ct Settings", "Spanish", None)


def test_a_saved_single_comes_back_with_dates_as_text_and_without_a_creation():
    doc = frappe.get_doc("Ct Settings")
    doc.update({"town": "Alausí", "days": 5, "since": "2026-01-05"}).save()
    loaded = frappe.get_doc("Ct Settings")
    assert (loaded.town, loaded.days, loaded.since) == ("Alausí", 5, "2026-01-05")
    assert loaded.creation is None


def test_get_single_value_casts_and_stands_for_what_was_never_set():
    assert frappe.db.get_single_value("Ct Settings", "days", cache=False) == 0
    assert frappe.db.get_single_value("Ct Settings", "town", cache=False) == ""
    never = frappe.db.get_single_value("Ct Settings", "since", cache=False)
    assert never == datetime.date(1, 1, 1)
    frappe.db.set_single_value("Ct Settings", "days", 7)
    assert frappe.db.get_single_value("Ct Settings", "days", cache=False) == 7


def test_a_new_node_is_appended_as_the_last_child(unit):
    unit("Alcaldía")
    unit("Obras", "Alcaldía")
    unit("Cultura", "Alcaldía")
    rows = frappe.get_all(
        "Ct Unit",
        filters={"name": ["in", ["Alcaldía", "Obras", "Cultura"]]},
        fields=["name", "lft", "rgt"],
        order_by="lft asc",
    )
    start = rows[0].lft
    assert [(r.name, r.lft - start, r.rgt - start) for r in rows] == [
        ("Alcaldía", 0, 5),
        ("Obras", 1, 2),
        ("Cultura", 3, 4),
    ]


def test_a_changed_parent_moves_the_whole_subtree(unit):
    for name, parent in (("A", None), ("B", None), ("A1", "A"), ("A11", "A1")):
        unit(name, parent)
    node = frappe.get_doc("Ct Unit", "A1")
    node.parent_ct_unit = "B"
    node.save()
    assert get_descendants_of("Ct Unit", "B") == ["A11", "A1"]
    assert get_descendants_of("Ct Unit", "A") == []


def test_several_roots_are_allowed(unit):
    unit("A")
    unit("B")
    assert frappe.db.count("Ct Unit", {"name": ("in", ["A", "B"])}) == 2


def test_moving_a_node_under_its_own_descendant_raises_nested_set_recursion_error(unit):
    unit("A")
    unit("A1", "A")
    node = frappe.get_doc("Ct Unit", "A")
    node.parent_ct_unit = "A1"
    with pytest.raises(NestedSetRecursionError):
        node.save()


def test_deleting_a_node_with_children_raises_even_with_force(unit):
    unit("A")
    unit("A1", "A")
    unit("A11", "A1")
    for force in (False, True):
        with pytest.raises(NestedSetChildExistsError):
            frappe.delete_doc("Ct Unit", "A1", force=force)


def test_turning_is_group_off_with_children_raises_validation_error(unit):
    unit("A")
    unit("A1", "A")
    node = frappe.get_doc("Ct Unit", "A")
    node.is_group = 0
    with pytest.raises(frappe.ValidationError):
        node.save()


def test_a_child_can_be_added_under_a_leaf_and_the_leaf_stays_no_group(unit):
    unit("A", is_group=0)
    unit("A1", "A")
    assert frappe.db.get_value("Ct Unit", "A", "is_group") == 0
    assert get_descendants_of("Ct Unit", "A") == ["A1"]


def test_descendants_come_last_first_and_ancestors_nearest_first(unit):
    for name, parent in (("A", None), ("A1", "A"), ("A11", "A1"), ("A2", "A")):
        unit(name, parent)
    assert get_descendants_of("Ct Unit", "A") == ["A2", "A11", "A1"]
    assert get_ancestors_of("Ct Unit", "A11") == ["A1", "A"]
    doc = frappe.get_doc("Ct Unit", "A11")
    assert list(doc.get_ancestors()) == ["A1", "A"]
    assert doc.get_parent().name == "A1"
    children = {child.name for child in frappe.get_doc("Ct Unit", "A").get_children()}
    assert children == {"A1", "A2"}


def test_the_root_of_a_tree_is_found(unit):
    for name, parent in (("A", None), ("A1", "A")):
        unit(name, parent)
    assert get_root_of("Ct Unit") == "A"


def test_lft_and_rgt_of_a_loaded_document_go_stale_and_saving_it_keeps_the_tree_whole(unit):
    for name, parent in (("A", None), ("A1", "A"), ("A2", "A")):
        unit(name, parent)
    stale = frappe.get_doc("Ct Unit", "A2")
    unit("A11", "A1")
    stale.reload()
    stale.acronym = "DOS"
    stale.save()
    assert get_descendants_of("Ct Unit", "A") == ["A2", "A11", "A1"]
