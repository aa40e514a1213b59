from frappe.model.document import Document

from govplan.behaviours.guarded_row import GuardedRow


class GovPlanPopulation(GuardedRow, Document):
    """People an element of a plan is meant for."""
