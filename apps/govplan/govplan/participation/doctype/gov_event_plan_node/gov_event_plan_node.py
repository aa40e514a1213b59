from frappe.model.document import Document


class GovEventPlanNode(Document):
    """"""
