from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovAgreementUpdate(GuardedRow, Document):
    """What was done since the last update, by whom and with what proof."""
