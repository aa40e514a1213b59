"""The class of DocType records."""

from frappe_embedded.core.doctype.doctype.doctype import DocType as DocType
