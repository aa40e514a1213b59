from frappe.model.document import Document


class GovEditionCheck(Document):
    """"""
