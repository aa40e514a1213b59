from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovPlanRelation(GuardedRow, Document):
    """An element of another plan that works for the same end."""
