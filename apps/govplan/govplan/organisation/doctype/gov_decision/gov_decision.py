from frappe.model.document import Document


class GovDecision(Document):
    """"""
