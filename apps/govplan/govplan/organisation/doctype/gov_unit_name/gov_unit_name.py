from frappe.model.document import Document


class GovUnitName(Document):
    """A name the unit had until a day, and the act that changed it."""
