"""Doors of the app."""

import time

import frappe


@frappe.whitelist(allow_guest=True)
def greet(name: str, times: int = 1):
    return {"text": f"Hola {name}", "times": times}


@frappe.whitelist(allow_guest=True, methods=["POST"])
def only_post():
    return "posted"


@frappe.whitelist()
def for_users():
    return frappe.session.user


@frappe.whitelist(allow_guest=True)
def listed(items: list):
    return items


@frappe.whitelist(allow_guest=True)
def everything(**kwargs):
    return sorted(kwargs)


@frappe.whitelist(allow_guest=True)
def write(value):
    frappe.db.set_default("ct_written", value)


@frappe.whitelist(allow_guest=True)
def write_and_fail(value):
    frappe.db.set_default("ct_written", value)
    frappe.msgprint("Almost")
    frappe.throw("Not like this")


@frappe.whitelist(allow_guest=True)
def crash():
    return 1 / 0


@frappe.whitelist(allow_guest=True)
def document():
    frappe.response.filename = "año.csv"
    frappe.response.filecontent = b"a,b\n"
    frappe.response.type = "download"


@frappe.whitelist(allow_guest=True)
def elsewhere():
    frappe.response.type = "redirect"
    frappe.response.location = "/plain"


@frappe.whitelist(allow_guest=True)
def a_page():
    frappe.respond_as_web_page("Done", "<b>well</b>", http_status_code=418)


@frappe.whitelist(allow_guest=True)
def new():
    return "new"


def closed():
    return "closed"


@frappe.whitelist(allow_guest=True, methods=["POST"])
def slow(key, seconds: float):
    frappe.enqueue("ctapp.jobs.slow", key=f"{key}_job", seconds=seconds)
    frappe.db.set_default(key, "begun")
    time.sleep(seconds)
    frappe.db.set_default(key, "ended")
    return "ended"
