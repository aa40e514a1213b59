from frappe.model.document import Document


class GovHoliday(Document):
    """"""
