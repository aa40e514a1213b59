from frappe.model.document import Document


class GovSDGTarget(Document):
    """One of the 169 targets, under its official code."""
