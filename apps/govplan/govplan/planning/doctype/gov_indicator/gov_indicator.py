from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from govplan.domain.programming import check_range
from govplan.domain.quantity import parse_quantity
from govplan.errors import (
    ContentLocked,
    Fault,
    OutOfLegalRange,
    ValueMissing,
    refuse,
    refuse_faults,
)
from govplan.organisation.codes import code_from
from govplan.planning.goals import goal_faults
from govplan.planning.indicator_rows import (
    reading_faults,
    step_faults,
    target_faults,
    weight_of_steps,
)
from govplan.typed import fill, quantity, text

_QUANTITIES = (
    "legal_min",
    "legal_max",
    "baseline_value",
    "term_target",
    "yellow_from",
    "green_from",
)
_BANDS = ("yellow_from", "green_from", "purple_above")
# What a figure is computed with: another meaning is another indicator.
_ARITHMETIC = (
    "unit_of_measure",
    "frequency",
    "direction",
    "accumulation",
    "maintenance_rule",
    "ratio_per",
)


class GovIndicator(Document):
    """The sheet of an indicator: what is measured, how, against what."""

    def before_naming(self) -> None:
        self.code = code_from(self.code)

    def validate(self) -> None:
        self.indicator_name, self.unit_of_measure = (
            text(self.indicator_name),
            text(self.unit_of_measure),
        )
        refuse_faults([*self.quantity_faults(), *reading_faults(self)])
        refuse_faults(
            [
                *self.range_faults(),
                *self.baseline_faults(),
                *self.band_faults(),
                *goal_faults(self),
                *target_faults(self),
                *step_faults(self),
                *self.owner_faults(),
            ]
        )
        self.steps_weight = weight_of_steps(self)
        self.keep_arithmetic_in_use()

    def quantity_faults(self) -> list[Fault]:
        names = dict.fromkeys((*_QUANTITIES, "purple_above"), quantity)
        return fill(self, {name: self.get(name) for name in names}, names)

    def legal_range(self) -> tuple[Decimal | None, Decimal | None]:
        """What a value may be: the sheet's own limits, else those of the unit of measure."""
        limits = ("legal_min", "legal_max")
        unit = frappe.db.get_value(
            "Gov Unit Of Measure", self.unit_of_measure, limits, as_dict=True
        )
        of_unit = unit or dict.fromkeys(limits)
        smallest, largest = (parse_quantity(self.get(name) or of_unit[name]) for name in limits)
        return smallest, largest

    def range_faults(self) -> list[Fault]:
        smallest, largest = self.legal_range()
        if smallest is None or largest is None or smallest <= largest:
            return []
        message = _("Largest legal value: it cannot be below the smallest.")
        return [Fault("", "legal_max", message)]

    def baseline_faults(self) -> list[Fault]:
        baseline = parse_quantity(self.baseline_value)
        if not check_range(baseline, *self.legal_range()):
            return []
        message = _("Baseline: it lies outside the legal values.")
        return [Fault("", "baseline_value", message, OutOfLegalRange)]

    def band_faults(self) -> list[Fault]:
        limits = [limit for band in _BANDS if (limit := parse_quantity(self.get(band))) is not None]
        if limits == sorted(limits):
            return []
        message = _("Traffic light: yellow begins below green, and green below the review limit.")
        return [Fault("", "green_from", message)]

    def owner_faults(self) -> list[Fault]:
        if self.owner_unit or not self.owner_post:
            return []
        message = _("Owner unit: choose where the owner post is held.")
        return [Fault("", "owner_unit", message, ValueMissing)]

    def keep_arithmetic_in_use(self) -> None:
        """Figures already approved were computed with it."""
        before = self.get_doc_before_save()
        changed = [name for name in _ARITHMETIC if before and self._differs(before, name)]
        if before and cint(self.data_lag_months) != cint(before.data_lag_months):
            changed.append("data_lag_months")
        if changed and frappe.db.exists("Gov POA Row", {"indicator": self.name, "docstatus": 1}):
            labels = ", ".join(_(self.meta.get_label(name)) for name in changed)
            message = _("{0} is in an approved POA: {1} cannot change. Make another indicator.")
            refuse(message.format(self.name, labels), ContentLocked)

    def _differs(self, before: Document, name: str) -> bool:
        return cstr(self.get(name)) != cstr(before.get(name))
