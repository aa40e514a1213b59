"""What the rows of an indicator's sheet say: targets by year, variables, steps of a milestone."""

from collections.abc import Iterable
from decimal import Decimal

from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from govplan.domain.quantity import canonical, parse_quantity
from govplan.domain.term import Year
from govplan.errors import Fault, ValueMissing
from govplan.typed import fill, place_of, quantity, text

_QUANTITIES = {
    "targets": ("target", "adjusted_target"),
    "variables": ("value",),
    "steps": ("weight",),
}


def reading_faults(sheet: Document) -> list[Fault]:
    """Put every quantity of the rows in its one form; faults for those that are none."""
    faults = []
    for table, names in _QUANTITIES.items():
        for row in sheet.get(table):
            typed = {name: row.get(name) for name in names}
            readers = dict.fromkeys(names, quantity)
            faults += fill(row, typed, readers, *place_of(sheet, table, row))
    return faults


def target_faults(sheet: Document) -> list[Fault]:
    """A year has one row, and a target is adjusted by an act; quantities are in their one form."""
    faults, seen = [], set()
    for row in sheet.targets:
        row.act = text(row.act)
        key, where = place_of(sheet, "targets", row)
        if cint(row.year) in seen:
            words = _("{0}: this year is there twice.").format(where)
            faults.append(Fault(key, "year", words))
        if row.adjusted_target and not row.act:
            words = _("{0}: write the act that adjusted the target.").format(where)
            faults.append(Fault(key, "act", words, ValueMissing))
        seen.add(cint(row.year))
    return faults


def step_faults(sheet: Document) -> list[Fault]:
    """Every step weighs something; quantities are in their one form."""
    faults = []
    for row in sheet.steps:
        key, where = place_of(sheet, "steps", row)
        if (parse_quantity(row.weight) or 0) <= 0:
            words = _("{0}: the weight has to be above zero.").format(where)
            faults.append(Fault(key, "weight", words))
    return faults


def weight_of_steps(sheet: Document) -> str:
    """All steps together, as canonical text; empty when there are none."""
    weights = [parse_quantity(row.weight) or Decimal(0) for row in sheet.steps]
    return canonical(sum(weights, Decimal(0))) if weights else ""


def years_of(targets: Iterable[Document], achieved: dict[int, Decimal]) -> list[Year]:
    """The years with the target in force (the adjusted one where there is one), in order."""
    rows = sorted(targets, key=lambda row: cint(row.year))
    return [
        Year(
            cint(row.year),
            parse_quantity(row.adjusted_target or row.target),
            achieved.get(cint(row.year)),
        )
        for row in rows
    ]
