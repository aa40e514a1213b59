from frappe.model.document import Document


class GovSettings(Document):
    """"""
