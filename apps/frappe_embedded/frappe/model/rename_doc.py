"""Renaming records."""

from frappe_embedded.renaming import rename_doc as rename_doc
