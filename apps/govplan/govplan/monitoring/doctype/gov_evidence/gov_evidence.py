from frappe.model.document import Document


class GovEvidence(Document):
    """"""
