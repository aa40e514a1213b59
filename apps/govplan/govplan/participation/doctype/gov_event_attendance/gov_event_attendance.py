from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovEventAttendance(GuardedRow, Document):
    """How many people of one group came."""
