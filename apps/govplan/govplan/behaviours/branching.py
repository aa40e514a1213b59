"""A tree in which only what is meant to have something below has it."""

from typing import Any

import frappe
from frappe import _

from govplan.errors import Fault, refuse_faults


class Branching:
    """A node of a Frappe tree. Put it before NestedSet among the bases."""

    doctype: Any
    nsm_parent_field: Any

    def require_group_above(self) -> None:
        """Frappe takes a child under a leaf without a word and leaves the tree askew."""
        parent = self.get(self.nsm_parent_field)
        if parent and not frappe.db.get_value(self.doctype, parent, "is_group"):
            message = _("{0} cannot have anything below it yet: mark it as a group first.")
            refuse_faults([Fault("", self.nsm_parent_field, message.format(parent))])
