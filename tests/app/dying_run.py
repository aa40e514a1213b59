"""A run of the calendar that is killed right before its n-th commit: SITE SITES MOMENT N."""

import os
import signal
import sys

import frappe

site, sites_path, moment, last = sys.argv[1:]
os.chdir(sites_path)
frappe.init(site, sites_path=sites_path)
frappe.connect()
frappe.flags.govplan_now = moment
commit, commits = frappe.db.commit, 0


def commit_or_die(*given, **named):
    global commits
    commits += 1
    if commits == int(last):
        os.kill(os.getpid(), signal.SIGKILL)
    return commit(*given, **named)


frappe.db.commit = commit_or_die
frappe.get_attr("govplan.monitoring.calendar.keep")()
frappe.destroy()
