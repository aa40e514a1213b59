from frappe.model.document import Document


class GovJobRun(Document):
    """"""
