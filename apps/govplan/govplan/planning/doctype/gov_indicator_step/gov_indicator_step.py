from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovIndicatorStep(GuardedRow, Document):
    """One step of a milestone and what it weighs in the whole."""
