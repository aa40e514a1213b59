"""The query builder: values as parameters, rows in every shape, filters as SQL reads them."""

import datetime

import pytest
from pypika.functions import Count, Max, Sum

from frappe_embedded.builder import qb
from frappe_embedded.errors import DataError, OperationalError


@pytest.fixture
def unit(town):
    return qb.DocType("Ct Unit")


def test_values_travel_as_parameters(unit):
    nasty = "50%' or 1=1 --"
    query = qb.from_(unit).select(unit.name).where(unit.title == nasty)
    text, values = query.walk()
    assert values == [nasty]
    assert text.endswith("=%s")
    assert query.run() == ()


def test_rows_come_in_the_shape_asked_for(unit):
    query = qb.from_("Ct Unit").select(unit.name, unit.staff).where(unit.staff > 0)
    query = query.orderby(unit.staff, order=qb.desc)
    assert query.run() == (("Ñuble", 7), ("Alcaldía", 3))
    assert query.run(as_dict=True)[0].staff == 7
    assert query.run(pluck=True) == ["Ñuble", "Alcaldía"]
    assert query.run(as_list=True) == [["Ñuble", 7], ["Alcaldía", 3]]


def test_aggregates_with_groups_and_limits(unit):
    query = (
        qb.from_(unit)
        .select(unit.active, Count("*").as_("n"), Sum(unit.staff).as_("staff"), Max(unit.opened))
        .groupby(unit.active)
        .orderby(unit.active)
    )
    assert query.run() == ((0, 1, 0.0, None), (1, 2, 10.0, datetime.date(2026, 2, 1)))
    assert query.limit(1).run(pluck=True) == [0]


@pytest.mark.parametrize(
    ("pick", "names"),
    [
        (lambda u: u.name.isin(["Obras", "x"]), ["Obras"]),
        (lambda u: u.name.isin([]), []),
        (lambda u: u.name.notin([]), ["Alcaldía", "Obras", "Ñuble"]),
        (lambda u: u.acronym.isnull(), ["Ñuble"]),
        (lambda u: u.title.like("%bra%"), ["Obras"]),
        (lambda u: (u.staff == 3) | (u.staff == 7), ["Alcaldía", "Ñuble"]),
        (lambda u: u.opened == datetime.date(2026, 1, 5), ["Alcaldía"]),
        (lambda u: u.seen == datetime.datetime(2026, 1, 5, 23, 30), ["Alcaldía"]),
        (lambda u: u.budget > 1.5, ["Alcaldía"]),
        (lambda u: u.active == True, ["Alcaldía", "Ñuble"]),  # noqa: E712 - a term, not a bool
        (lambda u: u.staff % 2 == 1, ["Alcaldía", "Ñuble"]),
    ],
)
def test_conditions(unit, pick, names):
    assert sorted(qb.from_(unit).select(unit.name).where(pick(unit)).run(pluck=True)) == names


def test_joins(unit, town):
    town.bulk_insert("Ct Row", ["name", "label", "parent"], [("r", "x", "Obras")])
    row = qb.DocType("Ct Row")
    query = qb.from_(unit).left_join(row).on(row.parent == unit.name)
    query = query.select(unit.name, row.label).where(row.label.isnotnull())
    assert query.run() == (("Obras", "x"),)


def test_rows_are_written(unit, town):
    qb.into(unit).columns("name", "seen", "title").insert(
        "Salud", datetime.datetime(2026, 1, 1), None
    ).run()
    qb.update(unit).set(unit.staff, 4).where(unit.name == "Salud").run()
    assert town.get_value("Ct Unit", "Salud", ["staff", "seen", "title"]) == (
        4,
        datetime.datetime(2026, 1, 1),
        None,
    )
    qb.from_(unit).delete().where(unit.name == "Salud").run()
    assert not town.exists("Ct Unit", "Salud")


def test_for_update_locks(unit, town):
    qb.from_(unit).select(unit.name).for_update().run()
    assert town.in_transaction


def test_a_query_by_filters_follows_sql(unit):
    assert qb.get_query("Ct Unit", filters={"acronym": ["!=", "ALC"]}).run(pluck=True) == ["Obras"]
    query = qb.get_query(
        "Ct Unit",
        fields=["name", "staff as people", Count("*").as_("n")],
        filters=[["staff", "in", [3, 7]], ["name", "descendants of (inclusive)", "Alcaldía"]],
        group_by="name",
        order_by="staff",
        limit=1,
        offset=1,
    )
    assert query.run(as_dict=True) == [{"name": "Alcaldía", "people": 3, "n": 1}]
    (whole,) = qb.get_query("Ct Unit", fields="*", filters="obras").run(as_dict=True)
    assert whole.title == "Obras"
    assert len(qb.get_query("Ct Unit", fields=["active"], distinct=True).run()) == 2
    assert qb.get_query("Ct Unit", filters="Obras").where(unit.staff == 3).run() == ()


def test_a_query_by_filters_takes_no_sql(unit):
    with pytest.raises(DataError):
        qb.get_query("Ct Unit", fields=["sleep(1)"]).run()
    with pytest.raises(OperationalError):
        qb.get_query("Ct Unit", filters={"nope": 1}).run()


def test_a_query_can_be_read_as_text(unit):
    text = str(qb.get_query("Ct Unit", filters={"title": "O'Higgins", "staff": ["in", [1, 2]]}))
    assert "'O''Higgins'" in text
    assert "(1, 2)" in text
