from frappe.model.document import Document


class GovUnitRelation(Document):
    """What one unit is to another, or between two others, in the town's words."""
