"""A description becomes Meta and Field; customisations lie over it; classes are found."""

import sys
import types

import pytest

from frappe_embedded import hooks, meta
from frappe_embedded.cache import memory
from frappe_embedded.errors import DoesNotExistError
from frappe_embedded.meta import Meta, get_controller, get_meta
from frappe_embedded.schema import sync_doctype


def test_what_a_description_does_not_say_is_none(db):
    unit = get_meta("Ct Unit")
    assert (unit.is_tree, unit.istable, unit.anything) == (1, None, None)
    assert unit.get_field("title").reqd is None
    assert unit.get_field("nope") is None


def test_a_doctype_the_site_lacks_does_not_exist(db):
    with pytest.raises(DoesNotExistError):
        get_meta("Nope")


def test_fields_come_in_the_order_the_description_gives(db):
    fields = [{"fieldname": "b", "fieldtype": "Data"}, {"fieldname": "a", "fieldtype": "Data"}]
    made = Meta({"name": "X", "fields": fields, "field_order": ["a", "b"]})
    assert [df.fieldname for df in made.fields] == ["a", "b"]


def test_columns_are_the_standard_ones_and_the_fields_that_store(db):
    unit, row = get_meta("Ct Unit"), get_meta("Ct Row")
    assert unit.valid_columns[:4] == ("name", "owner", "creation", "modified")
    assert "_comments" in unit.valid_columns
    assert "parent" not in unit.valid_columns
    assert {"parent", "parenttype", "parentfield"} <= set(row.valid_columns)
    assert "rows" not in unit.valid_columns
    assert unit.child_doctypes == {"rows": "Ct Row"}


def test_fields_are_found_by_what_they_are(db):
    unit = get_meta("Ct Unit")
    assert [df.fieldname for df in unit.get_link_fields()] == ["parent_ct_unit"]
    assert [df.fieldname for df in unit.get("fields", {"fieldtype": ["in", ["Int", "Check"]]})] == [
        "staff",
        "active",
        "lft",
        "rgt",
    ]
    assert unit.fieldtype("staff") == "Int"
    assert unit.fieldtype("modified") == "Datetime"
    assert unit.fieldtype("rows") is None
    assert (unit.get_label("title"), unit.get_label("modified")) == ("Title", "Last Updated On")
    assert unit.get_label("parent_ct_unit") == "Parent Ct Unit"
    assert unit.is_nested_set()
    assert unit.get_title_field() == "title"


def test_fetched_fields_are_known_by_their_link():
    fields = [
        {"fieldname": "unit", "fieldtype": "Link", "options": "Ct Unit"},
        {"fieldname": "unit_title", "fieldtype": "Data", "fetch_from": "unit.title"},
    ]
    made = Meta({"name": "X", "fields": fields})
    assert made.fields_to_fetch == {"unit": (made.get_field("unit_title"),)}


@pytest.mark.parametrize(
    ("settings", "order"),
    [
        ({}, "modified desc"),
        ({"sort_field": "title", "sort_order": "ASC"}, "title asc"),
        ({"sort_field": "title asc, name desc"}, "title asc, name desc"),
    ],
)
def test_the_order_of_lists(settings, order):
    assert Meta({"name": "X", **settings}).default_order == order


def test_metadata_is_read_once_and_again_after_a_change(db):
    get_meta("Ct Unit")
    before = db.statement_count
    first = get_meta("Ct Unit")
    assert db.statement_count == before
    definition = {**meta.stored_definition("Ct Unit"), "title_field": "acronym"}
    sync_doctype(definition)
    assert get_meta("Ct Unit") is not first
    assert get_meta("Ct Unit").title_field == "acronym"


def test_a_rollback_brings_the_old_description_back(db):
    sync_doctype({**meta.stored_definition("Ct Unit"), "title_field": "acronym"})
    assert get_meta("Ct Unit").title_field == "acronym"
    db.rollback()
    assert get_meta("Ct Unit").title_field is None


def overlay(db, doctype, fields, rows):
    columns = [{"fieldname": name, "fieldtype": "Data"} for name in fields]
    sync_doctype({"name": doctype, "module": "Core", "fields": columns})
    for number, row in enumerate(rows):
        names = ["name", *row]
        db.bulk_insert(doctype, names, [[str(number), *row.values()]])
    meta.clear_meta_cache()


def test_custom_fields_go_where_they_say(db):
    fields = ["dt", "fieldname", "fieldtype", "label", "insert_after"]
    row = {"dt": "Ct Unit", "fieldname": "phone", "fieldtype": "Data", "insert_after": "title"}
    overlay(db, "Custom Field", fields, [row])
    unit = get_meta("Ct Unit")
    assert [df.fieldname for df in unit.fields][:2] == ["title", "phone"]
    assert unit.get_field("phone").is_custom_field == 1
    assert unit.get_field("phone").insert_after == "title"


def test_property_setters_change_field_and_doctype(db):
    fields = ["doc_type", "doctype_or_field", "field_name", "property", "property_type", "value"]
    rows = [
        ("Ct Unit", "DocField", "title", "reqd", "Check", "1"),
        ("Ct Unit", "DocType", None, "sort_order", "Data", "asc"),
        ("Ct Row", "DocField", "label", "reqd", "Check", "1"),
    ]
    overlay(db, "Property Setter", fields, [dict(zip(fields, row, strict=True)) for row in rows])
    unit = get_meta("Ct Unit")
    assert unit.get_field("title").reqd == 1
    assert unit.get_field("acronym").reqd is None
    assert unit.sort_order == "asc"


def test_custom_permissions_replace_the_files_wholesale(db):
    sync_doctype({**meta.stored_definition("Ct Unit"), "permissions": [{"role": "All", "read": 1}]})
    assert [rule.role for rule in get_meta("Ct Unit").permissions] == ["All"]
    overlay(db, "Custom DocPerm", ["parent", "role"], [{"parent": "Ct Unit", "role": "Planner"}])
    assert [rule.role for rule in get_meta("Ct Unit").permissions] == ["Planner"]


@pytest.fixture
def bases(monkeypatch):
    """Stand-ins for the classes of the layer of documents."""

    class Base:
        pass

    class Tree(Base):
        pass

    found = {"BaseDocument": Base, "Document": Base, "NestedSet": Tree}
    monkeypatch.setattr(meta, "base_classes", found)
    return found


def test_custom_doctypes_have_the_plain_classes(db, bases):
    assert get_controller("Ct Row") is bases["Document"]
    assert get_controller("Ct Unit") is bases["NestedSet"]


def standard(db, monkeypatch, content):
    """A standard DocType of an app with the given controller module."""
    sync_doctype({"name": "Ct Own Thing", "module": "Ct Parts"})
    monkeypatch.setattr(hooks, "get_module_app", lambda module: "ct_app")
    monkeypatch.setattr(hooks, "get_installed_apps", lambda: ["frappe", "ct_app"])
    path = "ct_app.ct_parts.doctype.ct_own_thing.ct_own_thing"
    made = types.ModuleType(path)
    made.__dict__.update(content)
    monkeypatch.setitem(sys.modules, path, made)
    made_hooks = types.ModuleType("ct_app.hooks")
    monkeypatch.setitem(sys.modules, "ct_app", types.ModuleType("ct_app"))
    monkeypatch.setitem(sys.modules, "ct_app.hooks", made_hooks)
    monkeypatch.setitem(sys.modules, "frappe_embedded.app_hooks", types.ModuleType("app_hooks"))
    return made_hooks


def test_a_standard_doctype_has_the_class_of_its_module(db, bases, monkeypatch):
    own = type("CtOwnThing", (bases["Document"],), {})
    standard(db, monkeypatch, {"CtOwnThing": own})
    assert get_controller("Ct Own Thing") is own
    assert get_controller("Ct Own Thing") is memory(meta.CONTROLLERS)["Ct Own Thing"]


def test_the_last_app_overrides_the_class(db, bases, monkeypatch):
    other = type("Other", (bases["Document"],), {})
    made_hooks = standard(db, monkeypatch, {"CtOwnThing": bases["Document"], "Other": other})
    path = "ct_app.ct_parts.doctype.ct_own_thing.ct_own_thing.Other"
    made_hooks.override_doctype_class = {"Ct Own Thing": path}
    assert get_controller("Ct Own Thing") is other


@pytest.mark.parametrize("content", [{}, {"CtOwnThing": object}, {"CtOwnThing": 5}])
def test_a_missing_or_strange_class_is_an_import_error(db, bases, monkeypatch, content):
    standard(db, monkeypatch, content)
    with pytest.raises(ImportError):
        get_controller("Ct Own Thing")


def test_a_module_no_app_has_is_an_import_error(db, bases):
    sync_doctype({"name": "Ct Orphan", "module": "Gone"})
    with pytest.raises(ImportError, match="Gone"):
        get_controller("Ct Orphan")
