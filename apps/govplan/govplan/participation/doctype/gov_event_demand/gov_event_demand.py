from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovEventDemand(GuardedRow, Document):
    """What people asked for, and the agreement it became."""
