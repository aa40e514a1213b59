"""Transactions, their callbacks, their lock, and errors by the numbers MariaDB gives them."""

import datetime
import threading

import pytest

from frappe_embedded import errors
from frappe_embedded.context import local
from frappe_embedded.database.transactions import savepoint
from frappe_embedded.databases import open_database


def names(db):
    return set(db.sql_list("SELECT name FROM `tabCt Unit`"))


def add(db, name):
    db.sql("INSERT INTO `tabCt Unit` (name) VALUES (%s)", (name,))


def another():
    """A second connection to the same database."""
    return open_database(local.conf, local.site_path)


def test_rows_come_in_the_shape_asked_for(town):
    query = "SELECT name, staff FROM `tabCt Unit` WHERE staff > %s ORDER BY staff"
    assert town.sql(query, (0,)) == (("Alcaldía", 3), ("Ñuble", 7))
    assert town.sql(query, 0, as_dict=True)[0].staff == 3
    assert town.sql(query, (0,), as_list=True) == [["Alcaldía", 3], ["Ñuble", 7]]
    assert town.sql(query, (0,), pluck=True) == ["Alcaldía", "Ñuble"]
    assert town.sql(query, (9,)) == ()
    assert [row[0] for row in town.sql(query, (0,), as_iterator=True)] == ["Alcaldía", "Ñuble"]
    assert town.sql(query, (0,), run=False).count("?") == 1


def test_values_come_back_with_their_types(town):
    row = town.sql("SELECT * FROM `tabCt Unit` WHERE name = 'Alcaldía'", as_dict=True)[0]
    assert row.opened == datetime.date(2026, 1, 5)
    assert row.seen == datetime.datetime(2026, 1, 5, 23, 30)
    assert row.hour == datetime.timedelta(hours=8)
    assert (row.budget, type(row.budget)) == (10.5, float)
    assert (row.staff, row.active) == (3, 1)


def test_aggregates_have_mariadbs_types(town):
    row = town.sql("SELECT SUM(staff), MAX(opened), COUNT(*), AVG(lft) FROM `tabCt Unit`")[0]
    assert row == (10.0, datetime.date(2026, 2, 1), 3, pytest.approx(7 / 3, abs=1e-4))
    assert type(row[0]) is float
    assert town.sql("SELECT SUM(staff) FROM `tabCt Unit` WHERE staff > 99") == ((None,),)


def test_a_rollback_undoes_and_a_commit_keeps(town):
    add(town, "Salud")
    town.rollback()
    assert "Salud" not in names(town)
    add(town, "Salud")
    town.commit()
    town.rollback()
    assert "Salud" in names(town)


def test_reading_opens_no_transaction_and_writing_does(town):
    names(town)
    assert not town.in_transaction
    town.get_value("Ct Unit", "Obras", "staff", for_update=True)
    assert town.in_transaction


def test_a_savepoint_returns_to_where_it_was_set(town):
    town.savepoint("before_any_write")
    add(town, "Salud")
    town.savepoint("one")
    add(town, "Cultura")
    town.rollback(save_point="one")
    assert "Salud" in names(town)
    assert "Cultura" not in names(town)
    town.rollback(save_point="before_any_write")
    assert "Salud" not in names(town)
    town.release_savepoint("before_any_write")
    with pytest.raises(errors.OperationalError):
        town.rollback(save_point="before_any_write")


def test_the_savepoint_block_swallows_what_it_was_told_to(town):
    with savepoint(catch=errors.IntegrityError):
        add(town, "Salud")
        add(town, "Obras")
    assert "Salud" not in names(town)
    with pytest.raises(ZeroDivisionError), savepoint(catch=errors.IntegrityError):
        add(town, str(1 / 0))
    with savepoint():
        add(town, "Salud")
    assert "Salud" in names(town)


def test_callbacks_wait_for_the_end_they_were_meant_for(town):
    heard = []
    town.before_commit.add(lambda: heard.append("before commit"))
    town.after_commit.add(lambda: heard.append("after commit"))
    town.after_rollback.add(lambda: heard.append("after rollback"))
    town.commit()
    assert heard == ["before commit", "after commit"]
    town.commit()
    town.rollback()
    assert heard == ["before commit", "after commit"]


def test_a_rollback_drops_what_waited_for_the_commit_and_a_savepoint_does_not(town):
    heard = []
    town.after_commit.add(lambda: heard.append("commit"))
    town.after_rollback.add(lambda: heard.append("rollback"))
    town.savepoint("one")
    town.rollback(save_point="one")
    assert heard == []
    town.rollback()
    town.commit()
    assert heard == ["rollback"]


@pytest.mark.parametrize(
    ("query", "kind", "code"),
    [
        ("SELECT nope FROM `tabCt Unit`", errors.OperationalError, 1054),
        ("SELECT 1 FROM `tabNope`", errors.ProgrammingError, 1146),
        ("SELEC 1", errors.ProgrammingError, 1064),
        ("INSERT INTO `tabCt Unit` (name) VALUES ('OBRAS')", errors.IntegrityError, 1062),
        ("COMMIT", errors.ProgrammingError, 1064),
    ],
)
def test_errors_carry_the_number_mariadb_gives_them(town, query, kind, code):
    with pytest.raises(kind) as caught:
        town.sql(query)
    assert caught.value.code == code


def test_a_duplicate_name_and_a_duplicate_value_are_told_apart(town):
    with pytest.raises(errors.IntegrityError) as caught:
        add(town, "nuble ")
    assert town.is_primary_key_violation(caught.value)
    with pytest.raises(errors.IntegrityError) as caught:
        town.sql("INSERT INTO `tabCt Unit` (name, title) VALUES ('x', 'alcaldia')")
    assert town.is_unique_key_violation(caught.value)
    assert town.duplicate_columns(caught.value) == ["title"]


def test_changing_the_schema_with_writes_pending_is_refused(town):
    add(town, "Salud")
    with pytest.raises(errors.ImplicitCommitError):
        town.sql("CREATE TABLE x (a INT)")
    town.sql_ddl("CREATE TABLE x (a INT)")
    town.rollback()
    assert "Salud" in names(town)


def test_statements_are_counted_and_rows_of_one_statement_are_not(town):
    before = town.statement_count
    town.insert_rows("tabCt Row", ["name", "label"], [[str(n), "x"] for n in range(12)])
    assert town.statement_count == before + 1
    assert town.count("Ct Row") == 12


def test_too_many_writes_stop_the_transaction(town, monkeypatch):
    monkeypatch.setattr("frappe_embedded.database.base.MAX_WRITES_PER_TRANSACTION", 2)
    add(town, "one")
    add(town, "two")
    with pytest.raises(errors.TooManyWritesError):
        add(town, "three")
    town.rollback()
    town.auto_commit_on_many_writes = True
    for name in ("one", "two", "three", "four"):
        add(town, name)
    town.rollback()
    assert {"one", "two"} <= names(town)


def test_functions_of_mariadb_work(town):
    assert town.sql(
        "SELECT CONCAT('a', 1), CONCAT_WS('-', 'a', NULL, 'b'), YEAR('2026-03-04'), "
        "MONTH('2026-03-04'), IF(1, 'y', 'n'), FIELD('b', 'a', 'b'), LOCATE('Ñ', 'niño'), "
        "LOCATE('E', 'piel'), "
        "DATE_FORMAT('2026-03-04', '%Y/%m'), GREATEST(1, 3), LEAST(1, NULL)"
    ) == (("a1", "a-b", 2026, 3, "y", 2, 3, 3, "2026/03", 3, None),)


def test_literals_are_quoted_whatever_they_hold(town):
    nasty = "x'; DROP TABLE `tabCt Unit`; --%s"
    assert town.sql(f"SELECT {town.escape(nasty, percent=False)}") == ((nasty,),)
    assert town.escape("50%") == "'50%%'"


def test_what_is_not_committed_when_the_connection_closes_is_gone(town):
    add(town, "Salud")
    town.close()
    assert "Salud" not in names(town)


def test_writers_wait_for_each_other_and_lose_nothing(town):
    conf, site_path = local.conf, local.site_path

    def write(worker):
        mine = open_database(conf, site_path)
        for _turn in range(20):
            mine.begin()
            mine.next_number("shared")
            mine.commit()
        mine.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert town.sql("SELECT current FROM tabSeries WHERE name = 'shared'") == ((80,),)


def test_a_reader_sees_only_what_was_committed(town):
    add(town, "Salud")
    reader = another()
    assert "Salud" not in names(reader)
    town.commit()
    assert "Salud" in names(reader)
    reader.close()
