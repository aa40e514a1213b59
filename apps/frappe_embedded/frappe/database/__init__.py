"""Transactions within a transaction."""

from frappe_embedded.database.base import savepoint as savepoint
