"""Secrets that are read again (section 2.5)."""

import frappe
import pytest
from frappe.utils.password import get_decrypted_password

pytestmark = pytest.mark.usefixtures("records")


def test_a_secret_is_shown_as_asterisks_and_read_by_asking_for_it(report):
    doc = report(pin="café ñandú").insert()
    assert doc.pin == "*" * 10
    assert frappe.db.get_value("Ct Report", doc.name, "pin") == "*" * 10
    assert frappe.get_doc("Ct Report", doc.name).get_password("pin") == "café ñandú"
    assert get_decrypted_password("Ct Report", doc.name, "pin") == "café ñandú"


def test_a_secret_is_not_in_the_database_as_typed(report):
    doc = report(pin="café ñandú").insert()
    kept = frappe.db.sql("select password from `__Auth` where name = %s", (doc.name,))
    assert "café" not in kept[0][0]


def test_saving_the_asterisks_again_keeps_the_secret_and_emptying_the_field_forgets_it(report):
    doc = report(pin="first").insert()
    doc.title = "April"
    doc.save()
    assert doc.get_password("pin") == "first"
    doc.pin = ""
    doc.save()
    assert doc.get_password("pin", raise_exception=False) is None


def test_a_secret_nobody_typed_is_an_authentication_error(report):
    doc = report().insert()
    with pytest.raises(frappe.AuthenticationError):
        doc.get_password("pin")
    assert get_decrypted_password("Ct Report", doc.name, "pin", raise_exception=False) is None
