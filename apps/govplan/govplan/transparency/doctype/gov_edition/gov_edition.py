from frappe.model.document import Document


class GovEdition(Document):
    """"""
