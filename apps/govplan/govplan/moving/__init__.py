"""A whole site to a folder and back: SQLite, MariaDB or a Frappe bench, ids and hashes unchanged.

The folder holds one file of JSON lines for each table, every file of every record, and a manifest
with the SHA-256 of each. The same site always gives the same bytes.
"""
