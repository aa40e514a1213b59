from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovPlanApproach(GuardedRow, Document):
    """A way of looking that crosses the whole plan."""
