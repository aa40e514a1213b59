from frappe.model.document import Document


class GovEventDemand(Document):
    """"""
