from frappe.model.document import Document


class GovEventStep(Document):
    """"""
