"""How far each plan in force is, from the lines a month's open data holds."""

from typing import Any

import frappe

from govplan.domain.periods import Month
from govplan.domain.traffic_light import Bands
from govplan.planning.plans import in_printed_order
from govplan.planning.progress import Units, lines_by_element, progress


def collect(units: Units, month: Month, bands: Bands) -> list[dict[str, Any]]:
    """The plans of the month's year, each with the progress of its elements, in printed order.

    Of a plan the version approved last, also while its reform is being written.
    """
    plans = _in_force(month)
    nodes = _nodes_of([plan.name for plan in plans])
    served = lines_by_element(units)
    return [progress(plan, nodes[plan.name], served.get(plan.code, {}), bands) for plan in plans]


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
