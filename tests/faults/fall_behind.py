"""Take a site back to before a version that added a field and an index: SITES SITE."""

import sys

import frappe

sites, site = sys.argv[1:]
frappe.init(site, sites_path=sites)
frappe.connect()
frappe.db.sql("UPDATE tabDocType SET migration_hash = NULL WHERE name LIKE 'Gov %'")
frappe.db.commit()
for table, column in (("tabGov Agreement", "public_answer"), ("tabGov Unit", "legal_basis")):
    frappe.db.sql_ddl(f"ALTER TABLE `{table}` DROP COLUMN `{column}`")
frappe.db.commit()
frappe.destroy()
