"""What a director of the demo writes in a month's report, and the proof attached."""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from govplan.demo.cast import Cast, acting
from govplan.demo.files import TownFiles
from govplan.demo.programme import Programme
from govplan.domain.periods import Month
from govplan.domain.quantity import canonical
from govplan.domain.sheets import Status
from govplan.monitoring.evidence import attach_file, attach_url
from govplan.monitoring.reports import no_change, save_report
from govplan.monitoring.submission import faults_of_report
from govplan.presentation import month_name
from govplan.transparency.tables import Column, Kind, Row, Table
from govplan.transparency.writers import xlsx

# By indicator: another quantity than the files' (`value`), or one that `adds` to it; what was
# `accrued`; the `note` that confirms an odd value.
Instead = Mapping[str, Mapping[str, str]]
_SPENT_OF_BUDGET = Decimal("0.96")
_ARCHIVE = "https://archivo.sanjacinto.example"


class Teller:
    """Writes reports as their directors, from the town's files."""

    def __init__(self, files: TownFiles, cast: Cast, programme: Programme) -> None:
        self.files = files
        self.cast = cast
        self.programme = programme

    def report(self, month: Month, unit: str) -> Any:
        """The latest version of a unit's report of a month."""
        found = frappe.get_all(
            "Gov Progress Report",
            filters={"unit": unit, "period": str(month)},
            pluck="name",
            order_by="version desc, name asc",
            limit=1,
        )
        return frappe.get_doc("Gov Progress Report", found[0])

    def say(self, month: Month, unit: str, instead: Instead) -> Any:
        """Save what the unit did, explained where it is behind, with its proof."""
        with acting(self.cast.director(unit)):
            report = self.report(month, unit)
            rows = {row.row_key: self._row(row, unit, month, instead) for row in report.rows}
            summary = self._turn(self.files["incidents"]["summary"], unit, month)
            report = save_report(report.name, rows, summary, report.modified)
            if all(proof.row_key for proof in report.evidence):
                self._prove(report, unit, month)
            return self._explain(report)

    def say_unchanged(self, month: Month, unit: str) -> Any:
        """Save that nothing changed, and why there is no value where that cannot be said."""
        with acting(self.cast.director(unit)):
            report = no_change(self.report(month, unit).name)
            silent = (row for row in report.rows if row.status == Status.NOT_REPORTED)
            rows = {row.row_key: self._without_value() for row in silent}
            return self._explain(save_report(report.name, rows, None, report.modified))

    def show(self, month: Month, unit: str, title: str, url: str) -> None:
        """Prove the last line by an address."""
        with acting(self.cast.director(unit)):
            report = self.report(month, unit)
            attach_url(report, report.rows[-1].row_key, title, url)

    def reserve(self, month: Month, unit: str, title: str, legal_ground: str) -> None:
        """Add a proof the public may not see, and by which law."""
        with acting(self.cast.director(unit)):
            report = self.report(month, unit)
            row = report.rows[-1]
            name = f"{row.indicator.lower()}-{month}.xlsx"
            record = _record(report, month)
            attach_file(report, row.row_key, title, name, record, "Reserved", legal_ground)

    def _row(self, row: Any, unit: str, month: Month, instead: Instead) -> dict[str, str]:
        line = next(one for one in self.files["poas"][unit] if one["indicator"] == row.indicator)
        said = self.programme.said(line, month)
        if said is None:
            return self._without_value() if row.status == Status.NOT_REPORTED else {}
        done = self._turn(self.files["words"][row.indicator]["done"], row.indicator, month)
        other = instead.get(row.indicator, {})
        spent = other.get("accrued", _accrued(line, month))
        written = {"narrative": done, "budget_accrued": spent}
        if isinstance(said, list):
            return {**written, "numerator": said[0], "denominator": said[1]}
        if "note" in other:
            written["checked_note"] = other["note"]
        return {**written, "value": _quantity(said, other)}

    def _without_value(self) -> dict[str, str]:
        return {"missing_reason": self.files["incidents"]["no_value"]}

    def _turn(self, texts: list[str], whose: str, month: Month) -> str:
        return texts[(month.month + len(whose)) % len(texts)]

    def _prove(self, report: Any, unit: str, month: Month) -> None:
        """One proof for the whole report: a workbook in one of four, else an address."""
        title = f"{self.files['incidents']['proof']}: {month_name(str(month))}"
        if (month.month + len(unit)) % 4 == 0:
            name = f"{unit.lower()}-{month}.xlsx"
            attach_file(report, "", title, name, _record(report, month))
        else:
            attach_url(report, "", title, f"{_ARCHIVE}/{unit.lower()}/{month}")

    def _explain(self, report: Any) -> Any:
        """Where a line is far behind, its cause and what is done; an unusual value is confirmed."""
        faults = faults_of_report(report)
        rows: dict[str, dict[str, str]] = {}
        for row in report.rows:
            asked = {fault.field for fault in faults if fault.row_key == row.row_key}
            words = self.files["words"][row.indicator]
            behind = {"cause": words["cause"], "corrective_action": words["action"]}
            said = behind if "cause" in asked else {}
            if "checked" in asked:
                said["checked"] = "1"
            if said:
                rows[row.row_key] = said
        return save_report(report.name, rows, report.narrative, report.modified) if rows else report


def _quantity(said: str, instead: Mapping[str, str]) -> str:
    if "adds" in instead:
        return canonical(Decimal(said) + Decimal(instead["adds"]))
    return instead.get("value", said)


def _accrued(line: dict[str, Any], month: Month) -> str:
    if "budget" not in line:
        return ""
    codified = Decimal(line["budget"][2])
    return f"{codified * month.month / 12 * _SPENT_OF_BUDGET:.2f}"


def _record(report: Any, month: Month) -> bytes:
    """A workbook of what the report says, as a unit would keep it."""
    columns = (Column(_("Indicator")), Column(_("Quantity"), Kind.NUMBER), Column(_("Unit")))
    rows = tuple(
        Row((row.indicator_name, row.value or None, row.unit_of_measure)) for row in report.rows
    )
    written = datetime.combine(month.last_day, time(12))
    return xlsx.write([Table(report.title, columns, rows)], written)
