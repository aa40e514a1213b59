"""What the app was called for, in order."""

import frappe

seen: list[str] = []


def note(what):
    seen.append(what)


def before_install():
    note("before_install")


def after_install():
    role, colour = frappe.db.exists("Role", "Ct Keeper"), frappe.db.exists("Ct Thing", "Shipped")
    note(f"after_install role={bool(role)} fixture={bool(colour)}")


def after_sync():
    note(f"after_sync fixture={bool(frappe.db.exists('Ct Thing', 'Shipped'))}")


def before_migrate():
    note("before_migrate")


def after_migrate():
    note("after_migrate")


def on_login(login_manager):
    note(f"on_login {login_manager.user}")


def on_session_creation(login_manager):
    note(f"on_session_creation {frappe.session.user}")


def on_logout(login_manager):
    note(f"on_logout {login_manager.user}")


def before_request():
    frappe.local.ct_began = True


def after_request(response=None, request=None):
    response.headers["X-Ct"] = str(frappe.local.ct_began)


def timeline(doctype, docname):
    told = f"<b>{docname}</b> was sealed<script>x()</script>"
    return [{"creation": "2026-01-02 03:04:05", "content": told}]
