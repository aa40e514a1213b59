from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovEventStep(GuardedRow, Document):
    """One step of the legality chain, with its own state and document."""
