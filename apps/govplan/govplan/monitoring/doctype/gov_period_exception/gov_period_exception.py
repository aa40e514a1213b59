from frappe.model.document import Document


class GovPeriodException(Document):
    """"""
