"""The embedded engine: what runs a Frappe app on SQLite in one process. Apps import `frappe`."""

__version__ = "0.1.0"
