"""A migration that is killed right before its n-th commit: SITES SITE N."""

import os
import signal
import sys

import frappe

from frappe_embedded.migrate import migrate

sites, site, last = sys.argv[1:]
frappe.init(site, sites_path=sites)
frappe.connect()
commit, commits = frappe.db.commit, 0


def commit_or_die() -> None:
    global commits
    commits += 1
    if commits == int(last):
        os.kill(os.getpid(), signal.SIGKILL)
    commit()


frappe.local.db.commit = commit_or_die
migrate()
sys.stdout.write(str(commits))
frappe.destroy()
