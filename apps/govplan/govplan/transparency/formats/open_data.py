"""The town's own open dataset: every figure with what it is compared with and where it stands."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import Any

import frappe
from frappe import _dict
from frappe.utils import cint, cstr

from govplan.domain.finance import Money, spending
from govplan.domain.indicators import FORMULA_VERSION
from govplan.domain.periods import Month, fiscal_year
from govplan.domain.quantity import canonical, exact, parse_quantity, text_of
from govplan.domain.rollup import Rollup, of_units
from govplan.domain.traffic_light import Bands, light
from govplan.monitoring.execution import Executed, latest_execution
from govplan.planning.differences import adjustments_of
from govplan.planning.poas import Identity, identity_of
from govplan.planning.sheets import town_bands
from govplan.rows import children
from govplan.transparency import evidence
from govplan.transparency.formats import plan_progress
from govplan.transparency.formats.collected import Collected, Coverage
from govplan.transparency.formats.facts import day, titles_of
from govplan.transparency.formats.indicator_sheets import told_sheets
from govplan.transparency.formats.open_data_tables import csv_name, tables
from govplan.transparency.progress import APPROVED, NO_POA, UnitMonth, months_of_units
from govplan.transparency.sources import MonthSources, read_plans
from govplan.transparency.town import town

__all__ = ["collect", "csv_name", "tables"]

SCHEMA = "govplan-open-1"

_OF_ROW = ("unit_of_measure", "accumulation", "status")
_TEXTS = ("activity", "narrative", "cause", "corrective_action")
_QUANTITIES = (
    "weight",
    "annual_target",
    "programmed",
    "programmed_to_date",
    "value",
    "numerator",
    "denominator",
    "to_date",
    "percent_month",
    "percent_to_date",
    "percent_year",
)
_AMOUNTS = ("budget_programmed", "budget_codified", "budget_accrued")


def collect(month: Month, fmt: Any) -> Collected:
    """The month of every unit from approved reports; missing is null with its status."""
    sources = read_plans(month)
    units = months_of_units(sources)
    told, bands = _told(sources, units), town_bands()
    content = {
        "schema": SCHEMA,
        "format": fmt.name,
        "period": str(month),
        "municipality": town(),
        "formula_version": FORMULA_VERSION,
        "bands": _bands(bands),
        "units": told,
        "plans": plan_progress.collect(told, month, bands),
        "totals": _totals(units, bands),
    }
    return Collected(content, _rests_on(units), _coverage(units), _files(units))


def _told(sources: MonthSources, units: list[UnitMonth]) -> list[dict[str, Any]]:
    around = _around(sources, units)
    return [_unit(unit, around) for unit in units]


@dataclass(frozen=True)
class _Around:
    """What lines refer to, by name."""

    poa_rows: dict[str, _dict]
    indicators: dict[str, _dict]
    sheets: dict[str, dict[str, Any]]
    nodes: dict[str, str]
    territories: dict[str, str]
    executed: dict[str, Executed]
    adjusted: dict[str, dict[Identity, list[tuple[str, str]]]]


def _around(sources: MonthSources, units: list[UnitMonth]) -> _Around:
    """Lines of the POA a report was made on, which a reform since may have replaced."""
    in_force = {line.name: line for plan in sources.plans for line in plan.lines}
    reported = {unit.report.poa for unit in units if unit.is_approved and unit.report}
    earlier = children("Gov POA Row", "Gov POA", reported - set(sources.poas))
    rows = {**in_force, **{row.name: row for rows in earlier.values() for row in rows}}
    named = {cstr(row.indicator) for unit in units for row in unit.rows}
    indicators = {
        name: sheet for name, sheet in sources.indicators_named(named).items() if name in named
    }
    return _Around(
        rows,
        indicators,
        told_sheets(indicators, sources.month),
        titles_of("Gov Plan Node", (row.plan_node for row in rows.values())),
        titles_of("Gov Territory", (row.territory for row in rows.values())),
        _executed(sources.month, units),
        adjustments_of({row.parent for row in rows.values()}),
    )


def _executed(month: Month, units: list[UnitMonth]) -> dict[str, Executed]:
    approved = [unit.plan.unit.name for unit in units if unit.is_approved]
    return latest_execution(fiscal_year(month), approved, until=str(month))


def _unit(month: UnitMonth, around: _Around) -> dict[str, Any]:
    unit, report = month.plan.unit, month.report
    approved = report if month.is_approved else None
    lines = [_line(row, month, around) for row in month.rows]
    return {
        "code": cstr(unit.code),
        "name": cstr(unit.unit_name),
        "kind": cstr(unit.kind),
        "process_family": cstr(unit.process_family),
        "parent": cstr(unit.parent_gov_unit),
        "objective": cstr(unit.objective),
        "compliance": _quantity(approved, "compliance"),
        "compliance_raw": _quantity(approved, "compliance_raw"),
        "light": cstr(approved.light) if approved else _light_of_silence(month),
        "due": month.due,
        "reported": month.reported,
        "state": month.state,
        "on_time": bool(cint(report.on_time)) if report else None,
        "submitted_on": day(report.submitted_at) if report else None,
        "narrative": cstr(approved.narrative) if approved else "",
        "evidence": evidence.shown(month.evidence, ""),
        "lines": lines,
        **_money_of(lines),
    }


def _light_of_silence(month: UnitMonth) -> str:
    return "Black" if month.due else "Grey"


def _line(row: Any, month: UnitMonth, around: _Around) -> dict[str, Any]:
    planned = around.poa_rows.get(row.row_key) or frappe._dict()
    sheet = around.indicators[row.indicator]
    return {
        "row_key": cstr(row.row_key),
        "indicator": cstr(row.indicator),
        "indicator_name": cstr(row.indicator_name or sheet.indicator_name),
        **around.sheets[row.indicator],
        **{key: cstr(row.get(key)) for key in _OF_ROW},
        **{key: cstr(row.get(key)) for key in _TEXTS},
        **{key: _quantity(row, key) for key in _QUANTITIES},
        "baseline_value": _quantity(sheet, "baseline_value"),
        "baseline_year": cint(sheet.baseline_year) or None,
        "sdg_goal": cint(sheet.sdg_goal) or None,
        "sdg_target": cstr(sheet.sdg_target),
        "light": cstr(row.light),
        "unplanned": bool(cint(row.unplanned)),
        "missing_reason": cstr(row.missing_reason) if month.is_approved else "",
        **_planned(planned, sheet, around),
        **_adjusted(around.adjusted.get(planned.parent, {}).get(identity_of(planned), [])),
        **_budget(planned, around.executed.get(month.plan.unit.name)),
        "evidence": evidence.shown(month.evidence, cstr(row.row_key)),
    }


def _planned(planned: _dict, sheet: _dict, around: _Around) -> dict[str, Any]:
    node = planned.plan_node or sheet.plan_node
    return {
        "target_text": cstr(planned.target_text),
        "plan_node": cstr(node),
        "plan_node_title": around.nodes.get(node, ""),
        "territory": cstr(planned.territory),
        "territory_name": around.territories.get(planned.territory, ""),
    }


def _adjusted(targets: list[tuple[str, str]]) -> dict[str, str | None]:
    """The year's target before acts adjusted it, and as the last one left it."""
    if not targets:
        return {"original_target": None, "adjusted_target": None, "target_act": ""}
    (_no_act, original), (act, adjusted) = targets[0], targets[-1]
    return {
        "original_target": original or None,
        "adjusted_target": adjusted or None,
        "target_act": act,
    }


def _budget(planned: _dict, said: Executed | None) -> dict[str, str | None]:
    """A line without money has none, which is not the same as zero spent of some; one that is
    not due has what it told last."""
    accrued = said.accrued(planned) if said and planned else None
    return {
        "budget_programmed": _amount(planned.budget_programmed),
        "budget_codified": _amount(planned.budget_codified),
        "budget_accrued": text_of(accrued),
    }


def _money_of(lines: list[dict[str, Any]]) -> dict[str, str | None]:
    """The amounts of a unit's lines together, and what was accrued of what was codified."""
    whole = spending(Money(*(parse_quantity(line[key]) for key in _AMOUNTS)) for line in lines)
    told = zip((*_AMOUNTS, "financial"), astuple(whole), strict=True)
    return {key: text_of(total) for key, total in told}


def _amount(money: float | None) -> str | None:
    quantity = exact(money) if money else None
    return canonical(quantity) if quantity else None


def _quantity(record: Any, key: str) -> str | None:
    return (cstr(record.get(key)) or None) if record else None


def _totals(units: list[UnitMonth], bands: Bands) -> dict[str, Any]:
    """The town: the mean of the units that reported, beside how many should have."""
    whole = _rolled_up(units, "compliance")
    raw = _rolled_up(units, "compliance_raw").raw_percent
    return {
        "compliance": text_of(whole.percent),
        "compliance_raw": text_of(raw),
        "light": str(light(whole.percent, whole.status, bands)),
        "due_units": sum(bool(unit.due) for unit in units),
        "reported_units": sum(bool(unit.due) and unit.is_approved for unit in units),
        "on_time_units": sum(bool(u.due and u.report and cint(u.report.on_time)) for u in units),
        "due": sum(unit.due for unit in units),
        "reported": sum(unit.reported for unit in units),
    }


def _rolled_up(units: Iterable[UnitMonth], field: str) -> Rollup:
    return of_units((_percent(unit, field), bool(unit.due)) for unit in units)


def _percent(unit: UnitMonth, field: str) -> Decimal | None:
    return parse_quantity(_quantity(unit.report, field)) if unit.is_approved else None


def _bands(bands: Bands) -> dict[str, str | None]:
    top = bands.purple_above
    return {
        "green_from": canonical(bands.green_from),
        "yellow_from": canonical(bands.yellow_from),
        "purple_above": text_of(top),
    }


def _coverage(units: list[UnitMonth]) -> Coverage:
    due = [unit for unit in units if unit.due or unit.state in (APPROVED, NO_POA)]
    missing = tuple(cstr(unit.plan.unit.unit_name) for unit in due if not unit.is_approved)
    return Coverage(len(due), len(due) - len(missing), missing)


def _rests_on(units: list[UnitMonth]) -> tuple[tuple[str, str], ...]:
    poas = (("Gov POA", unit.plan.poa) for unit in units if unit.plan.poa)
    reports = (("Gov Progress Report", u.report.name) for u in units if u.is_approved and u.report)
    return (*poas, *reports)


def _files(units: list[UnitMonth]) -> dict[str, str]:
    return evidence.files_of(proof for unit in units for proof in unit.evidence)
