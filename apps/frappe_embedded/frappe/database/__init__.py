"""Transactions within a transaction."""

from frappe_embedded.database.transactions import savepoint as savepoint
