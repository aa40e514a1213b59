"""Draft, submitted, cancelled."""

from frappe_embedded.docstatus import DocStatus as DocStatus
