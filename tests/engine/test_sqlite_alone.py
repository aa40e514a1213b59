"""A site on SQLite without Redis needs no other server's libraries."""

import os
import subprocess
import sys
from pathlib import Path

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parent / "apps")}


def test_they_are_not_loaded(ct, ct_sites):
    code = (
        "import sys, frappe; from frappe_embedded import commands, wsgi;"
        "from frappe_embedded.commands import serving;"
        "frappe.init(sys.argv[1], sites_path=sys.argv[2]); frappe.connect();"
        "frappe.cache.set_value('k', 1); frappe.enqueue('frappe.ping', job_id='k');"
        "print({'redis', 'rq', 'mariadb', 'supervisor'} & set(sys.modules))"
    )
    words = [sys.executable, "-c", code, ct, str(ct_sites)]
    done = subprocess.run(words, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
