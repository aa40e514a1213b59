"""Work by the clock and in the background."""

import frappe


def count():
    frappe.db.set_default("ct_runs", int(frappe.db.get_default("ct_runs") or 0) + 1)


def fail():
    frappe.db.set_default("ct_half", "written")
    raise ValueError("the job failed")


def add(to, amount, fail_first=None):
    frappe.db.set_default(to, int(frappe.db.get_default(to) or 0) + amount)
    return amount


def who(key):
    frappe.db.set_default(key, frappe.session.user)
