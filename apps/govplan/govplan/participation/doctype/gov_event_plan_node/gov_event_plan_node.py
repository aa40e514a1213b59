from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovEventPlanNode(GuardedRow, Document):
    """A part of the plan the event touches."""
