"""What directors post in the benchmark."""

import frappe


@frappe.whitelist(methods=["POST"])
def insert(unit: str, period: str, rows: list) -> str:
    """A report of twelve rows, as the calendar opens one and its unit fills it in."""
    values = {"unit": unit, "period": period, "version": 1, "title": f"{unit} {period}"}
    values["poa"] = f"POA-{unit}-2026-v1"
    report = frappe.get_doc({"doctype": "Gov Progress Report", **values, "rows": rows})
    report.flags.written_by_govplan = True
    return report.insert().name
