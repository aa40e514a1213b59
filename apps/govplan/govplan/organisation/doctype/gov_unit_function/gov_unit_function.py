from frappe.model.document import Document


class GovUnitFunction(Document):
    """"""
