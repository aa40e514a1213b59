"""Frappe's test cases (section 11)."""

import unittest

import frappe
import pytest
from frappe.tests.utils import FrappeTestCase

pytestmark = pytest.mark.usefixtures("records")


def test_the_tests_of_a_class_see_each_others_rows_until_all_are_undone():
    class Case(FrappeTestCase):
        def test_a(self):
            frappe.get_doc({"doctype": "Ct Unit", "unit_name": "Ct Class"}).insert()

        def test_b(self):
            self.assertTrue(frappe.db.exists("Ct Unit", "Ct Class"))

    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(Case).run(result)
    assert (result.testsRun, result.errors, result.failures) == (2, [], [])
    assert not frappe.db.exists("Ct Unit", "Ct Class")
