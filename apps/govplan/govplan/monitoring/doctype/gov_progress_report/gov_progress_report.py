from frappe.model.document import Document


class GovProgressReport(Document):
    """"""
