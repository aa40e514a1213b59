from frappe.model.document import Document


class GovEventAttendance(Document):
    """"""
