"""Contract 3.4 and 3.5: raw SQL, the query builder, transactions."""

import frappe
import pytest
from frappe.database import savepoint
from frappe.query_builder.functions import Count, Sum
from pypika import Order

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def three(report):
    for title, quantity in (("a", 1), ("b", 2), ("c", 3)):
        report(title=title, quantity=quantity, amount=0.5).insert()


def test_places_are_positional_or_named_and_lists_expand(three):
    query = "select title from `tabCt Report` where quantity = %s"
    assert frappe.db.sql(query, (2,)) == (("b",),)
    named = "select title from `tabCt Report` where quantity in %(q)s order by title"
    assert frappe.db.sql(named, {"q": [1, 3]}) == (("a",), ("c",))


def test_as_dict_gives_dicts_and_a_write_an_empty_answer(three):
    rows = frappe.db.sql("select title from `tabCt Report` where quantity = 1", as_dict=True)
    assert rows == [{"title": "a"}]
    assert rows[0].missing is None
    answer = frappe.db.sql("update `tabCt Report` set title = 'z' where quantity = 1")
    assert not answer


def test_percent_signs_are_doubled_only_when_values_are_passed(three):
    assert frappe.db.sql("select count(*) from `tabCt Report` where title like 'a%'") == ((1,),)
    query = "select count(*) from `tabCt Report` where title like 'a%%' and quantity = %s"
    assert frappe.db.sql(query, (1,)) == ((1,),)


def test_sums_are_numbers_and_of_nothing_none(three):
    total, amount = frappe.db.sql("select sum(quantity), sum(amount) from `tabCt Report`")[0]
    assert (total, amount) == (6, 1.5)
    assert frappe.db.sql("select sum(amount) from `tabCt Report` where title = 'no'") == ((None,),)


def test_the_query_builder_selects_groups_and_orders(three):
    table = frappe.qb.DocType("Ct Report")
    rows = (
        frappe.qb.from_(table)
        .select(table.docstatus, Count("*").as_("n"), Sum(table.quantity).as_("total"))
        .groupby(table.docstatus)
        .run(as_dict=True)
    )
    assert [(row.docstatus, row.n, row.total) for row in rows] == [(0, 3, 6)]
    first = frappe.qb.from_(table).select(table.title).orderby(table.title, order=Order.desc)
    assert first.limit(1).run() == (("c",),)


def test_the_query_builder_updates_and_deletes_with_parameters(three):
    table = frappe.qb.DocType("Ct Report")
    frappe.qb.update(table).set(table.title, "it's").where(table.quantity == 1).run()
    assert frappe.db.exists("Ct Report", {"title": "it's"})
    frappe.qb.from_(table).delete().where(table.quantity == 1).run()
    assert frappe.db.count("Ct Report", {"quantity": ("in", [1, 2, 3])}) == 2


def test_get_query_follows_sql_to_the_letter(three):
    query = frappe.qb.get_query("Ct Report", fields=["title"], filters={"quantity": [">", 1]})
    assert sorted(row[0] for row in query.run()) == ["b", "c"]


def test_a_savepoint_undoes_what_came_after_it(report):
    frappe.db.savepoint("here")
    name = report().insert().name
    frappe.db.rollback(save_point="here")
    assert not frappe.db.exists("Ct Report", name)


def test_the_savepoint_block_swallows_the_error_it_catches(report):
    names = []
    with savepoint(catch=frappe.ValidationError):
        names.append(report().insert().name)
        raise frappe.ValidationError
    assert not frappe.db.exists("Ct Report", names[0])


def test_a_rollback_drops_what_waits_for_the_commit_and_runs_what_waits_for_it(report):
    heard = []
    report().insert()
    frappe.db.after_commit.add(lambda: heard.append("commit"))
    frappe.db.after_rollback.add(lambda: heard.append("rollback"))
    frappe.db.rollback()
    frappe.db.commit()
    assert heard == ["rollback"]


def test_after_commit_runs_once(report):
    heard = []
    frappe.db.after_commit.add(lambda: heard.append("commit"))
    frappe.db.commit()
    frappe.db.commit()
    assert heard == ["commit"]


def test_bulk_insert_runs_nothing_and_takes_what_it_is_given(records):
    fields = ["name", "title", "owner", "creation", "modified"]
    stamps = ("Administrator", "2026-01-01 00:00:00", "2026-01-01 00:00:00")
    rows = [(f"BULK-{n}", "", *stamps) for n in range(3)]
    frappe.db.bulk_insert("Ct Report", fields, rows)
    assert frappe.db.count("Ct Report", {"name": ("like", "BULK-%")}) == 3
    frappe.db.bulk_insert("Ct Report", fields, rows, ignore_duplicates=True)
    assert frappe.db.count("Ct Report", {"name": ("like", "BULK-%")}) == 3
