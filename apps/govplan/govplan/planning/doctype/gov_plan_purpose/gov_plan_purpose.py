from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovPlanPurpose(GuardedRow, Document):
    """One thing an element of a plan is for."""
