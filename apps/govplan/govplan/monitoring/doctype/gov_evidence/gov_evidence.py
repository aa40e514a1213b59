from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovEvidence(GuardedRow, Document):
    """A file or a link that proves a line of a record, or the whole record."""
