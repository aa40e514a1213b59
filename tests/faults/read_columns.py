"""The columns of a DocType's table: SITES SITE DOCTYPE. Writes a JSON list."""

import json
import sys

import frappe

sites, site, doctype = sys.argv[1:]
frappe.init(site, sites_path=sites)
frappe.connect()
sys.stdout.write(json.dumps(frappe.db.get_table_columns(doctype)))
frappe.destroy()
