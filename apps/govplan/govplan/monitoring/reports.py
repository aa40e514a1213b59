"""Writing a unit's monthly report: typed values in, a measured report out."""

from collections.abc import Mapping
from typing import Any

from frappe import _
from frappe.model.document import Document

from govplan.domain.sheets import Accumulation, Status
from govplan.editing import open_for_edit
from govplan.errors import BadQuantity, BadRecord, Fault, refuse_faults
from govplan.monitoring.measuring import measure_report
from govplan.monitoring.opening import open_reports
from govplan.typed import Unreadable, amount, check, fill, quantity, text

__all__ = ["measure_report", "no_change", "open_reports", "save_report"]

_STATUS_TYPED = ("", str(Status.NOT_APPLICABLE))


def declared_status(value: Any) -> str:
    """Of the states of a line only `Not applicable` is the unit's to say. Raises Unreadable."""
    said = text(value)
    if said not in _STATUS_TYPED:
        raise Unreadable(_("only “Not applicable” can be declared; the rest is computed."))
    return said


ROW_FIELDS = {
    "value": quantity,
    "numerator": quantity,
    "denominator": quantity,
    "status": declared_status,
    "no_change": check,
    "missing_reason": text,
    "narrative": text,
    "cause": text,
    "corrective_action": text,
    "budget_accrued": amount,
    "checked": check,
    "checked_note": text,
}


def save_report(
    name: str,
    rows: Mapping[str, Mapping[str, Any]],
    narrative: str | None = None,
    modified: Any = None,
) -> Document:
    """Write what was typed in the lines given (`row_key` to fields); the others stay.

    All or nothing: faults are told together and nothing is kept. What is only unfinished (a
    value still missing, evidence still to come) is kept. Raises Refused with `.faults`,
    TimestampMismatchError, PermissionError.
    """
    report = open_for_edit("Gov Progress Report", name, modified)
    lines = {row.row_key: row for row in report.rows}
    faults = []
    for row_key, typed in rows.items():
        if row_key in lines:
            faults += _fill_line(lines[row_key], typed)
        else:
            words = _("A line typed is not in this report any more. Open the page again.")
            faults.append(Fault(row_key, "", words, BadRecord))
    refuse_faults(faults)
    if narrative is not None:
        report.narrative = text(narrative)
    return report.save()


def no_change(name: str, modified: Any = None) -> Document:
    """Say of every due line left blank that nothing changed since the last report.

    Sums get zero, levels their last value; a line that has no last value stays blank. Raises as
    `save_report`.
    """
    report = open_for_edit("Gov Progress Report", name, modified)
    for row in report.rows:
        if row.status == Status.NOT_REPORTED and not text(row.missing_reason):
            row.no_change = 1
    return report.save()


def may_not_change(row: Document) -> bool:
    """Whether a due line can say that nothing changed: a sum, or what has a last value.

    A quotient is told by its parts, and those are new each month.
    """
    if row.status in (Status.NOT_DUE, Status.NOT_PROGRAMMED):
        return False
    has_last = row.accumulation == Accumulation.CUMULATIVE or bool(row.previous_value)
    return has_last and row.accumulation != Accumulation.RATIO


def _fill_line(row: Document, typed: Mapping[str, Any]) -> list[Fault]:
    before = row.as_dict()
    faults = fill(row, typed, ROW_FIELDS, row.row_key, row.indicator_name)
    if row.checked_note and row.checked_note != before.checked_note:
        row.checked = 1
    if row.no_change and not before.no_change and row.value == before.value:
        # The box was ticked over a value that was there: what did not change replaces it.
        row.value = ""
    ratio = row.accumulation == Accumulation.RATIO
    if ratio and text(typed.get("value")) and not (row.numerator or row.denominator):
        words = _("{0}: write numerator and denominator; the quotient is computed.")
        faults.append(Fault(row.row_key, "value", words.format(row.indicator_name), BadQuantity))
    return faults
