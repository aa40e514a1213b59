from frappe.model.document import Document


class GovAgreement(Document):
    """"""
