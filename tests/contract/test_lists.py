"""Contract 3.1 to 3.3 and 3.6: lists and values by filters."""

import datetime

import frappe
import pytest
from frappe.query_builder.functions import Count

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def year(report, unit):
    """Five reports of the same unit, told apart by their titles."""
    unit("Alcaldía")
    unit("Obras", "Alcaldía", acronym="OB")
    unit("Vial", "Obras")
    rows = [{"label": "a", "value": 1}, {"label": "b", "value": 2}]
    report(title="Jan", unit="Obras", kind="Monthly", day="2026-01-31", rows=rows).insert()
    report(title="Feb", unit="Vial", kind="", day="2026-02-28", quantity=0).insert()
    made = report(title="Mar", kind=None, quantity=3, moment="2026-03-31 23:59:59.5").insert()
    made.db_set("kind", None)
    report(title="Ábaco", kind="Yearly", amount=2.5).insert()
    report(title="Año", unit="Alcaldía", quantity=4, day="2026-12-31").insert()


def titles(**kwargs):
    kwargs.setdefault("order_by", "title asc")
    return frappe.get_all("Ct Report", pluck="title", **kwargs)


# Results


def test_a_list_is_of_dicts_with_the_name_by_default(year):
    rows = frappe.get_all("Ct Report")
    assert len(rows) == 5
    assert set(rows[0]) == {"name"}
    assert isinstance(rows, list)
    assert rows[0].missing is None


def test_as_list_is_a_tuple_of_tuples_and_pluck_a_flat_list(year):
    rows = frappe.get_all("Ct Report", fields=["title"], filters={"title": "Jan"}, as_list=True)
    assert rows == (("Jan",),)
    assert titles(filters={"title": "Jan"}) == ["Jan"]


def test_star_gives_all_columns_and_as_renames(year):
    row = frappe.get_all("Ct Report", fields="*", filters={"title": "Jan"})[0]
    assert {"title", "owner", "docstatus"} <= set(row)
    row = frappe.get_all("Ct Report", fields=["title as t"], filters={"title": "Jan"})[0]
    assert row == {"t": "Jan"}


def test_fields_of_a_link_and_of_a_table_are_joined_and_a_table_multiplies_rows(year):
    found = {"title": "Jan"}
    row = frappe.get_all("Ct Report", fields=["unit.acronym"], filters=found)[0]
    assert row == {"acronym": "OB"}
    rows = frappe.get_all("Ct Report", fields=["title", "rows.label"], filters=found)
    assert sorted(row.label for row in rows) == ["a", "b"]


def test_a_list_has_no_limit_unless_given_and_zero_is_none(year):
    assert len(titles()) == len(titles(limit=0)) == 5
    assert len(titles(limit=2)) == 2
    assert titles(limit=2, limit_start=2) == titles()[2:4]


def test_filters_given_where_fields_belong_are_recognised(year):
    assert frappe.get_all("Ct Report", {"title": "Jan"}, pluck="title") == ["Jan"]
    swapped = frappe.get_all("Ct Report", {"title": "Jan"}, ["title", "quantity"])
    assert swapped == [{"title": "Jan", "quantity": 0}]


def test_an_order_without_direction_is_ascending_in_lists_and_descending_in_get_value(year):
    assert titles(order_by="title")[0] == titles(order_by="title asc")[0]
    last = titles(order_by="title desc")[0]
    assert (
        frappe.db.get_value("Ct Report", {"name": ("is", "set")}, "title", order_by="title") == last
    )


def test_without_an_order_the_doctypes_own_holds(records):
    for quantity in (2, 3, 1):
        frappe.get_doc({"doctype": "Ct Counted", "quantity": quantity}).insert()
    assert frappe.get_all("Ct Counted", pluck="quantity") == [1, 2, 3]


def test_distinct_drops_even_an_explicit_order_and_repeats(year):
    rows = frappe.get_all("Ct Report", fields=["docstatus"], distinct=True, order_by="title asc")
    assert rows == [{"docstatus": 0}]


def test_rows_are_grouped_and_counted(year):
    table = frappe.qb.DocType("Ct Report")
    query = frappe.qb.from_(table).select(table.done, Count("*").as_("n")).groupby(table.done)
    assert [(row.done, row.n) for row in query.run(as_dict=True)] == [(1, 5)]


def test_counting_in_the_text_of_a_field_is_the_way_of_v15_only(year):
    try:
        rows = frappe.get_all("Ct Report", fields=["done", "count(name) as c"], group_by="done")
    except frappe.ValidationError:
        return
    assert rows == [{"done": 1, "c": 5}]


def test_a_filter_on_rows_finds_a_parent_once_only_if_told_so(year):
    found = [["Ct Row", "label", "in", ["a", "b"]]]
    assert len(frappe.get_all("Ct Report", filters=found, pluck="name")) == 2
    assert len(frappe.get_all("Ct Report", filters=found, pluck="name", distinct=True)) == 1


def test_an_order_with_semicolon_or_comment_is_refused(year):
    for bad in ("title; drop table x", "title /* x */"):
        with pytest.raises(frappe.ValidationError):
            titles(order_by=bad)


def test_an_unknown_column_raises_a_database_error_1054(year):
    with pytest.raises(frappe.db.OperationalError) as caught:
        frappe.get_all("Ct Report", fields=["nonsense"])
    assert caught.value.args[0] == 1054


def test_an_unknown_doctype_raises_from_lists_and_answers_none_from_exists():
    with pytest.raises(frappe.db.ProgrammingError):
        frappe.get_all("Ct Nothing")
    assert frappe.db.exists("Ct Nothing", "x") is None
    with pytest.raises(frappe.DoesNotExistError):
        frappe.get_meta("Ct Nothing")


def test_get_all_of_rows_needs_no_parent_and_get_list_does(year, acting):
    assert len(frappe.get_all("Ct Row", pluck="label")) == 2
    acting("ana")
    with pytest.raises(frappe.PermissionError):
        frappe.get_list("Ct Row")
    rows = frappe.get_list("Ct Row", parent_doctype="Ct Report", pluck="label")
    assert sorted(rows) == ["a", "b"]


# Filters


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"title": "Jan"}, ["Jan"]),
        ({"quantity": [">", 3]}, ["Año"]),
        ([["title", "=", "Jan"]], ["Jan"]),
        ([["Ct Report", "title", "=", "Jan"]], ["Jan"]),
        ([["Ct Row", "label", "=", "a"]], ["Jan"]),
        ({"title": ["in", "Jan,Feb"]}, ["Feb", "Jan"]),
        ({"title": ["like", "%aba%"]}, ["Ábaco"]),
        ({"title": "abaco"}, ["Ábaco"]),
        ({"title": "ANO "}, ["Año"]),
    ],
)
def test_filters_have_several_shapes_and_compare_without_case_and_accents(year, filters, wanted):
    assert titles(filters=filters) == wanted


def test_or_filters_are_ored_and_then_added_to_the_filters(year):
    either = {"title": "Jan", "quantity": 4}
    assert titles(or_filters=either) == titles(filters={"title": ["in", ["Jan", "Año"]]})
    assert titles(filters={"day": ["<", "2026-06-01"]}, or_filters=either) == ["Jan"]


def test_empty_text_matches_null_and_empty_in_lists_but_only_empty_in_exists(year):
    assert len(titles(filters={"kind": ""})) == len(titles(filters={"kind": None})) == 3
    assert frappe.db.count("Ct Report", {"kind": ""}) == 2


def test_unequal_and_not_in_include_nulls_in_lists_but_not_in_count(year):
    assert "Mar" in titles(filters={"kind": ["!=", "Yearly"]})
    assert "Mar" in titles(filters={"kind": ["not in", ["Yearly"]]})
    assert "Mar" in titles(filters={"kind": ["not like", "%Year%"]})
    assert frappe.db.count("Ct Report", {"kind": ["!=", "Yearly"], "title": "Mar"}) == 0


def test_in_nothing_finds_nothing_and_not_in_nothing_everything(year):
    assert titles(filters={"title": ["in", []]}) == []
    assert len(titles(filters={"title": ["not in", []]})) == 5


def test_none_in_a_list_matches_null(year):
    assert "Mar" in titles(filters={"kind": ["in", ["Yearly", None]]})


def test_before_a_date_includes_null_and_after_excludes_it(year):
    assert "Mar" in titles(filters={"day": ["<", "2026-01-01"]})
    assert "Mar" not in titles(filters={"day": [">", "2026-01-01"]})


def test_is_not_set_matches_zero_and_is_set_does_not(year):
    assert "Feb" in titles(filters={"quantity": ["is", "not set"]})
    assert titles(filters={"quantity": ["is", "set"]}) == titles(filters={"quantity": [">", 0]})


def test_between_dates_on_a_datetime_includes_the_whole_last_day(year):
    assert titles(filters={"moment": ["between", ["2026-03-01", "2026-03-31"]]}) == ["Mar"]


def test_an_unknown_operator_raises_validation_error(year):
    with pytest.raises(frappe.ValidationError):
        titles(filters={"title": ["resembles", "Jan"]})


@pytest.mark.parametrize(
    ("operator", "wanted"),
    [
        ("descendants of", ["Feb", "Jan"]),
        ("descendants of (inclusive)", ["Año", "Feb", "Jan"]),
        ("not descendants of", ["Ábaco", "Año", "Mar"]),
        ("ancestors of", ["Mar", "Ábaco"]),
    ],
)
def test_tree_operators_work_on_a_link_to_a_tree_and_no_nodes_at_all_match_blanks(
    year, operator, wanted
):
    assert sorted(titles(filters={"unit": [operator, "Alcaldía"]})) == sorted(wanted)


def test_tree_operators_work_on_the_trees_own_name(year):
    found = frappe.get_all("Ct Unit", filters={"name": ["ancestors of", "Vial"]}, pluck="name")
    assert sorted(found) == ["Alcaldía", "Obras"]


# Values


def test_get_value_answers_scalar_tuple_or_dict_and_none_without_a_row(year):
    found = {"title": "Jan"}
    assert frappe.db.get_value("Ct Report", found, "title") == "Jan"
    assert frappe.db.get_value("Ct Report", found, ["title", "quantity"]) == ("Jan", 0)
    as_dict = frappe.db.get_value("Ct Report", found, ["title"], as_dict=True)
    assert as_dict == {"title": "Jan"}
    assert frappe.db.get_value("Ct Report", found, "*").title == "Jan"
    for fieldname in ("title", ["title"]):
        assert frappe.db.get_value("Ct Report", "NONE", fieldname) is None
        assert frappe.db.get_value("Ct Report", "NONE", fieldname, as_dict=True) is None


def test_exists_answers_the_name_and_takes_a_doctype_within_the_filters(year):
    name = frappe.db.exists("Ct Report", {"title": "Jan"})
    assert frappe.db.exists("Ct Report", name) == name
    assert frappe.db.exists({"doctype": "Ct Report", "title": "Jan"}) == name
    assert frappe.db.exists("Ct Settings", "Ct Settings")


def test_get_values_answers_every_row(year):
    rows = frappe.db.get_values("Ct Report", {"quantity": [">", 0]}, "title", order_by="title asc")
    assert rows == (("Año",), ("Mar",)) or list(map(tuple, rows)) == [("Año",), ("Mar",)]


def test_numbers_dates_and_times_have_their_types(year):
    row = frappe.db.get_value("Ct Report", {"title": "Jan"}, ["amount", "day", "done", "creation"])
    assert [type(cell) for cell in row] == [float, datetime.date, int, datetime.datetime]


def test_set_value_bumps_modified_unless_told_not_to_and_delete_runs_nothing(year):
    name = frappe.db.get_value("Ct Report", {"title": "Jan"})
    before = frappe.db.get_value("Ct Report", name, "modified")
    frappe.db.set_value("Ct Report", name, "quantity", 9, update_modified=False)
    assert frappe.db.get_value("Ct Report", name, ["quantity", "modified"]) == (9, before)
    frappe.db.set_value("Ct Report", name, {"quantity": 10})
    assert frappe.db.get_value("Ct Report", name, "modified") > before
    frappe.db.delete("Ct Report", {"name": name})
    assert not frappe.db.exists("Ct Report", name)
    assert frappe.db.exists("Ct Row", {"parent": name})
