"""How far each plan in force is, from the lines a month's open data holds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import cint, cstr

from govplan.domain.periods import Month
from govplan.domain.plan_progress import Element, Line, Progress, of_plan
from govplan.domain.quantity import canonical, parse_quantity
from govplan.domain.rollup import Part
from govplan.domain.sheets import Status
from govplan.domain.traffic_light import Bands, light
from govplan.planning.plans import codes_of, in_printed_order

Units = list[dict[str, Any]]


def collect(units: Units, month: Month, bands: Bands) -> list[dict[str, Any]]:
    """The plans of the month's year, each with the progress of its elements, in printed order.

    Of a plan the version approved last, also while its reform is being written.
    """
    plans = _in_force(month)
    nodes = _nodes_of([plan.name for plan in plans])
    served = lines_by_element(units)
    return [progress(plan, nodes[plan.name], served.get(plan.code, {}), bands) for plan in plans]


def lines_by_element(units: Units) -> dict[str, dict[str, list[Line]]]:
    """Lines by plan's code and element's code, whichever version of the plan they name."""
    places = codes_of(line["plan_node"] for unit in units for line in unit["lines"])
    found: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for unit in units:
        for line in unit["lines"]:
            if line["plan_node"] in places:
                plan, code = places[line["plan_node"]]
                found[plan][code].append(Line(unit["code"], _part(line)))
    return found


def progress(
    plan: Any, nodes: Sequence[Any], served: Mapping[str, list[Line]], bands: Bands
) -> dict[str, Any]:
    """A plan's progress and its elements', as editions hold it.

    `elsewhere` counts lines whose element this version of the plan no longer has.
    """
    codes = {node.name: cstr(node.code) for node in nodes}
    elements = [
        Element(cstr(node.code), codes.get(node.parent_gov_plan_node), parse_quantity(node.weight))
        for node in nodes
    ]
    whole, found = of_plan(elements, served)
    return {
        "code": cstr(plan.code),
        "name": cstr(plan.plan_name),
        "version": cint(plan.version),
        **_told(whole, bands),
        "elsewhere": sum(len(every) for code, every in served.items() if code not in found),
        "nodes": [
            {
                "code": cstr(node.code),
                "level": cstr(node.level_name),
                "title": cstr(node.title),
                "parent": codes.get(node.parent_gov_plan_node, ""),
                "weight": cstr(node.weight) or None,
                **_told(found[cstr(node.code)], bands),
                "own_percent": _text(found[cstr(node.code)].own.percent),
                "own_lines": found[cstr(node.code)].own.total,
            }
            for node in nodes
        ],
    }


def _told(progress: Progress, bands: Bands) -> dict[str, Any]:
    return {
        "percent": _text(progress.percent),
        "raw_percent": _text(progress.raw_percent),
        "light": str(light(progress.percent, progress.rollup.status, bands)),
        "reported": progress.reported,
        "applicable": progress.applicable,
        "lines": progress.lines,
        "measured": progress.measured,
        "measurable": progress.measurable,
    }


def _part(line: dict[str, Any]) -> Part:
    """A line that said nothing this month brings no percent, as in its unit."""
    status = Status(line["status"]) if line["status"] else Status.NOT_APPLICABLE
    percent = None if status is Status.NOT_REPORTED else line["percent_to_date"]
    return Part(parse_quantity(line["weight"]), parse_quantity(percent), status)


def _in_force(month: Month) -> list[Any]:
    rows = frappe.get_all(
        "Gov Plan",
        filters={
            "docstatus": ["in", [1, 2]],
            "year_from": ["<=", month.year],
            "year_to": [">=", month.year],
        },
        fields=["name", "code", "plan_name", "version"],
        order_by="code asc, version asc, name asc",
        limit=0,
    )
    return list({row.code: row for row in rows}.values())


def _nodes_of(plans: list[str]) -> dict[str, list[Any]]:
    rows = frappe.get_all(
        "Gov Plan Node",
        filters={"plan": ["in", plans]},
        fields=[
            "name",
            "plan",
            "code",
            "level_name",
            "title",
            "parent_gov_plan_node",
            "print_order",
            "weight",
        ],
        order_by="lft asc, name asc",
        limit=0,
    )
    found: dict[str, list[Any]] = {plan: [] for plan in plans}
    for row in rows:
        found[row.plan].append(row)
    return {plan: in_printed_order(every) for plan, every in found.items()}


def _text(percent: Any) -> str | None:
    return None if percent is None else canonical(percent)
