"""Work by the clock and in the background."""

import os
import signal
import time

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


def succeeded(job, connection, result):
    frappe.db.set_default("ct_told", f"{job.id} {result}")


def failed(job, connection, type, value, traceback):
    frappe.db.set_default("ct_told", f"{job.id} {type.__name__} {value}")


def slow(key, seconds):
    add(key, 1)
    frappe.db.commit()
    time.sleep(seconds)
    add(key, 1)


def hang(key):
    add(key, 1)
    frappe.db.commit()
    while True:
        time.sleep(1)


def busy_at_first(key):
    add(key, 1)
    frappe.db.commit()
    if int(frappe.db.get_default(key)) < 3:
        raise frappe.QueryTimeoutError(1205, "locked")


def die(key, times, whom):
    """Take the process, or its worker, down at the first `times`."""
    add(key, 1)
    frappe.db.commit()
    if int(frappe.db.get_default(key)) <= times:
        os.kill({"me": os.getpid(), "worker": os.getppid()}[whom], signal.SIGKILL)
        time.sleep(30)
