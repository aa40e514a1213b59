from frappe.model.document import Document


class GovPostHolding(Document):
    """"""
