"""Opening the month: a report for every unit with a plan to report on, its lines filled in."""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from govplan import clock
from govplan.domain.periods import Month
from govplan.monitoring.periods import OPEN
from govplan.organisation.unit_names import name_on
from govplan.planning.poas import poas_in_force
from govplan.rows import rows_by_name

_SAVEPOINT = "open_report"
_COPIED = ("indicator", "activity", "territory", "weight", "annual_target")
_TYPED = (
    "status",
    "value",
    "numerator",
    "denominator",
    "no_change",
    "missing_reason",
    "narrative",
    "cause",
    "corrective_action",
    "budget_accrued",
)


def open_reports(period: str) -> list[str]:
    """Open the reports of a month that are not open yet; the names of those opened now.

    A month that takes reports has one for each unit with an approved POA in force; one that
    does not, only for units with an exception. Safe to call again: a POA approved since gives
    its report, a reform its lines to the reports still being written.
    """
    month = frappe.get_doc("Gov Reporting Period", period)
    in_force = poas_in_force(Month.parse(period))
    reports = _reports_of(period)
    for report in reports.values():
        _follow_reform(report, in_force.get(report.unit))
    wanted = set(in_force) if month.state == OPEN else _excepted(month) & set(in_force)
    units = _units_existing(wanted - set(reports), month)
    opened = (_open_apart(period, unit, in_force[unit.name]) for unit in units)
    return [name for name in opened if name]


def lines_from(poa: str) -> list[dict]:
    """The lines of a report on a POA: what each is about, before anything is said."""
    rows = frappe.get_all(
        "Gov POA Row",
        filters={"parenttype": "Gov POA", "parent": poa},
        fields=["name", *_COPIED],
        order_by="idx asc, name asc",
        limit=0,
    )
    sheets = _descriptions({row.indicator for row in rows})
    return [
        {
            "row_key": row.name,
            **{field: row.get(field) for field in _COPIED},
            **sheets[row.indicator],
            "status": "Not reported",
        }
        for row in rows
    ]


def _open_apart(period: str, unit: frappe._dict, poa: str) -> str | None:
    """A unit whose report cannot be opened is told in the error log and holds up no other."""
    frappe.db.savepoint(_SAVEPOINT)
    try:
        return _open(period, unit, poa)
    except frappe.ValidationError as refusal:
        frappe.db.rollback(save_point=_SAVEPOINT)
        frappe.log_error(title=f"{unit.name} {period}", message=str(refusal))
        return None


def _open(period: str, unit: frappe._dict, poa: str) -> str:
    report = frappe.get_doc(
        {
            "doctype": "Gov Progress Report",
            "unit": unit.name,
            "period": period,
            "poa": poa,
            "version": 1,
            "title": f"{unit.unit_name} · {period}",
            "rows": lines_from(poa),
        }
    )
    report.flags.written_by_govplan = True
    return report.insert().name


def _follow_reform(report: frappe._dict, poa: str | None) -> None:
    """A report still being written follows a reform in force for its month, with what it said."""
    if poa is None or poa == report.poa or report.workflow_state not in ("Draft", "Returned"):
        return
    doc = frappe.get_doc("Gov Progress Report", report.name)
    said = {_identity(row): row for row in doc.rows}
    doc.poa = poa
    doc.set("rows", [])
    moved = {}
    for line in lines_from(poa):
        row = doc.append("rows", line)
        before = said.get(_identity(row))
        if before is not None:
            row.update({field: before.get(field) for field in _TYPED})
            moved[before.row_key] = row.row_key
    _keep_evidence(doc, moved)
    doc.flags.written_by_govplan = True
    doc.save()


def _keep_evidence(doc: Document, moved: dict[str, str]) -> None:
    """Evidence follows its line; that of a line the reform dropped stays with the whole report."""
    for proof in doc.evidence:
        proof.row_key = moved.get(proof.row_key or "", "")


def _identity(row: Document) -> tuple[str, str, str]:
    return (row.indicator or "", row.activity or "", row.territory or "")


def _reports_of(period: str) -> dict[str, frappe._dict]:
    """The latest version of each unit's report of the month, whatever its state."""
    rows = frappe.get_all(
        "Gov Progress Report",
        filters={"period": period},
        fields=["name", "unit", "poa", "workflow_state"],
        order_by="version asc, name asc",
        limit=0,
    )
    return {row.unit: row for row in rows}


def _excepted(period: Document) -> set[str]:
    return {row.unit for row in period.exceptions if getdate(row.until) >= clock.today()}


def _units_existing(names: Iterable[str], period: Document) -> list[frappe._dict]:
    """Units that exist at the end of the month, in the order of the tree."""
    last_day = Month.parse(period.period).last_day
    rows = frappe.get_all(
        "Gov Unit",
        filters={"name": ["in", sorted(names)]},
        fields=["name", "unit_name", "valid_from", "valid_to"],
        order_by="lft asc, name asc",
        limit=0,
    )
    for row in rows:
        row.unit_name = name_on(row.name, last_day, row.unit_name)
    return [
        row
        for row in rows
        if (not row.valid_from or getdate(row.valid_from) <= last_day)
        and (not row.valid_to or getdate(row.valid_to) >= last_day)
    ]


def _descriptions(indicators: set[str]) -> dict[str, dict]:
    said = ("indicator_name", "unit_of_measure", "accumulation")
    rows = rows_by_name("Gov Indicator", indicators, said)
    return {name: {field: row[field] for field in said} for name, row in rows.items()}
