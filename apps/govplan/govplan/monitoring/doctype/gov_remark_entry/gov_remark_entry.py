from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovRemarkEntry(GuardedRow, Document):
    """What was said to a remark: the answer, why it was not enough, or that it was."""
