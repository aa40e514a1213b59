from frappe.model.document import Document


class GovIndicator(Document):
    """"""
