from frappe.model.document import Document


class GovEventTypeStep(Document):
    """A step every event of the type has to show."""
