"""Test cases under the names of v16."""

from frappe_embedded.testing import IntegrationTestCase as IntegrationTestCase
from frappe_embedded.testing import UnitTestCase as UnitTestCase
