"""Test cases under the names of v15."""

from frappe_embedded.testing import FrappeTestCase as FrappeTestCase
from frappe_embedded.testing import change_settings as change_settings
from frappe_embedded.testing import patch_hooks as patch_hooks
from frappe_embedded.testing import set_user as set_user
