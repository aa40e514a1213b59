from frappe.model.document import Document


class GovIndicatorVariable(Document):
    """"""
