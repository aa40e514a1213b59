from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovProgressRow(GuardedRow, Document):
    """One line of the POA in one month: what was programmed, what was done, how far it is."""
