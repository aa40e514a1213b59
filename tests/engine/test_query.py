"""Filters, fields and order become SQL, in both readings of empty values, and nothing else does."""

import datetime

import pytest

from frappe_embedded.errors import DataError, OperationalError, ValidationError
from frappe_embedded.meta import get_meta
from frappe_embedded.query import Query, split_commas, where


def found(db, filters=None, **kwargs):
    query = Query("Ct Unit", ["name"], filters, order_by="name asc", **kwargs)
    return db.sql(*query.build(get_meta, db), pluck=True)


EVERY = ["Alcaldía", "Ñuble", "Obras"]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"acronym": ""}, ["Ñuble", "Obras"]),
        ({"acronym": None}, ["Ñuble", "Obras"]),
        ({"acronym": ["!=", "ALC"]}, ["Ñuble", "Obras"]),
        ({"acronym": ["!=", ""]}, ["Alcaldía"]),
        ({"acronym": ["not in", ["ALC"]]}, ["Ñuble", "Obras"]),
        ({"acronym": ["in", ["ALC", None]]}, EVERY),
        ({"acronym": ["not like", "A%"]}, ["Ñuble", "Obras"]),
        ({"acronym": ["is", "set"]}, ["Alcaldía"]),
        ({"acronym": ["is", "not set"]}, ["Ñuble", "Obras"]),
        ({"staff": ["is", "not set"]}, ["Obras"]),
        ({"opened": ["<", "2026-01-31"]}, ["Alcaldía", "Obras"]),
        ({"opened": [">", "2025-01-01"]}, ["Alcaldía", "Ñuble"]),
        ({"opened": ["is", "not set"]}, ["Obras"]),
    ],
)
def test_lists_read_null_and_empty_as_the_same(town, filters, names):
    assert found(town, filters) == names


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"acronym": ""}, ["Obras"]),
        ({"acronym": None}, ["Ñuble"]),
        ({"acronym": ["!=", "ALC"]}, ["Obras"]),
        ({"acronym": ["!=", None]}, ["Alcaldía", "Obras"]),
        ({"acronym": ["not in", ["ALC"]]}, ["Obras"]),
        ({"acronym": ["is", "set"]}, ["Alcaldía", "Obras"]),
        ({"opened": ["<", "2026-01-31"]}, ["Alcaldía"]),
    ],
)
def test_single_values_follow_sql(town, filters, names):
    assert found(town, filters, lenient=False) == names


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (None, EVERY),
        ("obras", ["Obras"]),
        ("nuble", ["Ñuble"]),
        (["Obras", "ALCALDIA "], ["Alcaldía", "Obras"]),
        ([["staff", ">", 3]], ["Ñuble"]),
        ([["Ct Unit", "staff", "<=", 3, False]], ["Alcaldía", "Obras"]),
        ([{"staff": 3}, ["active", 1]], ["Alcaldía"]),
        ([["`tabCt Unit`.`staff`", "=", "7"]], ["Ñuble"]),
        ({"title": "alcaldia"}, ["Alcaldía"]),
        ({"title": ["like", "%BRA%"]}, ["Obras"]),
        ({"name": ["in", "Obras, Alcaldía"]}, ["Alcaldía", "Obras"]),
        ({"name": ["in", []]}, []),
        ({"name": ["not in", []]}, EVERY),
        ({"active": True}, ["Alcaldía", "Ñuble"]),
        ({"opened": ["between", ["2026-01-05", "2026-01-31"]]}, ["Alcaldía"]),
        ({"seen": ["between", ["2026-01-05", "2026-01-05"]]}, ["Alcaldía"]),
        ({"seen": ["<=", datetime.date(2026, 1, 6)]}, EVERY),
        ({"seen": "2026-01-05 23:30:00"}, ["Alcaldía"]),
        ({"name": ["descendants of", "Alcaldía"]}, ["Ñuble", "Obras"]),
        ({"name": ["descendants of (inclusive)", "Ñuble"]}, ["Ñuble"]),
        ({"name": ["not descendants of", "Alcaldía"]}, ["Alcaldía"]),
        ({"name": ["ancestors of", "Obras"]}, ["Alcaldía"]),
        ({"name": ["not ancestors of", "Obras"]}, ["Ñuble", "Obras"]),
        ({"parent_ct_unit": ["descendants of (inclusive)", "Alcaldía"]}, ["Ñuble", "Obras"]),
    ],
)
def test_filters_of_every_shape(town, filters, names):
    assert found(town, filters) == names


def test_or_filters_are_one_condition_more(town):
    either = {"staff": 7, "title": "obras"}
    assert found(town, or_filters=either) == ["Ñuble", "Obras"]
    assert found(town, {"active": 1}, or_filters=either) == ["Ñuble"]


def test_periods_of_time_are_counted_from_today(town):
    today = datetime.date.today()
    town.set_value("Ct Unit", "Obras", "opened", today)
    assert "Obras" in found(town, {"opened": ["timespan", "this year"]})
    assert "Obras" not in found(town, {"opened": ["timespan", "last year"]})
    assert "Obras" not in found(town, {"opened": ["previous", "6 months"]})
    with pytest.raises(ValidationError):
        found(town, {"opened": ["timespan", "some day"]})


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        ({"staff": ["about", 3]}, ValidationError),
        ({"staff": [3]}, ValidationError),
        ([["staff"]], ValidationError),
        ({"staff": ["between", [1]]}, ValidationError),
        ({"staff": ["is", "odd"]}, ValidationError),
        ({"title": ["descendants of", "x"]}, ValidationError),
        ({"parent_ct_unit.staff": 1}, DataError),
        ({"name; drop": 1}, DataError),
        ({"nope": 1}, OperationalError),
        ([["Ct Settings", "town", "=", "x"]], OperationalError),
    ],
)
def test_filters_that_cannot_be_read_are_refused(town, filters, error):
    with pytest.raises(error):
        found(town, filters)


def rows(db, fields, **kwargs):
    query = Query("Ct Unit", fields, **kwargs)
    return db.sql(*query.build(get_meta, db), as_dict=True)


def test_fields_may_be_renamed_linked_and_counted(town):
    got = rows(town, ["name as unit", "parent_ct_unit.staff", "parent_ct_unit.title as above"],
               filters="Obras")  # fmt: skip
    assert got == [{"unit": "Obras", "staff": 3, "above": "Alcaldía"}]
    got = rows(town, ["active", "count(name) as c", "sum(staff)"], group_by="active",
               order_by="active asc")  # fmt: skip
    assert got == [
        {"active": 0, "c": 1, "sum(staff)": 0.0},
        {"active": 1, "c": 2, "sum(staff)": 10.0},
    ]
    assert rows(town, [{"COUNT": "name", "as": "c"}]) == [{"c": 3}]
    assert rows(town, "name, staff", filters="Obras") == [{"name": "Obras", "staff": 0}]
    assert set(rows(town, "*", filters="Obras")[0]) == set(get_meta("Ct Unit").valid_columns)


def test_a_field_of_a_table_gives_one_row_for_each_child(town):
    columns = ["name", "label", "parent", "parenttype", "parentfield"]
    town.bulk_insert("Ct Row", columns, [(n, n, "Obras", "Ct Unit", "rows") for n in "ab"])
    assert len(rows(town, ["name", "rows.label"], filters="Obras")) == 2
    assert found(town, [["Ct Row", "label", "=", "a"]]) == ["Obras"]
    others = [["Ct Row", "label", "!=", "x"]]
    assert len(rows(town, ["name"], filters=others)) == 4
    assert len(rows(town, ["name"], filters=others, distinct=True)) == 3


@pytest.mark.parametrize(
    ("order_by", "names"),
    [
        ("title", EVERY),
        ("title desc", EVERY[::-1]),
        ("`tabCt Unit`.staff desc, name asc", ["Ñuble", "Alcaldía", "Obras"]),
        ("field(name, 'Obras') desc, name asc", ["Obras", "Alcaldía", "Ñuble"]),
        ("KEEP_DEFAULT_ORDERING", ["Ñuble", "Alcaldía", "Obras"]),
    ],
)
def test_order(town, order_by, names):
    assert [row.name for row in rows(town, ["name"], order_by=order_by)] == names


def test_an_order_may_name_an_alias(town):
    got = rows(town, ["active", "count(name) as c"], group_by="active", order_by="c desc")
    assert [row.c for row in got] == [2, 1]


def test_limit_and_start(town):
    assert [r.name for r in rows(town, ["name"], order_by="name asc", limit=1, start=1)] == [
        "Ñuble"
    ]
    assert len(rows(town, ["name"], limit=0)) == 3
    assert len(rows(town, ["name"], start=1)) == 2


def test_a_lone_aggregate_and_distinct_rows_have_no_order(town):
    for query in (Query("Ct Unit", ["count(name) as c"]), Query("Ct Unit", distinct=True)):
        assert "ORDER BY" not in query.build(get_meta, town)[0]


def test_conditions_of_others_are_added_as_they_are(town):
    assert found(town, conditions=["`tabCt Unit`.title like 'o%'"]) == ["Obras"]
    assert found(town, {"active": 0}, conditions=["title like 'o%'", ""]) == ["Obras"]
    assert found(town, conditions=[("staff = %s or staff = %s", [3, 7])]) == ["Alcaldía", "Ñuble"]


@pytest.mark.parametrize(
    "field",
    [
        "name; drop table x",
        "name -- x",
        "name /* x */",
        "(select 1)",
        "sleep(1)",
        "load_extension('x')",
        "name union select 1",
    ],
)
def test_sql_in_fields_and_order_does_not_get_through(town, field):
    for query in (Query("Ct Unit", [field]), Query("Ct Unit", order_by=field)):
        with pytest.raises((DataError, OperationalError)):
            town.sql(*query.build(get_meta, town))


def test_percent_signs_survive_with_and_without_values(town):
    got = rows(town, ["concat(name, '%') as c"], filters="Obras")
    assert got == [{"c": "Obras%"}]
    assert rows(town, ["concat('%', '%s') as c"], limit=1) == [{"c": "%%s"}]


def test_conditions_of_a_change_take_columns_of_the_doctype_only(town):
    assert where("Ct Unit", None, get_meta, town) == ("", [])
    assert where("Ct Unit", {"staff": 3}, get_meta, town) == (" WHERE `staff` = %s", [3])
    with pytest.raises(OperationalError):
        where("Ct Unit", [["Ct Row", "label", "=", "x"]], get_meta, town)


def test_commas_within_brackets_do_not_part():
    assert split_commas("a, f(b, c) as d,e") == ["a", "f(b, c) as d", "e"]
