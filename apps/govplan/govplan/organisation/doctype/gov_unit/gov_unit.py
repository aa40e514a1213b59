from itertools import pairwise

from frappe import _
from frappe.utils import cstr, getdate
from frappe.utils.nestedset import NestedSet

from govplan.behaviours.branching import Branching
from govplan.errors import Fault, refuse_faults
from govplan.organisation.closing import faults_of_closing
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
        refuse_faults(
            [
                *self.validity_faults(),
                *self.merger_faults(),
                *self.name_faults(),
                *self.relation_faults(),
            ]
        )
        if self.is_being_closed():
            refuse_faults(faults_of_closing(self))

    def on_update(self) -> None:
        super().on_update()
        forget()

    def after_delete(self) -> None:
        forget()

    def is_being_closed(self) -> bool:
        """Whether a stored unit gets a last day, another one, or a unit that goes on for it."""
        before = self.get_doc_before_save()
        if before is None or not self.valid_to:
            return False
        ended = before.valid_to and getdate(before.valid_to) == getdate(self.valid_to)
        return not ended or cstr(before.merged_into) != cstr(self.merged_into)

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

    def name_faults(self) -> list[Fault]:
        """Each earlier name ends after the one before it, and after the unit began."""
        message = _("Earlier names {0}: its last day must come after the one before it.")
        begins = [] if not self.valid_from else [getdate(self.valid_from)]
        ends = [*begins, *(getdate(row.until) for row in self.earlier_names if row.until)]
        first = 1 - len(begins)
        return [
            Fault(f"earlier_names.{at}", "until", message.format(at))
            for at, (before, after) in enumerate(pairwise(ends), first + 1)
            if after < before or (at > 1 and after == before)
        ]

    def relation_faults(self) -> list[Fault]:
        itself = _("Relations {0}: a unit has no relation with itself.")
        nobody = _("Relations {0}: choose a unit, or say in detail with whom.")
        wrong = [
            (row, itself if row.other_unit else nobody)
            for row in self.relations
            if row.other_unit == self.name or not (row.other_unit or text(row.relation_text))
        ]
        return [
            Fault(f"relations.{row.idx}", "other_unit", message.format(row.idx))
            for row, message in wrong
        ]
