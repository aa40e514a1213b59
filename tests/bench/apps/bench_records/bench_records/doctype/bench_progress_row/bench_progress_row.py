from frappe.model.document import Document


class BenchProgressRow(Document):
    """One indicator of a month: planned and achieved."""
