from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovEditionCheck(GuardedRow, Document):
    """One finding of the look over an edition before it went out."""
