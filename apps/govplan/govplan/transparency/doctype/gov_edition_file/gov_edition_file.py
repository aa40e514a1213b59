from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovEditionFile(GuardedRow, Document):
    """A file of a published edition, with its hash."""
