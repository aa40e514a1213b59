"""The class of File records."""

from frappe_embedded.core.doctype.file.file import File as File
