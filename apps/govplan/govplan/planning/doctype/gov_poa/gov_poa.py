import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate

from govplan.behaviours.approvable import Approvable
from govplan.domain.periods import Month, fiscal_year
from govplan.errors import (
    BadRecord,
    Fault,
    PeriodClosed,
    ValueMissing,
    WrongState,
    refuse,
    refuse_faults,
)
from govplan.planning.poas import versions
from govplan.planning.programming import line_faults, missing_faults, reading_faults
from govplan.presentation import day
from govplan.typed import missing, missing_in_rows


class GovPOA(Approvable, Document):
    """What a unit will do in a year, line by line and month by month."""

    def autoname(self) -> None:
        self.version = cint(self.version) or 1
        self.name = f"POA-{self.unit}-{self.fiscal_year}-v{self.version}"

    def check_content(self) -> None:
        self.keep_identity()
        refuse_faults(self.blank_faults())
        self.set_title()
        refuse_faults([*self.month_faults(), *self.unit_faults(), *reading_faults(self)])
        refuse_faults(line_faults(self))

    def faults_before_submit(self) -> list[Fault]:
        return [*missing_faults(self), *self.reform_faults()]

    def before_cancel(self) -> None:
        message = _("A POA is changed by a reform: a new version that holds from a month on.")
        refuse(message, WrongState)

    def keep_identity(self) -> None:
        """The name says whose POA it is, of which year and version."""
        before = self.get_doc_before_save()
        if before is None:
            return
        for name in ("unit", "fiscal_year", "version"):
            if cstr(self.get(name)) != cstr(before.get(name)):
                message = _("{0} cannot change: make another POA.")
                refuse(message.format(_(self.meta.get_label(name))), BadRecord)

    def set_title(self) -> None:
        unit = frappe.db.get_value("Gov Unit", self.unit, "unit_name") or self.unit
        self.title = f"POA {self.fiscal_year} · {unit}"
        if self.version > 1:
            self.title += f" · v{self.version}"

    def blank_faults(self) -> list[Fault]:
        none = [] if self.rows else [Fault("", "rows", _("Lines: write at least one."))]
        return [*missing(self), *none, *missing_in_rows(self, ("rows",))]

    def month_faults(self) -> list[Fault]:
        first_day = getdate(self.effective_from)
        if first_day.day == 1 and fiscal_year(Month.of(first_day)) == cint(self.fiscal_year):
            return []
        message = _("Effective from: the first day of a month of {0}.")
        return [Fault("", "effective_from", message.format(self.fiscal_year))]

    def unit_faults(self) -> list[Fault]:
        """A unit that has ended by then has nothing to do."""
        unit = frappe.db.get_value("Gov Unit", self.unit, ["unit_name", "valid_to"], as_dict=True)
        if not (unit and unit.valid_to) or getdate(unit.valid_to) >= getdate(self.effective_from):
            return []
        message = _("Effective from: {0} ended on {1} and has no plan after that.")
        return [Fault("", "effective_from", message.format(unit.unit_name, day(unit.valid_to)))]

    def reform_faults(self) -> list[Fault]:
        if self.version == 1:
            return []
        faults = []
        if not self.reform_act:
            message = _("Act of the reform: write the act that orders it.")
            faults.append(Fault("", "reform_act", message, ValueMissing))
        last = self._last_approved_month()
        if last and Month.parse(last) >= Month.of(getdate(self.effective_from)):
            message = _("Effective from: {0} is already approved; choose a later month.")
            faults.append(Fault("", "effective_from", message.format(last), PeriodClosed))
        return faults

    def _last_approved_month(self) -> str | None:
        reports = frappe.get_all(
            "Gov Progress Report",
            filters={
                "unit": self.unit,
                "docstatus": 1,
                "poa": ["in", [row.name for row in versions(self.unit, self.fiscal_year)]],
            },
            pluck="period",
            order_by="period desc, name asc",
            limit=1,
        )
        return reports[0] if reports else None


def on_doctype_update() -> None:
    """Index what every opening of a month asks: the version in force."""
    frappe.db.add_index("Gov POA", ["unit", "fiscal_year", "docstatus"])
