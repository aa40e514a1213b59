"""Deleting records."""

from frappe_embedded.deletion import delete_doc as delete_doc
