"""The outbox."""

from frappe_embedded.mail.queue import flush as flush
