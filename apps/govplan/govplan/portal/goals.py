"""Which elements of the published plans and which published indicators serve each SDG."""

from typing import Any

from govplan.planning import sdg
from govplan.transparency import public
from govplan.transparency.formats.plan import goals_served

Served = dict[str, list[dict[str, Any]]]


def served() -> dict[str, Served]:
    """{goal: {elements, indicators}} of all seventeen, from the standing editions."""
    found: dict[str, Served] = {
        goal.code: {"elements": [], "indicators": []} for goal in sdg.goals()
    }
    for plan in public.plans():
        for node in plan["nodes"]:
            _add_element(found, plan, node)
    for unit in (public.latest_open_data() or {}).get("units", []):
        for line in unit["lines"]:
            if str(line["sdg_goal"]) in found:
                told = {"unit": unit["code"], "unit_name": unit["name"], "line": line}
                found[str(line["sdg_goal"])]["indicators"].append(told)
    return found


def _add_element(found: dict[str, Served], plan: dict[str, Any], node: dict[str, Any]) -> None:
    by_goal: dict[str, list[str]] = {}
    for code in goals_served(node):
        goal = code.partition(".")[0]
        by_goal.setdefault(goal, []).append(code)
    for goal, codes in by_goal.items():
        if goal in found:
            told = {"plan": plan["code"], "plan_name": plan["name"], "node": node}
            targets = [code for code in codes if "." in code]
            found[goal]["elements"].append({**told, "targets": targets})
