"""Another process of a site (SITE SITES): answers each line, an expression, as a request."""

import json
import sys

import frappe

from frappe_embedded.site import open_site

site, sites_path = sys.argv[1:]
for line in sys.stdin:
    with open_site(site, sites_path):
        answer = eval(line, {"frappe": frappe})
        frappe.db.commit()
        sys.stdout.write(json.dumps(answer, default=str) + "\n")
        sys.stdout.flush()
