"""What one process changes, another of the same site knows by its next request."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import frappe
import pytest

from frappe_embedded import cache, changes
from frappe_embedded.context import local
from frappe_embedded.site import open_site

OTHER = Path(__file__).with_name("other_process.py")
PERSON = "changing@example.org"


@pytest.fixture
def other(ct, ct_sites):
    """Asks another process of the site: `other("frappe.get_roles(...)")`."""
    environment = {**os.environ, "PYTHONPATH": str(OTHER.parent / "apps")}
    process = subprocess.Popen(
        [sys.executable, str(OTHER), ct, str(ct_sites)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip

    def ask(expression):
        process.stdin.write(expression + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield ask
    process.stdin.close()
    assert process.wait(20) == 0
    process.stdout.close()


@pytest.fixture
def person(ct):
    """Somebody with a role, committed."""
    row = {"doctype": "User", "email": PERSON, "first_name": "Ana"}
    user = frappe.get_doc(row | {"roles": [{"role": "System Manager"}]}).insert()
    frappe.db.commit()
    yield user
    frappe.db.rollback()
    frappe.delete_doc("User", PERSON, force=True)
    frappe.db.commit()


def test_a_role_taken_away_is_gone_in_the_other_process_with_the_commit(person, other):
    [role] = [row.role for row in person.roles]
    roles = f"frappe.get_roles({PERSON!r})"
    assert role in other(roles)
    person.set("roles", [])
    person.save()
    assert role in other(roles)
    frappe.db.commit()
    assert role not in other(roles)
    person.append("roles", {"role": role})
    person.save()
    frappe.db.rollback()
    assert role not in other(roles)


def test_a_default_and_a_field_made_elsewhere_are_seen_here(ct, ct_sites, other):
    assert frappe.db.get_default("ct_elsewhere") is None
    other("frappe.db.set_default('ct_elsewhere', 'yes')")
    with_next_request(ct, ct_sites)
    assert frappe.db.get_default("ct_elsewhere") == "yes"
    assert not frappe.get_meta("Ct Thing").has_field("ct_added")
    field = {"doctype": "Custom Field", "dt": "Ct Thing", "fieldname": "ct_added", "label": "Added"}
    other(f"frappe.get_doc({field | {'fieldtype': 'Data'}!r}).insert().name")
    with_next_request(ct, ct_sites)
    assert frappe.get_meta("Ct Thing").has_field("ct_added")
    other("frappe.delete_doc('Custom Field', 'Ct Thing-ct_added')")
    with_next_request(ct, ct_sites)
    assert not frappe.get_meta("Ct Thing").has_field("ct_added")


def with_next_request(site, sites):
    frappe.db.rollback()
    frappe.init(site, sites_path=sites, force=True)
    frappe.connect()


def test_clearing_the_cache_reaches_the_other_process(ct, other):
    other("frappe.get_meta('Ct Thing').name")
    remembered = "len(frappe.get_module('frappe_embedded.cache').memory('meta'))"
    assert other(remembered)
    frappe.clear_cache()
    assert not other(remembered)


def test_nobody_else_sees_what_a_transaction_has_not_committed(ct, ct_sites):
    frappe.db.set_default("ct_open", "1")
    assert frappe.db.get_default("ct_open") == "1"
    assert in_another_thread(ct, ct_sites, lambda: frappe.db.get_default("ct_open")) is None
    frappe.db.rollback()
    assert frappe.db.get_default("ct_open") is None


def test_a_transaction_that_sees_the_past_has_nobody_remember_it(ct, ct_sites):
    """On MariaDB a transaction reads the state of its begin; so must what it remembers be kept."""
    frappe.db.begin()
    in_another_thread(ct, ct_sites, lambda: cache.forget("ct_names"))
    cache.memory("ct_names")["name"] = "as it was"
    assert in_another_thread(ct, ct_sites, lambda: dict(cache.memory("ct_names"))) == {}
    frappe.db.rollback()
    assert cache.memory("ct_names") == {}


def in_another_thread(site, sites, act):
    def request():
        with open_site(site, sites):
            return act()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(request).result()


def test_a_return_to_a_savepoint_forgets_what_was_read_since(ct):
    frappe.db.savepoint("ct_before")
    frappe.db.set_default("ct_saved", "1")
    assert frappe.db.get_default("ct_saved") == "1"
    frappe.db.rollback(save_point="ct_before")
    assert frappe.db.get_default("ct_saved") is None


def test_too_long_a_file_begins_anew_and_all_is_forgotten(ct, monkeypatch):
    told = []
    changes.announce(["a"])
    monkeypatch.setattr(changes, "LONGEST", 10)
    monkeypatch.setattr(changes, "_seen", {})
    changes.notice(told.append)
    changes.notice(told.append)
    assert told == [{changes.EVERYTHING}]
    seen = dict(changes._seen)
    for name in ("b" * 20, "c"):
        changes.announce([name])
    changes._seen.update(seen)
    changes.notice(told.append)
    assert told[1:] == [{changes.EVERYTHING}]
    changes._seen.update({key: (inode, 0) for key, (inode, _size) in changes._seen.items()})
    changes.notice(told.append)
    assert changes.EVERYTHING in told[-1]


def test_a_process_does_not_hear_itself(ct):
    cache.notice_changes()
    cache.memory("ct_kept")["kept"] = 1
    cache.forget("ct_other")
    cache.notice_changes()
    assert cache.memory("ct_kept") == {"kept": 1}
    assert Path(local.site_path, changes.MARK).read_text().splitlines()[-1] == "ct_other"
