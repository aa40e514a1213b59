from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovIndicatorTarget(GuardedRow, Document):
    """What an indicator is to reach in a year, as first set and as adjusted by an act."""
