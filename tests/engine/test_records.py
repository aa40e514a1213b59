"""`frappe.db` on records: values, existence, counts, writing, singles, defaults."""

import datetime

import pytest

from frappe_embedded import databases, errors, records
from frappe_embedded.context import local
from frappe_embedded.meta import get_meta


def test_values_come_in_the_shape_asked_for(town):
    assert town.get_value("Ct Unit", "Obras", "title") == "Obras"
    assert town.get_value("Ct Unit", "Obras", ["title", "staff"]) == ("Obras", 0)
    assert town.get_value("Ct Unit", "obras", ["title"], as_dict=True) == {"title": "Obras"}
    assert town.get_value("Ct Unit", {"staff": 7}) == "Ñuble"
    assert town.get_value("Ct Unit", "Obras", "*").title == "Obras"
    assert town.get_values("Ct Unit", ["Obras", "Ñuble"], "name", order_by="name asc") == (
        ("Ñuble",),
        ("Obras",),
    )
    assert town.get_values("Ct Unit", {"active": 1}, "name", pluck=True) == ["Ñuble", "Alcaldía"]


@pytest.mark.parametrize("form", [{}, {"as_dict": True}, {"pluck": True}])
def test_a_missing_row_is_none_in_every_form(town, form):
    assert town.get_value("Ct Unit", "nobody", ["title"], **form) is None


def test_the_first_row_is_the_last_modified_and_an_order_descends(town):
    assert town.get_value("Ct Unit", {}, "name") == "Ñuble"
    assert town.get_value("Ct Unit", {}, "name", order_by="staff") == "Ñuble"
    assert town.get_value("Ct Unit", {}, "name", order_by="staff asc") == "Obras"


def test_an_unknown_column_is_an_error_unless_ignored(town):
    with pytest.raises(errors.OperationalError):
        town.get_value("Ct Unit", "Obras", "nope")
    assert town.get_value("Ct Unit", "Obras", "nope", ignore=True) is None


def test_a_value_read_with_cache_is_asked_once_until_something_changes(town):
    town.get_value("Ct Unit", "Obras", "staff", cache=True)
    before = town.statement_count
    assert town.get_value("Ct Unit", "Obras", "staff", cache=True) == 0
    assert town.statement_count == before
    town.set_value("Ct Unit", "Obras", "staff", 5)
    assert town.get_value("Ct Unit", "Obras", "staff", cache=True) == 5


def test_existence(town):
    assert town.exists("Ct Unit", "obras") == "Obras"
    assert town.exists("Ct Unit", {"staff": 7}) == "Ñuble"
    assert town.exists({"doctype": "Ct Unit", "staff": 7}) == "Ñuble"
    assert town.exists("Ct Unit", {"acronym": ""}) == "Obras"
    assert town.exists("Ct Unit", "nobody") is None
    assert town.exists("Ct Unit", "") is None
    assert town.exists("Ct Settings", "anything") == "Ct Settings"
    assert town.exists("Nope", "x") is None
    assert local.message_log == []


def test_counting(town):
    assert town.count("Ct Unit") == 3
    assert town.count("Ct Unit", {"acronym": ["!=", "ALC"]}) == 1


def test_a_written_value_is_stored_by_its_type_and_stamped(town):
    before = town.get_value("Ct Unit", "Obras", "modified")
    town.set_value("Ct Unit", "Obras", {"staff": "7.9", "budget": "1,234.5", "seen": "2026-03-04"})
    row = town.get_value("Ct Unit", "Obras", "*")
    assert (row.staff, row.budget) == (7, 1234.5)
    assert row.seen == datetime.datetime(2026, 3, 4)
    assert row.modified > before
    assert row.modified_by == "planner@example.org"


def test_a_stamp_can_be_left_alone(town):
    before = town.get_value("Ct Unit", "Obras", "modified")
    town.set_value("Ct Unit", {"active": 0}, "staff", 9, update_modified=False)
    assert town.get_value("Ct Unit", "Obras", ["staff", "modified"]) == (9, before)


def test_writing_forgets_the_loaded_document(town):
    local.document_cache[("Ct Unit", "OBRAS")] = local.document_cache[("Ct Unit", "Ñuble")] = (
        object()
    )
    town.set_value("Ct Unit", "Obras", "staff", 1)
    assert list(local.document_cache) == [("Ct Unit", "Ñuble")]
    town.set_value("Ct Unit", {"active": 1}, "staff", 1)
    assert local.document_cache == {}


def test_an_unknown_column_is_not_written(town):
    with pytest.raises(errors.OperationalError):
        town.set_value("Ct Unit", "Obras", "nope", 1)


def test_deleting(town):
    town.delete("Ct Unit", {"active": 0})
    assert town.count("Ct Unit") == 2
    town.truncate("Ct Unit")
    assert town.count("Ct Unit") == 0


def test_rows_inserted_in_bulk_are_stored_by_type_and_may_skip_known_ones(town):
    town.bulk_insert("Ct Unit", ["name", "staff"], [("Obras", 5), ("Salud", "2")], True)
    assert town.get_value("Ct Unit", "Obras", "staff") == 0
    assert town.get_value("Ct Unit", "Salud", ["staff", "budget", "active"]) == (2, 0.0, 1)


def test_a_single_never_saved_answers_by_type(town):
    assert town.get_single_value("Ct Settings", "days") == 0
    assert town.get_single_value("Ct Settings", "town") == ""
    assert town.get_single_value("Ct Settings", "since") == datetime.date(1, 1, 1)
    with pytest.raises(errors.ValidationError):
        town.get_single_value("Ct Settings", "nope")


def test_a_single_keeps_text_and_answers_by_type(town):
    town.set_single_value("Ct Settings", {"days": 5, "since": datetime.date(2026, 1, 2)})
    assert town.get_single_value("Ct Settings", "days") == 5
    assert town.get_single_value("Ct Settings", "since") == datetime.date(2026, 1, 2)
    assert town.get_value("Ct Settings", None, "days") == "5"
    assert town.get_value("Ct Settings", "Ct Settings", ["days", "town"]) == ("5", None)
    assert town.get_value("Ct Settings", None, ["days"], as_dict=True) == {"days": "5"}
    town.set_value("Ct Settings", "Ct Settings", "town", "Alausí")
    assert town.get_singles_dict("Ct Settings", cast=True).town == "Alausí"
    assert town.get_value("Ct Settings", None, "*").days == "5"


def test_a_single_is_read_once_and_again_after_a_change_or_its_rollback(town):
    town.get_single_value("Ct Settings", "days")
    before = town.statement_count
    town.get_single_value("Ct Settings", "town")
    assert town.statement_count == before
    town.set_single_value("Ct Settings", "days", 5)
    assert town.get_single_value("Ct Settings", "days") == 5
    town.rollback()
    assert town.get_single_value("Ct Settings", "days") == 0


def test_system_settings_are_none_before_there_are_any(town):
    assert town.get_system_setting("time_zone") is None
    row = {"doctype": "System Settings", "field": "time_zone", "value": "America/Guayaquil"}
    town.upsert("tabSingles", row, ["doctype", "field"])
    local.db.close()
    records.forget(records.SINGLES)


def test_defaults_are_one_several_or_none(town):
    assert town.get_default("unit") is None
    town.set_default("unit", "Obras", "ana@example.org")
    assert town.get_default("unit", "ana@example.org") == "Obras"
    town.add_default("unit", "Ñuble", "ana@example.org")
    assert town.get_defaults("unit", "ana@example.org") == ["Obras", "Ñuble"]
    town.set_default("unit", None, "ana@example.org")
    assert town.get_defaults(parent="ana@example.org") == {}
    town.set_global("edition", 3)
    assert town.get_global("edition") == "3"
    town.rollback()
    assert town.get_global("edition") is None


def test_tables_and_columns(town):
    assert town.table_exists("Ct Unit")
    assert not town.table_exists("Ct Settings")
    assert town.has_table("tabSeries")
    assert set(town.get_table_columns("Ct Unit")) == set(get_meta("Ct Unit").valid_columns)
    assert town.has_column("Ct Unit", "staff")
    with pytest.raises(errors.ProgrammingError):
        town.get_table_columns("Nope")


def test_a_database_of_another_kind_is_refused_by_name(tmp_path):
    with pytest.raises(errors.NotSupported, match="postgres"):
        databases.open_database({"db_type": "postgres"}, tmp_path)


def test_reading_a_value_by_name_costs_one_statement(town):
    town.get_value("Ct Unit", "Obras", "title")
    before = town.statement_count
    town.get_value("Ct Unit", "Obras", ["title", "staff"])
    assert town.statement_count == before + 1


def test_values_can_be_asked_for_without_naming_the_database(town):
    assert records.get_value("Ct Unit", "Obras", "title") == "Obras"
