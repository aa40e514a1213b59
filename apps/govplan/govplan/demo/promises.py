"""What the town promised: its plan, its indicators, a POA for each unit and year."""

from datetime import datetime
from typing import Any

import frappe

from govplan import clock
from govplan.demo.cast import Cast, acting
from govplan.demo.files import TownFiles
from govplan.planning.plans import name_of_node

MONTHS = tuple(f"m{number:02d}" for number in range(1, 13))
_NODE_FIELDS = ("code", "level_name", "title", "population_group", "sdg_goal", "sdg_target")


def build(files: TownFiles, cast: Cast, years: list[int]) -> None:
    """Approved by December of the year before the first one, each step by its people."""
    with clock.standing_at(datetime(years[0] - 1, 12, 4, 9)):
        _plan(files, cast, years[0])
        for sheet in files["indicators"]:
            _indicator(files["plan"]["code"], sheet, years[0])
    for year in years:
        with clock.standing_at(datetime(year - 1, 12, 11, 10)):
            for unit, lines in files["poas"].items():
                _poa(files, cast, unit, year, lines)


def _plan(files: TownFiles, cast: Cast, year: int) -> None:
    given = files["plan"]
    planner = cast.anyone("Planner")
    with acting(planner):
        plan = frappe.get_doc(
            {
                "doctype": "Gov Plan",
                "year_from": year - 1,
                "year_to": year - 2 + given["years"],
                "approaches": [
                    {"approach": name, "description": text} for name, text in given["approaches"]
                ],
                **{
                    field: given[field]
                    for field in ("code", "plan_name", "kind", "approving_act", "vision", "summary")
                },
            }
        ).insert()
        for order, node in enumerate(given["nodes"], start=1):
            _node(plan.name, given, node, order)
    cast.approve(plan, planner, "PLANIFICACION")


def _node(plan: str, given: dict[str, Any], node: dict[str, Any], order: int) -> None:
    has_below = any(other["parent"] == node["code"] for other in given["nodes"])
    frappe.get_doc(
        {
            "doctype": "Gov Plan Node",
            "plan": plan,
            "parent_gov_plan_node": name_of_node(plan, node["parent"]) if node["parent"] else None,
            "is_group": int(has_below),
            "print_order": order,
            "responsible_unit": node.get("unit"),
            "purposes": [{"purpose": purpose} for purpose in node["purposes"]],
            **{field: node.get(field) for field in _NODE_FIELDS},
        }
    ).insert()


def _indicator(plan: str, sheet: dict[str, Any], first_year: int) -> None:
    fields = {key: value for key, value in sheet.items() if key != "node"}
    if "baseline_year" in fields:
        # The files count the baseline's year from the town's first one.
        fields["baseline_year"] += first_year
    node = name_of_node(plan, sheet["node"])
    frappe.get_doc({"doctype": "Gov Indicator", "plan_node": node, **fields}).insert()


def _poa(files: TownFiles, cast: Cast, unit: str, year: int, lines: list[dict]) -> None:
    plan = files["plan"]["code"]
    nodes = {one["code"]: name_of_node(plan, one["node"]) for one in files["indicators"]}
    planner = cast.anyone("Planner")
    with acting(planner):
        poa = frappe.get_doc(
            {
                "doctype": "Gov POA",
                "unit": unit,
                "fiscal_year": year,
                "effective_from": f"{year}-01-01",
                "rows": [_line(line, nodes[line["indicator"]]) for line in lines],
            }
        ).insert()
    cast.approve(poa, planner, unit)


def _line(line: dict[str, Any], node: str) -> dict[str, Any]:
    code, programmed, codified = line.get("budget", ("", 0, 0))
    return {
        **{
            field: line[field]
            for field in (
                "indicator",
                "activity",
                "territory",
                "weight",
                "annual_target",
                "target_text",
            )
        },
        "plan_node": node,
        "budget_code": code,
        "budget_programmed": programmed,
        "budget_codified": codified,
        **dict(zip(MONTHS, line["programmed"], strict=True)),
    }
