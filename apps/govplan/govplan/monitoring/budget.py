"""The programme budget: what the plans of a year are to cost, have cost, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe
from frappe.utils import cstr

from govplan.domain.finance import Money, Spending, spending
from govplan.domain.programme_budget import Alignment, alignment, totals_by_node
from govplan.domain.quantity import exact, parse_quantity
from govplan.domain.rollup import Rollup, of_units
from govplan.domain.traffic_light import Bands
from govplan.monitoring.execution import Executed, latest_execution
from govplan.monitoring.plan_progress import served_until_now
from govplan.planning.poas import current_month, identity_of, poas_in_force
from govplan.planning.progress import Served, percent_of, progress
from govplan.planning.sheets import town_bands
from govplan.rows import children, rows_by_name

_PLANNED = (
    *("name", "indicator", "activity", "territory", "plan_node", "target_text"),
    *("budget_code", "budget_programmed", "budget_codified"),
)


@dataclass(frozen=True)
class Line:
    """A line of a POA in force: what it is, what it hangs on, its money and progress.

    `node` is the element it serves, None for none; `physical` what its unit's latest approved
    report says of it.
    """

    unit: str
    unit_name: str
    poa: str
    planned: Any
    indicator_name: str
    alignment: Alignment
    node: str | None
    money: Money
    physical: Decimal | None


@dataclass(frozen=True)
class Element:
    """An element of a plan with the money of all that is under it, and its progress as `told` on
    every page of the plan; `depth` 0 is an axis."""

    plan_name: str
    depth: int
    node: Any
    total: Spending
    told: dict[str, Any]


@dataclass(frozen=True)
class PlanBudget:
    """A plan with its total, its progress and those of its elements that have lines."""

    name: str
    total: Spending
    told: dict[str, Any]
    elements: list[Element]


@dataclass(frozen=True)
class ProgrammeBudget:
    """A year's budget by plan, axis and node, and its lines. Missing figures are None.

    Money is of the lines the person may see. Progress is that of `month`, the newest with an
    approved report: of plans by all their lines, `physical` by the units seen, together.
    """

    year: int
    month: str
    lines: list[Line]
    plans: list[PlanBudget]
    total: Spending
    physical: Rollup

    def aligned(self, state: Alignment) -> list[Line]:
        return [line for line in self.lines if line.alignment is state]


def programme_budget(year: int) -> ProgrammeBudget:
    """The POAs in force that the person may see. A fixed number of statements."""
    in_force = _visible(poas_in_force(current_month(year)))
    executed = latest_execution(year, in_force)
    lines, nodes = _lines(in_force, executed)
    month, served = served_until_now(year)
    return ProgrammeBudget(
        year,
        month,
        lines,
        _plans(nodes, lines, served),
        spending(line.money for line in lines),
        of_units((_compliance(executed.get(unit), month), True) for unit in in_force),
    )


def _compliance(said: Executed | None, month: str) -> Decimal | None:
    return parse_quantity(said.compliance) if said and said.period == month else None


def path_of(node: str | None, elements: dict[str, Element]) -> list[Element]:
    """From the axis down to the element."""
    path: list[Element] = []
    while node in elements:
        path.insert(0, elements[node])
        node = elements[node].node.parent_gov_plan_node
    return path


def _lines(in_force: dict[str, str], executed: dict[str, Executed]) -> tuple[list[Line], list[Any]]:
    """The lines, unit by unit, and every element of the plans they hang on."""
    rows = children("Gov POA Row", "Gov POA", in_force.values(), _PLANNED)
    every = [row for poa in sorted(rows) for row in rows[poa]]
    sheets = rows_by_name(
        "Gov Indicator", (row.indicator for row in every), ("indicator_name", "plan_node")
    )
    units = rows_by_name("Gov Unit", in_force, ("unit_name", "lft"))
    unit_of = {poa: units[unit] for unit, poa in in_force.items()}
    served = {row.name: row.plan_node or sheets[row.indicator].plan_node for row in every}
    nodes = _nodes_of_plans(filter(None, served.values()))
    shown = _in_current_version(nodes)
    every.sort(key=lambda row: unit_of[row.parent].lft or 0)
    return [
        _line(
            row,
            unit_of[row.parent],
            sheets[row.indicator],
            shown.get(served[row.name] or ""),
            executed.get(unit_of[row.parent].name),
        )
        for row in every
    ], nodes


def _line(row: Any, unit: Any, sheet: Any, node: str | None, said: Executed | None) -> Line:
    reported = said.rows.get(identity_of(row)) if said else None
    return Line(
        unit=unit.name,
        unit_name=cstr(unit.unit_name),
        poa=row.parent,
        planned=row,
        indicator_name=cstr(sheet.indicator_name),
        alignment=alignment(bool(row.plan_node), bool(sheet.plan_node)),
        node=node,
        money=Money(
            exact(row.budget_programmed) or None,
            exact(row.budget_codified) or None,
            said.accrued(row) if said else None,
        ),
        physical=percent_of(reported) if reported else None,
    )


def _plans(nodes: list[Any], lines: list[Line], served: Served) -> list[PlanBudget]:
    """Each plan with its total and its elements that have lines, in the order of the tree."""
    parents = {node.name: node.parent_gov_plan_node for node in nodes}
    totals = totals_by_node(((line.node, line.money) for line in lines), parents)
    by_plan: dict[str, list[Any]] = {}
    for node in nodes:
        by_plan.setdefault(node.plan, []).append(node)
    bands = town_bands()
    return [
        _plan(found, totals, lines, _told(found, served, bands))
        for found in by_plan.values()
        if any(node.name in totals for node in found)
    ]


def _told(nodes: list[Any], served: Served, bands: Bands) -> dict[str, Any]:
    plan = frappe._dict(nodes[0], code=nodes[0].plan_code)
    return progress(plan, nodes, served.get(plan.code, {}), bands)


def _plan(
    nodes: list[Any], totals: dict[str, Spending], lines: list[Line], told: dict[str, Any]
) -> PlanBudget:
    """`nodes` from the root down, which is also their order."""
    name, names = nodes[0].plan_name, {node.name for node in nodes}
    by_code = {one["code"]: one for one in told["nodes"]}
    depth: dict[str, int] = {}
    for node in nodes:
        depth[node.name] = depth.get(node.parent_gov_plan_node, -1) + 1
    return PlanBudget(
        name,
        spending(line.money for line in lines if line.node in names),
        told,
        [
            Element(name, depth[node.name], node, totals[node.name], by_code[node.code])
            for node in nodes
            if node.name in totals
        ],
    )


def _visible(in_force: dict[str, str]) -> dict[str, str]:
    seen = frappe.get_list(
        "Gov POA", filters={"name": ["in", sorted(in_force.values())]}, pluck="name", limit=0
    )
    return {unit: poa for unit, poa in in_force.items() if poa in seen}


def _nodes_of_plans(named: Iterable[str]) -> list[Any]:
    """Every element of every version of the plans these belong to, from the root down."""
    node, plan = frappe.qb.DocType("Gov Plan Node"), frappe.qb.DocType("Gov Plan")
    codes = (
        frappe.qb.from_(node)
        .inner_join(plan)
        .on(plan.name == node.plan)
        .select(plan.code)
        .where(node.name.isin(sorted(named) or [""]))
    )
    return (
        frappe.qb.from_(node)
        .inner_join(plan)
        .on(plan.name == node.plan)
        .select(node.name, node.plan, node.code, node.level_name, node.title)
        .select(node.parent_gov_plan_node, node.weight, plan.plan_name, plan.docstatus)
        .select(plan.version, plan.code.as_("plan_code"))
        .where(plan.code.isin(codes))
        .orderby(plan.plan_name)
        .orderby(plan.version)
        .orderby(node.plan)
        .orderby(node.lft)
        .run(as_dict=True)
    )


def _in_current_version(nodes: list[Any]) -> dict[str, str]:
    """Of each element the one of its code in the plan's version approved last, also while a
    reform of it is being written; itself without one.

    A POA names the version there was when it was approved.
    """
    decided = [node for node in nodes if node.docstatus > 0]
    newest = {node.plan_code: node.plan for node in decided}
    current = {
        (node.plan_code, node.code): node.name
        for node in decided
        if node.plan == newest[node.plan_code]
    }
    return {node.name: current.get((node.plan_code, node.code), node.name) for node in nodes}
