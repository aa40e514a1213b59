from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovIndicatorVariable(GuardedRow, Document):
    """One quantity that enters an indicator's calculation."""
