"""SQLite's own: connections to a file, the queue of its writers, transactions it gives up."""

import sqlite3
import threading
import time

import pytest

from frappe_embedded import errors
from frappe_embedded.context import local
from frappe_embedded.database import collation
from frappe_embedded.database.queue import WriterQueue
from frappe_embedded.database.sqlite import SQLite
from frappe_embedded.databases import open_database
from frappe_embedded.meta import exists_doctype, get_meta, stored_definition
from frappe_embedded.query import Query
from frappe_embedded.schema import drop_doctype, sync_doctype


def names(db):
    return set(db.sql_list("SELECT name FROM `tabCt Unit`"))


def add(db, name):
    db.sql("INSERT INTO `tabCt Unit` (name) VALUES (%s)", (name,))


def another():
    """A second connection to the same database."""
    return open_database(local.conf, local.site_path)


def test_connections_are_kept_open_until_their_file_is_replaced(town):
    kept = town.connection
    town.close()
    again = another()
    assert again.connection is kept
    again.close()
    town.forget_connections()
    with pytest.raises(sqlite3.ProgrammingError):
        kept.execute("SELECT 1")


def test_who_waits_too_long_is_told(town):
    town.begin()
    told = []

    def write():
        other = SQLite(town.path, timeout=0.05)
        try:
            other.begin()
        except errors.QueryTimeoutError as error:
            told.append(other.is_timedout(error))

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert told == [True]
    town.rollback()


def test_a_thread_that_waits_for_itself_is_told_at_once(town):
    town.begin()
    started = time.monotonic()
    with pytest.raises(errors.QueryDeadlockError):
        another().begin()
    assert time.monotonic() - started < 1


def test_a_transaction_the_database_undid_is_not_continued(town):
    add(town, "Salud")
    town.connection.execute("ROLLBACK")
    with pytest.raises(errors.OperationalError):
        add(town, "Cultura")
    with pytest.raises(errors.OperationalError):
        town.commit()
    town.rollback()
    assert not {"Salud", "Cultura"} & names(town)
    add(town, "Salud")
    town.commit()
    assert "Salud" in names(town)


def test_the_queue_serves_in_order_of_arrival(tmp_path):
    queue, served = WriterQueue(str(tmp_path / "db")), []
    queue.acquire(1)

    def wait(number):
        queue.acquire(5)
        served.append(number)
        queue.release()

    threads = []
    for number in range(3):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        while len(queue._waiting) <= number:
            time.sleep(0.001)
    queue.release()
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2]


def test_the_whole_schema_of_a_site_is_one_transaction(db):
    sync_doctype({"name": "Ct Thing", "module": "Core", "fields": []})
    db.rollback()
    assert not db.table_exists("Ct Thing")
    assert not exists_doctype("Ct Thing")


def test_a_dropped_table_comes_back_with_a_rollback(town):
    drop_doctype("Ct Unit")
    town.rollback()
    assert town.count("Ct Unit") == 3


def test_another_kind_of_text_is_another_collation(town):
    assert town.columns_of("tabCt Unit")["title"] == "TEXT COLLATE UNICODE_CI"
    fields = [dict(df) for df in stored_definition("Ct Unit")["fields"]]
    fields[0].update(fieldtype="Select")
    sync_doctype({**stored_definition("Ct Unit"), "fields": fields})
    assert town.columns_of("tabCt Unit")["title"] == "TEXT COLLATE NOCASE"


def test_indexes_of_text_are_sorted_anew_after_a_change_of_how_it_compares(town):
    def backwards(left, right):
        return collation.compare(right, left)

    town.connection.create_collation(collation.NAME, backwards)
    town.sort_anew()
    town.connection.create_collation(collation.NAME, collation.compare)
    assert town.sql("PRAGMA integrity_check")[0][0] != "ok"
    town.sort_anew()
    assert town.sql("PRAGMA integrity_check")[0][0] == "ok"
    assert town.exists("Ct Unit", "nuble") == "Ñuble"


def test_a_filter_on_a_link_is_served_by_its_index_and_that_of_names(town):
    town.add_index("Ct Unit", ["parent_ct_unit", "staff"])
    sql, values = Query("Ct Unit", filters={"parent_ct_unit": "ALCALDIA", "staff": 7}).build(
        get_meta, town
    )
    plan = " ".join(step[3] for step in town.sql(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "parent_ct_unit_staff_index (parent_ct_unit=? AND staff=?)" in plan
    assert "tabCt Unit name_meaning (name=?)" in plan
    assert "SCAN tabCt" not in plan
