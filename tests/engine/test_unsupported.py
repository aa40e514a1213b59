"""Names the façade lacks say so, and what to use."""

import frappe
import pytest


def test_a_name_that_is_missing_says_what_to_use():
    with pytest.raises(frappe.NotSupported, match=r"frappe\.publish_realtime.*no sockets"):
        frappe.publish_realtime("anything")
    with pytest.raises(frappe.NotSupported, match="supported API"):
        _missing = frappe.no_such_name


def test_a_name_that_is_missing_is_not_there():
    assert not hasattr(frappe, "no_such_name")
