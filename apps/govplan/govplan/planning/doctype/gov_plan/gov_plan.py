from frappe.model.document import Document


class GovPlan(Document):
    """"""
