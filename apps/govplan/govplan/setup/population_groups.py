"""The groups plans most often name; a municipality adds its own."""

import frappe

_GROUPS = (
    "Toda la población",
    "Primera infancia",
    "Niñez",
    "Adolescencia",
    "Juventud",
    "Mujeres",
    "Personas adultas mayores",
    "Personas con discapacidad",
    "Diversidad sexual y de género",
    "Pueblos indígenas",
    "Población afrodescendiente",
    "Personas en movilidad humana",
    "Víctimas de violencia",
    "Población rural",
)


def create_missing() -> None:
    """Insert the groups that are not there; the municipality adds its own."""
    there = frappe.get_all("Gov Population Group", pluck="name", order_by="name asc", limit=0)
    for name in _GROUPS:
        if name not in there:
            frappe.get_doc({"doctype": "Gov Population Group", "group_name": name}).insert()
