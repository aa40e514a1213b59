import frappe

no_cache = 1


def get_context(context):
    kind = frappe.form_dict.kind
    frappe.db.set_default("ct_error_page", kind)
    raise getattr(frappe, kind, ZeroDivisionError)("told to")
