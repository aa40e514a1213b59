"""What documents do beyond the contract: keep their own state safe, copy themselves, refuse."""

import copy
import pickle

import frappe
import pytest

from frappe_embedded import record_locks
from frappe_embedded.context import local
from frappe_embedded.encryption import (
    get_decrypted_password,
    remove_encrypted_password,
    set_encrypted_password,
)
from frappe_embedded.passwords import user_of_token

pytestmark = pytest.mark.usefixtures("site")


def task(**values):
    return frappe.get_doc({"doctype": "ToDo", "description": "x", **values})


def test_what_a_document_knows_of_itself_is_not_taken_from_values():
    doc = task(flags={"ignore_permissions": True}, _held="x", _before="x")
    doc.update({"flags": {"ignore_permissions": True}, "doctype": "User"})
    assert not doc.flags.ignore_permissions
    assert doc.doctype == "ToDo"
    doc.insert().save()


@pytest.mark.parametrize("value", [None, "", {}])
def test_a_value_named_like_a_method_does_not_take_its_place(value):
    user = {"doctype": "User", "email": "do@example.com", "first_name": "Do"}
    doc = frappe.get_doc({**user, "validate": value, "autoname": value}).insert()
    doc.update({"validate": value, "save": value})
    doc.set("validate", value)
    doc.last_name = "It"
    doc.save()
    assert (doc.name, doc.full_name) == ("do@example.com", "Do It")


def test_an_event_whose_method_was_put_out_of_the_way_fails():
    user = {"doctype": "User", "email": "do@example.com", "first_name": "Do"}
    doc = frappe.get_doc(user).insert()
    doc.on_update = None
    with pytest.raises(TypeError):
        doc.save()


@pytest.mark.parametrize("name", ["add_tag", "add_seen", "queue_action"])
def test_what_is_missing_says_so_by_name(name):
    with pytest.raises(frappe.NotSupported, match=name):
        getattr(task(), name)


def test_the_secret_of_a_token_is_hashed_and_cannot_be_read():
    doc = frappe.get_doc({"doctype": "User", "email": "do@example.com", "first_name": "D"})
    doc.update({"api_key": "do-s", "api_secret": "hidden"})
    doc.insert()
    assert frappe.db.get_value("User", doc.name, "api_secret") == "*" * 6
    assert user_of_token("do-s", "hidden") == doc.name
    with pytest.raises(frappe.AuthenticationError):
        doc.get_password("api_secret")


def test_a_document_can_be_copied_deeply_and_pickled():
    user = {"doctype": "User", "email": "do@example.com", "first_name": "D"}
    doc = frappe.get_doc({**user, "roles": [{"role": "System Manager"}]}).insert()
    for other in (copy.deepcopy(doc), pickle.loads(pickle.dumps(doc))):
        assert other.as_dict() == doc.as_dict()
        assert other.roles[0] is not doc.roles[0]
    assert copy.deepcopy(doc).roles[0].parent_doc is not doc


def test_a_lock_that_is_older_than_its_lease_holds_nobody(monkeypatch):
    doc = task().insert()
    record_locks.lock(doc)
    assert doc.is_locked
    with pytest.raises(frappe.DocumentLockedError):
        record_locks.lock(doc)
    monkeypatch.setattr(record_locks, "LEASE", -1)
    assert not doc.is_locked
    record_locks.unlock(doc)


def test_a_rollback_unlocks():
    doc = task().insert()
    doc.lock()
    frappe.db.rollback()
    assert not doc.is_locked


def test_a_standard_doctype_is_not_made_by_hand():
    made = {"doctype": "DocType", "name": "Do X", "module": "Core"}
    fields = [{"fieldname": "a", "fieldtype": "Data", "label": "A"}]
    with pytest.raises(frappe.NotSupported):
        frappe.get_doc({**made, "fields": fields}).insert()


def test_a_custom_doctype_gets_what_frappe_adds_and_can_be_changed_and_deleted():
    fields = [{"fieldname": "code", "fieldtype": "Data", "label": "Code"}]
    made = {"doctype": "DocType", "name": "Do Tree", "module": "Core", "custom": 1}
    settings = {"is_tree": 1, "is_submittable": 1, "autoname": "field:code"}
    frappe.get_doc({**made, **settings, "fields": fields}).insert()
    meta = frappe.get_meta("Do Tree")
    assert meta.get_field("code").unique
    assert {"amended_from", "lft", "rgt", "old_parent", "parent_do_tree"} <= set(meta.valid_columns)
    doc = frappe.get_doc("DocType", "Do Tree")
    assert doc.fields[0].fieldname == "code"
    doc.append("fields", {"fieldname": "note", "fieldtype": "Data", "label": "Note"})
    doc.save()
    assert frappe.db.has_column("Do Tree", "note")
    frappe.delete_doc("DocType", "Do Tree")
    assert not frappe.db.exists("DocType", "Do Tree")


def test_an_unsupported_argument_of_a_list_is_named():
    with pytest.raises(frappe.NotSupported, match="with_childnames"):
        frappe.get_list("ToDo", with_childnames=True)


def test_a_secret_cannot_be_read_with_another_key(site):
    set_encrypted_password("User", "Guest", "ñandú", "pin")
    assert get_decrypted_password("User", "Guest", "pin") == "ñandú"
    kept = local.conf.encryption_key
    try:
        for other in ("x" * 43, "short", None):
            local.conf.encryption_key = other
            with pytest.raises(frappe.ValidationError):
                get_decrypted_password("User", "Guest", "pin")
    finally:
        local.conf.encryption_key = kept


def test_a_secret_can_be_forgotten(site):
    doc = frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert()
    set_encrypted_password("ToDo", doc.name, "secret", "pin")
    remove_encrypted_password("ToDo", doc.name, "pin")
    assert get_decrypted_password("ToDo", doc.name, "pin", raise_exception=False) is None
