import frappe


def get_context(context):
    context.update(
        name=frappe.form_dict.name, kind=frappe.form_dict.kind, year=frappe.form_dict.year
    )
