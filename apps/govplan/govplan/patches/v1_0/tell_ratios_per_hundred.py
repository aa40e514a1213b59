import frappe


def execute() -> None:
    """Ratios were percentages before a sheet could say anything else."""
    sheet = frappe.qb.DocType("Gov Indicator")
    unsaid = sheet.ratio_per.isnull() | (sheet.ratio_per == "")
    frappe.qb.update(sheet).set(sheet.ratio_per, "100").where(unsaid).run()
