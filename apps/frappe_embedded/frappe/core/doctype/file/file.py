"""The class of File records, and who may have them."""

from frappe_embedded.core.doctype.file.file import File as File
from frappe_embedded.core.doctype.file.file import has_permission as has_permission
