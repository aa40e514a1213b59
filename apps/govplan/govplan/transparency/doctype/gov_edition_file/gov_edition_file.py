from frappe.model.document import Document


class GovEditionFile(Document):
    """"""
