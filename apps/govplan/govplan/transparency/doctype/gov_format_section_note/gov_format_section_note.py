from frappe.model.document import Document


class GovFormatSectionNote(Document):
    """Why a section of the printed matrix has no units."""
