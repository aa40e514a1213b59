from frappe.model.document import Document


class GovProgressRow(Document):
    """"""
