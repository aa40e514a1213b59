from frappe.model.document import Document


class GovSDGGoal(Document):
    """One of the seventeen Sustainable Development Goals."""
