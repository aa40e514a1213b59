from frappe.model.document import Document


class GovEventTypeStep(Document):
    """"""
