"""A published matrix made records: what is missing is created, what differs is brought in line.

The plan of changes is made first and is empty when everything is there, so importing twice
changes nothing. Approved targets are never overwritten: they are faults of the file.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr

from govplan.domain.periods import Month
from govplan.monitoring.periods import ensure_period
from govplan.planning.poas import poas_in_force
from govplan.rows import children
from govplan.setup.settings import NO_NAME_YET
from govplan.transparency.a4 import wishes
from govplan.transparency.a4.changes import Action, Change
from govplan.transparency.a4.faults import Fault, MatrixRefused, Problem
from govplan.transparency.a4.layout import HEADINGS, folded
from govplan.transparency.a4.matrix import Matrix, MatrixRow

FORMAT = "EC-a4"


def plan_import(matrix: Matrix) -> list[Change]:
    """What importing would change, in the order it has to be done. Raises MatrixRefused."""
    return _Plan(matrix).changes()


def carry_out(changes: list[Change], source: str) -> None:
    """Do it all in the caller's transaction; approvals are logged as import from `source`."""
    before = frappe.flags.govplan_import
    frappe.flags.govplan_import = source
    try:
        for change in changes:
            change.carry_out()
    finally:
        frappe.flags.govplan_import = before


class _Plan:
    """The matrix beside what the site already has."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.month: Month = matrix.month
        self.units = wishes.names_by_text("Gov Unit", "unit_name")
        self.indicators = wishes.names_by_text("Gov Indicator", "indicator_name")
        self.territory = wishes.root_territory()

    def changes(self) -> list[Change]:
        return [
            *self._town(),
            *self._whole_municipality(),
            *self._units(),
            *self._indicators(),
            *self._poas(),
            *self._format(),
            *self._period(),
        ]

    def _town(self) -> list[Change]:
        settings = frappe.get_single("Gov Settings")
        name = wishes.municipality_named_in(self.matrix)
        if not name or cstr(settings.municipality_name).strip() not in ("", NO_NAME_YET):
            return []
        return self._update(settings, {"municipality_name": name}, label=name)

    def _whole_municipality(self) -> list[Change]:
        if self.territory:
            return []
        wish = wishes.whole_municipality(self.matrix)
        self.territory = wish["code"]
        return [self._create("Gov Territory", wish["code"], wish)]

    def _units(self) -> list[Change]:
        changes = []
        for order, wish in enumerate(wishes.units(self.matrix), 1):
            known = self.units.name_for(wish["unit_name"])
            wish["print_order"] = order
            if known:
                changes += self._update(frappe.get_doc("Gov Unit", known), wish)
            else:
                wish["code"] = self.units.add(wish["unit_name"])
                wish["kind"] = wishes.kind_of(wish["unit_name"])
                changes.append(self._create("Gov Unit", wish["unit_name"], wish))
        return changes

    def _indicators(self) -> list[Change]:
        changes = []
        for wish in wishes.indicators(self.matrix):
            known = self.indicators.name_for(wish["indicator_name"])
            if known:
                printed = {"indicator_name": wish["indicator_name"]}
                changes += self._update(frappe.get_doc("Gov Indicator", known), printed)
            else:
                wish["code"] = self.indicators.add(wish["indicator_name"])
                changes.append(self._create("Gov Indicator", wish["indicator_name"], wish))
        return [*self._units_of_measure(changes), *changes]

    def _units_of_measure(self, changes: list[Change]) -> list[Change]:
        """What the matrix measures in and the site does not know yet."""
        used = (row.target.unit_of_measure for row in self.matrix.rows) if changes else ()
        return [
            self._create("Gov Unit Of Measure", name, {"unit_name": name})
            for name in dict.fromkeys(used)
            if not frappe.db.exists("Gov Unit Of Measure", name)
        ]

    def _poas(self) -> list[Change]:
        """A POA per unit without one; where one is approved, it has to say the same."""
        in_force = poas_in_force(self.month)
        others = _poas_of_year(self.month.year)
        lines = children("Gov POA Row", "Gov POA", in_force.values())
        changes, faults = [], []
        for rows in self._rows_by_unit():
            unit = self.units.name_for(rows[0].unit)
            approved = in_force.get(cstr(unit))
            if approved:
                faults += self._disagreements(rows, lines.get(approved, []))
            elif unit in others:
                first, column = rows[0].row, HEADINGS[1]
                faults.append(Fault(first, column, Problem.POA_UNDER_WAY, others[unit]))
            else:
                changes.append(self._create_poa(cstr(unit), rows))
        if faults:
            raise MatrixRefused(faults)
        return changes

    def _rows_by_unit(self) -> list[list[MatrixRow]]:
        grouped: dict[str, list[MatrixRow]] = {}
        for row in self.matrix.rows:
            grouped.setdefault(folded(row.unit), []).append(row)
        return list(grouped.values())

    def _disagreements(self, rows: list[MatrixRow], lines: list[Any]) -> list[Fault]:
        approved = {line.indicator: cstr(line.target_text) for line in lines}
        faults = []
        for row in rows:
            said = approved.get(cstr(self.indicators.name_for(row.indicator)), "—")
            if said != row.target_text:
                faults.append(Fault(row.row, HEADINGS[-1], Problem.OTHER_TARGET, said))
        return faults

    def _create_poa(self, unit: str, rows: list[MatrixRow]) -> Change:
        wish = {
            "doctype": "Gov POA",
            "unit": unit,
            "fiscal_year": self.month.year,
            "effective_from": Month(self.month.year, 1).first_day.isoformat(),
            "rows": [self._line(row) for row in rows],
        }
        targets = tuple(row.target_text for row in rows)
        name = f"{rows[0].unit}, {self.month.year}"
        return Change(Action.APPROVE, "Gov POA", name, targets, lambda: _approve(wish))

    def _line(self, row: MatrixRow) -> dict[str, Any]:
        indicator = self.indicators.name_for(row.indicator)
        return wishes.poa_line(row, cstr(indicator), cstr(self.territory))

    def _format(self) -> list[Change]:
        fmt = frappe.get_doc("Gov Publication Format", FORMAT)
        changes = self._update(fmt, wishes.holder(self.matrix))
        notes = wishes.notes(self.matrix)
        kept = {row.process_family: cstr(row.note) for row in fmt.section_notes}
        if not any(kept.get(family) != note for family, note in notes.items()):
            return changes
        details = tuple(notes.values())
        return [
            *changes,
            Change(Action.UPDATE, fmt.doctype, fmt.name, details, lambda: _set_notes(notes)),
        ]

    def _period(self) -> list[Change]:
        name = str(self.month)
        if frappe.db.exists("Gov Reporting Period", name):
            return []
        change = Change(
            Action.CREATE, "Gov Reporting Period", name, (), lambda: ensure_period(self.month)
        )
        return [change]

    def _create(self, doctype: str, label: str, wish: dict[str, Any]) -> Change:
        def insert() -> None:
            frappe.get_doc({"doctype": doctype, **wish}).insert()

        return Change(Action.CREATE, doctype, label, (), insert)

    def _update(self, doc: Any, wish: dict[str, Any], label: str = "") -> list[Change]:
        """One change with the fields that differ, or none."""
        differing = {field: new for field, new in wish.items() if _differs(doc.get(field), new)}
        if not differing:
            return []

        def save() -> None:
            fresh = frappe.get_doc(doc.doctype, doc.name)
            fresh.update(differing).save()

        details = tuple(
            f"{_(doc.meta.get_label(field))}: {new}" for field, new in differing.items()
        )
        return [Change(Action.UPDATE, doc.doctype, label or doc.name, details, save)]


def _poas_of_year(year: int) -> dict[str, str]:
    """A POA of each unit that has one, whatever its state."""
    rows = frappe.get_all(
        "Gov POA",
        filters={"fiscal_year": year},
        fields=["name", "unit"],
        order_by="version desc, name asc",
        limit=0,
    )
    return {row.unit: row.name for row in rows}


def _approve(wish: dict[str, Any]) -> None:
    poa = frappe.get_doc(wish).insert()
    poa.submit()


def _set_notes(notes: dict[str, str]) -> None:
    fmt = frappe.get_doc("Gov Publication Format", FORMAT)
    kept = {row.process_family: row.note for row in fmt.section_notes}
    fmt.set("section_notes", [])
    for family, note in {**kept, **notes}.items():
        fmt.append("section_notes", {"process_family": family, "note": note})
    fmt.save()


def _differs(stored: Any, new: Any) -> bool:
    if isinstance(new, int):
        return cint(stored) != new
    return cstr(stored).strip() != cstr(new).strip()
