from frappe.model.document import Document


class GovPublicationFormat(Document):
    """"""
