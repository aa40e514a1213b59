"""The class of every record."""

from frappe_embedded.document import Document as Document
