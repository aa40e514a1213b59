from frappe.model.document import Document


class GovParticipationEvent(Document):
    """"""
