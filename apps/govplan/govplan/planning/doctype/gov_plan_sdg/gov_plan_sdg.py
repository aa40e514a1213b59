from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovPlanSDG(GuardedRow, Document):
    """A goal, or one target of it, that an element of a plan serves."""
