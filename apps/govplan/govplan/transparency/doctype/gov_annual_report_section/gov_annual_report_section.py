from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovAnnualReportSection(GuardedRow, Document):
    """A part of a yearly report: figures as they were taken, and what planning says of them."""
