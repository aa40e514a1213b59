from frappe.model.document import Document


class GovPOA(Document):
    """"""
