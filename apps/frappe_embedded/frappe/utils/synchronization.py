"""Locks between processes."""

from frappe_embedded.locks import filelock as filelock
