from frappe.model.document import Document


class GovJobRun(Document):
    """One job for one month: whether it ran, how often, with what outcome."""
