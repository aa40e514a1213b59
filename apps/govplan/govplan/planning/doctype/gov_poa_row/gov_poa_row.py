from frappe.model.document import Document


class GovPOARow(Document):
    """"""
