from frappe import _
from frappe.utils import getdate
from frappe.utils.nestedset import NestedSet

from govplan.behaviours.branching import Branching
from govplan.errors import Fault, refuse_faults
from govplan.organisation.codes import code_from
from govplan.organisation.memory import forget
from govplan.typed import text


class GovUnit(Branching, NestedSet):
    """A unit of the municipality; it ends by date and its records stay."""

    nsm_parent_field = "parent_gov_unit"

    def before_naming(self) -> None:
        self.code = code_from(self.code)

    def validate(self) -> None:
        self.unit_name, self.acronym = text(self.unit_name), text(self.acronym)
        self.require_group_above()
        refuse_faults([*self.validity_faults(), *self.merger_faults()])

    def on_update(self) -> None:
        super().on_update()
        forget()

    def after_delete(self) -> None:
        forget()

    def validity_faults(self) -> list[Fault]:
        if not (self.valid_from and self.valid_to):
            return []
        if getdate(self.valid_to) >= getdate(self.valid_from):
            return []
        return [Fault("", "valid_to", _("Valid to: it cannot come before “Valid from”."))]

    def merger_faults(self) -> list[Fault]:
        if not self.merged_into:
            return []
        faults = []
        if self.merged_into == self.name:
            message = _("Merged into: a unit cannot be merged into itself.")
            faults.append(Fault("", "merged_into", message))
        if not self.valid_to:
            message = _("Valid to: a merged unit needs the last day it existed.")
            faults.append(Fault("", "valid_to", message))
        return faults
