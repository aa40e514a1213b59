from frappe.model.document import Document


class GovReportingPeriod(Document):
    """"""
