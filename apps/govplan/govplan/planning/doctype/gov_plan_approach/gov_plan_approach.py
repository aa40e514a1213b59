from frappe.model.document import Document


class GovPlanApproach(Document):
    """"""
