"""Passwords and other secrets: those that are compared, and those that are read again."""

from frappe_embedded.encryption import get_decrypted_password as get_decrypted_password
from frappe_embedded.passwords import check_password as check_password
from frappe_embedded.passwords import update_password as update_password
