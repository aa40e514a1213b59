import frappe


def get_context(context):
    """Every unit, six columns."""
    fields = ["name", "unit_name", "kind", "process_family", "parent_gov_unit", "modified"]
    context.title = "Units"
    context.units = frappe.get_all("Gov Unit", fields=fields, order_by="name asc", limit=0)
