"""MariaDB's own: rows locked by one writer, a server that goes and comes back, what it declares."""

import signal
import threading

import frappe
import pytest
from services.mariadb import MariaDB

from frappe_embedded import errors
from frappe_embedded.context import local
from frappe_embedded.databases import open_database
from frappe_embedded.install import new_site
from frappe_embedded.meta import stored_definition
from frappe_embedded.schema import sync_doctype
from frappe_embedded.testing import make_site


def another():
    """A second connection to the same database."""
    return open_database(local.conf, local.site_path)


def staff(db, name, value):
    db.sql("UPDATE `tabCt Unit` SET staff = %s WHERE name = %s", (value, name))


def test_a_locked_row_keeps_others_from_writing_it_and_only_it(town):
    other = another()
    other.sql("SET SESSION innodb_lock_wait_timeout = 1")
    other.commit()
    town.get_value("Ct Unit", "Obras", "staff", for_update=True)
    staff(other, "Ñuble", 9)
    with pytest.raises(errors.QueryTimeoutError) as told:
        staff(other, "Obras", 9)
    assert other.is_timedout(told.value)
    other.commit()
    town.rollback()
    assert town.get_value("Ct Unit", "Ñuble", "staff") == 9
    other.close()


def test_of_two_who_wait_for_each_other_one_is_told_and_its_work_undone(town):
    other, told = another(), []
    staff(town, "Obras", 1)
    staff(other, "Ñuble", 1)

    def cross():
        try:
            staff(other, "Obras", 2)
        except errors.QueryDeadlockError as error:
            told.append((other, error))

    thread = threading.Thread(target=cross)
    thread.start()
    try:
        staff(town, "Ñuble", 2)
    except errors.QueryDeadlockError as error:
        told.append((town, error))
    thread.join()
    [(loser, error)] = told
    assert loser.is_deadlocked(error)
    with pytest.raises(errors.OperationalError):
        loser.commit()
    loser.rollback()
    (town if loser is other else other).commit()
    assert {town.get_value("Ct Unit", name, "staff") for name in ("Obras", "Ñuble")} in (
        {1, 2},
        {2},
    )
    other.close()


def test_a_transaction_reads_one_moment_and_locks_the_present(town):
    other = another()
    staff(town, "Alcaldía", 5)
    assert town.get_value("Ct Unit", "Obras", "staff") == 0
    staff(other, "Obras", 8)
    other.commit()
    assert town.get_value("Ct Unit", "Obras", "staff") == 0
    assert town.get_value("Ct Unit", "Obras", "staff", for_update=True) == 8
    other.close()


def test_names_links_and_prose_compare_alike(town):
    assert town.get_value("Ct Unit", {"title": "alcaldia "}) == "Alcaldía"
    assert town.get_all(
        "Ct Unit", {"parent_ct_unit": "ALCALDIA"}, pluck="name", order_by="name"
    ) == [
        "Ñuble",
        "Obras",
    ]


def test_columns_are_as_frappe_declares_them_and_only_widen(town):
    declared = town.columns_of("tabCt Unit")
    assert {declared[name] for name in ("name", "title", "parent_ct_unit")} == {"varchar(140)"}
    assert (declared["budget"], declared["seen"]) == ("decimal(21,9)", "datetime(6)")
    for length, wanted in ((200, "varchar(200)"), (20, "varchar(200)"), (1000, "varchar(1000)")):
        fields = [dict(df) for df in stored_definition("Ct Unit")["fields"]]
        fields[2].update(length=length, search_index=1)
        sync_doctype({**stored_definition("Ct Unit"), "fields": fields})
        assert town.columns_of("tabCt Unit")["acronym"] == wanted
    fields[2].update(fieldtype="Small Text", length=0)
    sync_doctype({**stored_definition("Ct Unit"), "fields": fields})
    assert town.columns_of("tabCt Unit")["acronym"] == "longtext"
    assert town.get_value("Ct Unit", "Alcaldía", "acronym") == "ALC"


def test_a_literal_is_quoted_with_its_backslashes(town):
    nasty = "\\' OR 1=1 -- ?"
    assert town.sql(f"SELECT {town.escape(nasty, percent=False)}, %s", (nasty,)) == (
        (nasty, nasty),
    )


def test_a_site_survives_its_server_going_and_coming_back(apart_from, tmp_path):
    with MariaDB() as server:
        make_site(tmp_path, "gone.site", config=server.config)
        frappe.db.set_default("mark", "kept")
        frappe.db.commit()
        frappe.db.set_default("mark", "pending")
        server.stop(signal.SIGKILL)
        with pytest.raises(errors.OperationalError):
            frappe.db.commit()
        frappe.db.rollback()
        with pytest.raises(errors.DatabaseGoneError):
            frappe.db.sql("SELECT 1")
        server.start()
        frappe.clear_cache()
        assert frappe.db.get_default("mark") == "kept"
        frappe.db.set_default("mark", "new")
        frappe.db.commit()
        server.stop()
        server.start()
        frappe.db.set_default("mark", "newer")
        frappe.db.commit()
        frappe.destroy()


def test_tables_of_another_are_not_replaced_without_force(apart_from, tmp_path):
    make_site(tmp_path, "one.site")
    taken = {key: frappe.conf[key] for key in ("db_name", "db_password")}
    with pytest.raises(errors.ValidationError, match="has tables already"):
        new_site("two.site", tmp_path, config=taken)
    frappe.init("one.site", tmp_path)
    frappe.connect()
    assert frappe.db.exists("User", "Guest")
