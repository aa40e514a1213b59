"""The approved data a month's edition rests on, read with a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import frappe
from frappe import _dict

from govplan.domain.periods import Month
from govplan.organisation.unit_names import name_on
from govplan.planning.poas import poas_in_force
from govplan.rows import children, rows_by_name

UNIT_FIELDS = (
    "name",
    "code",
    "unit_name",
    "kind",
    "process_family",
    "print_order",
    "parent_gov_unit",
    "objective",
    "valid_from",
    "valid_to",
)
INDICATOR_FIELDS = (
    "name",
    "code",
    "indicator_name",
    "definition",
    "method",
    "unit_of_measure",
    "accumulation",
    "direction",
    "frequency",
    "baseline_value",
    "baseline_year",
    "plan_node",
    "sdg_goal",
    "sdg_target",
    "plan_level",
    "indicator_type",
    "dimension",
    "mga_code",
    "source",
    "means_of_verification",
    "assumptions",
    "owner_unit",
    "owner_post",
    "term_target",
    # What the arithmetic of a term asks of a sheet.
    "maintenance_rule",
    "legal_min",
    "legal_max",
    "data_lag_months",
    "ratio_per",
)


@dataclass(frozen=True)
class UnitPlan:
    """A unit, its approved POA in force for the month (None without one) and the POA's lines."""

    unit: _dict
    poa: str | None = None
    lines: tuple[_dict, ...] = ()


@dataclass(frozen=True)
class MonthSources:
    """What a month's publications are made of; units in the order of the tree."""

    month: Month
    plans: tuple[UnitPlan, ...]
    indicators: dict[str, _dict] = field(default_factory=dict)

    def indicators_named(self, names: set[str]) -> dict[str, _dict]:
        """Indicators by name, those read already and those an earlier version of a POA had."""
        missing = names - set(self.indicators)
        if not missing:
            return self.indicators
        more = rows_by_name("Gov Indicator", missing, INDICATOR_FIELDS)
        return {**self.indicators, **more}

    @property
    def poas(self) -> list[str]:
        return [plan.poa for plan in self.plans if plan.poa]


def read_plans(month: Month) -> MonthSources:
    """Units that exist at the end of the month, with what was approved for them."""
    units = _units(month)
    in_force = poas_in_force(month)
    lines = _lines(in_force.values())
    indicators = rows_by_name(
        "Gov Indicator",
        {row.indicator for rows in lines.values() for row in rows},
        INDICATOR_FIELDS,
    )
    plans = tuple(_plan(unit, in_force.get(unit.name), lines) for unit in units)
    return MonthSources(month, plans, indicators)


def _units(month: Month) -> list[_dict]:
    rows = frappe.get_all(
        "Gov Unit", fields=list(UNIT_FIELDS), order_by="lft asc, name asc", limit=0
    )
    existing = [row for row in rows if _exists(row, month)]
    for row in existing:
        row.unit_name = name_on(row.name, month.last_day, row.unit_name)
    return existing


def _exists(unit: _dict, month: Month) -> bool:
    begun = unit.valid_from is None or unit.valid_from <= month.last_day
    return begun and (unit.valid_to is None or unit.valid_to >= month.last_day)


def _lines(poas: Iterable[str]) -> dict[str, list[_dict]]:
    return children("Gov POA Row", "Gov POA", poas)


def _plan(unit: _dict, poa: str | None, lines: dict[str, list[_dict]]) -> UnitPlan:
    return UnitPlan(unit, poa, tuple(lines.get(poa, ()))) if poa else UnitPlan(unit)
