import frappe

from govplan.staff.pages import is_post, redirect

no_cache = 1


def get_context(context):
    """Ends the session; only by the button's POST, so that no link logs anybody out."""
    if is_post():
        frappe.local.login_manager.logout()
        redirect("/")
    redirect("/gestion")
