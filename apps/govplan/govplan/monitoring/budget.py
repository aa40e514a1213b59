"""The programme budget: what the plans of a year are to cost, have cost, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.utils import cstr

from govplan.domain.programme_budget import (
    Alignment,
    BudgetLine,
    BudgetTotal,
    alignment,
    total_of,
    totals_by_node,
)
from govplan.domain.quantity import exact, parse_quantity
from govplan.domain.rollup import Part
from govplan.domain.sheets import Status
from govplan.monitoring.execution import Executed, latest_execution
from govplan.monitoring.lines import identity_of
from govplan.planning.poas import current_month, poas_in_force


@dataclass(frozen=True)
class Line:
    """A line of a POA in force: what it is, what it hangs on, its money and progress."""

    unit: str
    unit_name: str
    poa: str
    planned: Any
    indicator_name: str
    alignment: Alignment
    figures: BudgetLine


@dataclass(frozen=True)
class Element:
    """An element of a plan with the total of all that is under it; `depth` 0 is an axis."""

    plan: str
    plan_name: str
    depth: int
    node: Any
    total: BudgetTotal


@dataclass(frozen=True)
class ProgrammeBudget:
    """A year's budget by plan, axis and node, and its lines. Missing figures are None."""

    year: int
    lines: list[Line]
    plans: list[tuple[str, BudgetTotal, list[Element]]]
    total: BudgetTotal

    def aligned(self, state: Alignment) -> list[Line]:
        return [line for line in self.lines if line.alignment is state]


def programme_budget(year: int) -> ProgrammeBudget:
    """The POAs in force that the person may see. A fixed number of statements."""
    lines, nodes = _lines(year)
    figures = [line.figures for line in lines]
    parents = {node.name: node.parent_gov_plan_node for node in nodes}
    totals = totals_by_node(figures, parents)
    return ProgrammeBudget(year, lines, _plans(nodes, totals, figures), total_of(figures))


def path_of(node: str | None, elements: dict[str, Element]) -> list[Element]:
    """From the axis down to the element."""
    path: list[Element] = []
    while node in elements:
        path.insert(0, elements[node])
        node = elements[node].node.parent_gov_plan_node
    return path


def _lines(year: int) -> tuple[list[Line], list[Any]]:
    """The lines, unit by unit, and every element of the plans they hang on."""
    in_force = _visible(poas_in_force(current_month(year)))
    rows = _rows_of(in_force.values())
    indicators = _named("Gov Indicator", {r.indicator for r in rows}, "indicator_name", "plan_node")
    units = _named("Gov Unit", set(in_force), "unit_name", "lft")
    executed = latest_execution(year, in_force)
    unit_of = {poa: unit for unit, poa in in_force.items()}
    for row in rows:
        row.unit = unit_of[row.parent]
        row.node = row.plan_node or indicators[row.indicator].plan_node
    nodes = _nodes_of_plans({row.node for row in rows if row.node})
    shown = _in_current_version(nodes)
    rows.sort(key=lambda row: units[row.unit].lft or 0)
    lines = [
        _line(row, units[row.unit], indicators[row.indicator], shown, executed) for row in rows
    ]
    return lines, nodes


def _line(
    row: Any, unit: Any, indicator: Any, shown: dict[str, str], executed: dict[str, Executed]
) -> Line:
    said = executed.get(unit.name)
    reported = said.rows.get(identity_of(row)) if said else None
    figures = BudgetLine(
        node=shown.get(row.node or ""),
        programmed=exact(row.budget_programmed) or None,
        codified=exact(row.budget_codified) or None,
        accrued=said.accrued(row) if said else None,
        progress=_progress(reported),
    )
    state = alignment(bool(row.plan_node), bool(indicator.plan_node))
    name = cstr(indicator.indicator_name)
    return Line(unit.name, cstr(unit.unit_name), row.parent, row, name, state, figures)


def _progress(reported: Any) -> Part:
    """A line no approved report tells of is not reported; never zero."""
    if reported is None:
        return Part(None, None, Status.NOT_REPORTED)
    return Part(None, parse_quantity(reported.percent_to_date), Status(reported.status))


def _plans(
    nodes: list[Any], totals: dict[str, BudgetTotal], figures: list[BudgetLine]
) -> list[tuple[str, BudgetTotal, list[Element]]]:
    """Each plan with its total and its elements that have lines, in the order of the tree."""
    plan_of = {node.name: node.plan for node in nodes}
    depth: dict[str, int] = {}
    elements: dict[str, list[Element]] = {}
    for node in nodes:
        depth[node.name] = depth.get(node.parent_gov_plan_node, -1) + 1
        if node.name in totals:
            element = Element(node.plan, node.plan_name, depth[node.name], node, totals[node.name])
            elements.setdefault(node.plan, []).append(element)
    return [
        (
            found[0].plan_name,
            total_of(line for line in figures if plan_of.get(line.node or "") == plan),
            found,
        )
        for plan, found in elements.items()
    ]


def _visible(in_force: dict[str, str]) -> dict[str, str]:
    seen = frappe.get_list(
        "Gov POA", filters={"name": ["in", sorted(in_force.values())]}, pluck="name", limit=0
    )
    return {unit: poa for unit, poa in in_force.items() if poa in seen}


def _rows_of(poas: Iterable[str]) -> list[Any]:
    return frappe.get_all(
        "Gov POA Row",
        filters={"parenttype": "Gov POA", "parent": ["in", sorted(poas)]},
        fields=[
            *("parent", "indicator", "activity", "territory", "plan_node", "target_text"),
            *("budget_code", "budget_programmed", "budget_codified"),
        ],
        order_by="parent asc, idx asc, name asc",
        limit=0,
    )


def _named(doctype: str, names: Iterable[str], *fields: str) -> dict[str, Any]:
    rows = frappe.get_all(
        doctype,
        filters={"name": ["in", sorted(names)]},
        fields=["name", *fields],
        order_by="name asc",
        limit=0,
    )
    return {row.name: row for row in rows}


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
        .select(node.parent_gov_plan_node, plan.plan_name, plan.docstatus)
        .select(plan.code.as_("plan_code"))
        .where(plan.code.isin(codes))
        .orderby(plan.plan_name)
        .orderby(node.plan)
        .orderby(node.lft)
        .run(as_dict=True)
    )


def _in_current_version(nodes: list[Any]) -> dict[str, str]:
    """Of each element the one of its code in the plan's approved version; itself without one.

    A POA names the version there was when it was approved.
    """
    current = {(node.plan_code, node.code): node.name for node in nodes if node.docstatus == 1}
    return {node.name: current.get((node.plan_code, node.code), node.name) for node in nodes}
