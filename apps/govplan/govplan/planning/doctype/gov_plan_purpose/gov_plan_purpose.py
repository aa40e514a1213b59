from frappe.model.document import Document


class GovPlanPurpose(Document):
    """"""
