from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovPOARow(GuardedRow, Document):
    """One line: an indicator and what each month of the year asks of it."""
