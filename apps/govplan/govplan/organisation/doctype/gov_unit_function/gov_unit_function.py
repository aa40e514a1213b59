from frappe.model.document import Document


class GovUnitFunction(Document):
    """One function of a unit, with the article that gives it."""
