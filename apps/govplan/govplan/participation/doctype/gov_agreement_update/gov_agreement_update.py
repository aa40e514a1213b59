from frappe.model.document import Document


class GovAgreementUpdate(Document):
    """"""
