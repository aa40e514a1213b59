from frappe.model.document import Document


class GovFormatSectionNote(Document):
    """"""
