"""Passwords and other secrets that are compared."""

from frappe_embedded.passwords import check_password as check_password
from frappe_embedded.passwords import update_password as update_password
