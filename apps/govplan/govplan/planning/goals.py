"""The Sustainable Development Goals a record says it serves."""

from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from govplan.errors import Fault

_GOALS = 17


def goal_faults(doc: Document) -> list[Fault]:
    """Goals are numbered 1 to 17; none is 0."""
    if 0 <= cint(doc.sdg_goal) <= _GOALS:
        return []
    return [Fault("", "sdg_goal", _("SDG goal: a number from 1 to {0}.").format(_GOALS))]
