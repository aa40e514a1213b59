from frappe.model.document import Document


class GovEventType(Document):
    """"""
