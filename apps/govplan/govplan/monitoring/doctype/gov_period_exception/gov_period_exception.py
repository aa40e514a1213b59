from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovPeriodException(GuardedRow, Document):
    """Leave for one unit to report a month that is closed, until a day."""
