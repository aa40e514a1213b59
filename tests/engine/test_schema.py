"""Descriptions become tables; what is there is extended, never dropped."""

import pytest

from frappe_embedded import schema
from frappe_embedded.errors import DoesNotExistError, IntegrityError
from frappe_embedded.meta import exists_doctype, get_meta, stored_definition
from frappe_embedded.schema import sync_doctype


def with_fields(*fields, **changes):
    definition = stored_definition("Ct Unit")
    return {**definition, "fields": [*definition["fields"], *fields], **changes}


def index_names(db, table):
    """The names of the indexes of a table, each database's own way to write them taken off."""
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = %s",
        "mariadb": "SELECT index_name FROM information_schema.statistics "
        "WHERE table_schema = database() AND table_name = %s",
    }
    return {name.removeprefix(f"{table} ") for name in db.sql_list(asked[db.db_type], (table,))}


def test_the_core_tables_can_be_made_twice(db):
    before = sorted(db.get_tables(cached=False))
    schema.create_core_tables()
    assert sorted(db.get_tables(cached=False)) == before
    assert {
        "tabDocType",
        "tabSingles",
        "tabSeries",
        "tabDefaultValue",
        "__Auth",
        "tabSessions",
    } <= {*before}


def test_an_unchanged_description_costs_one_statement(db):
    definition = {"name": "Ct Thing", "module": "Core", "fields": []}
    assert sync_doctype(definition) is True
    before = db.statement_count
    assert sync_doctype(definition) is False
    assert db.statement_count == before + 1
    assert sync_doctype(definition, force=True) is True


def test_the_plain_columns_of_a_description_can_be_asked_for(db):
    rows = db.sql("SELECT istable, is_tree, module, custom FROM tabDocType WHERE name = 'Ct Unit'")
    assert rows == ((0, 1, "Core", 1),)
    assert exists_doctype("Ct Unit")
    assert not exists_doctype("Nope")


def test_a_new_field_is_a_new_column_with_its_default(town):
    sync_doctype(with_fields({"fieldname": "open", "fieldtype": "Check", "default": "1"},
                             {"fieldname": "note", "fieldtype": "Text"}))  # fmt: skip
    assert town.get_value("Ct Unit", "Obras", ["open", "note"]) == (1, None)


def test_a_field_that_went_keeps_its_column(town):
    definition = stored_definition("Ct Unit")
    fields = [df for df in definition["fields"] if df["fieldname"] != "budget"]
    sync_doctype({**definition, "fields": fields})
    assert get_meta("Ct Unit").get_field("budget") is None
    assert town.sql("SELECT budget FROM `tabCt Unit` WHERE name = 'Alcaldía'") == ((10.5,),)


def test_another_type_is_another_column_with_the_same_values(town):
    fields = [dict(df) for df in stored_definition("Ct Unit")["fields"]]
    for df in fields:
        if df["fieldname"] == "staff":
            df.update(fieldtype="Data", search_index=1)
        if df["fieldname"] == "title":
            df.update(fieldtype="Select")
    sync_doctype({**stored_definition("Ct Unit"), "fields": fields})
    town.commit()
    assert town.get_value("Ct Unit", "Obras", ["staff", "title"]) == ("0", "Obras")
    assert {"staff", "title"} <= index_names(town, "tabCt Unit")
    assert sync_doctype({**stored_definition("Ct Unit"), "fields": fields}, force=True)
    assert town.get_value("Ct Unit", "Obras", "staff") == "0"


def test_indexes_and_unique_constraints(town):
    assert {"title", "modified"} <= index_names(town, "tabCt Unit")
    assert "parent" in index_names(town, "tabCt Row")
    town.add_index("Ct Unit", ["active", "staff(10)"])
    town.add_index("Ct Unit", ["active", "staff(10)"])
    town.add_unique("Ct Unit", ["acronym", "staff"], "one_each")
    assert {"active_staff_index", "one_each"} <= index_names(town, "tabCt Unit")
    with pytest.raises(IntegrityError):
        town.set_value("Ct Unit", "Obras", {"acronym": "alc", "staff": 3})


def test_names_that_read_alike_are_one_name(town):
    with pytest.raises(IntegrityError):
        town.bulk_insert("Ct Unit", ["name"], [["alcaldia"]])


def test_a_numbered_doctype_has_numbers_for_names(db):
    sync_doctype({"name": "Ct Numbered", "module": "Core", "autoname": "autoincrement"})
    db.bulk_insert("Ct Numbered", ["name"], [[7]])
    assert db.get_value("Ct Numbered", 7, "name") == 7


def test_singles_have_no_table(db):
    assert not db.table_exists("Ct Settings")


def test_a_dropped_doctype_is_gone_with_its_table(town):
    schema.drop_doctype("Ct Unit")
    with pytest.raises(DoesNotExistError):
        get_meta("Ct Unit")
    assert not town.table_exists("Ct Unit")
