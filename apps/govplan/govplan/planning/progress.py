"""How far the elements of a plan are, from the lines that serve them: one rule for every page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from frappe.utils import cint, cstr

from govplan.domain.plan_progress import Element, Line, Progress, of_plan
from govplan.domain.quantity import parse_quantity, text_of
from govplan.domain.rollup import Part
from govplan.domain.sheets import Status
from govplan.domain.traffic_light import Bands, light
from govplan.planning.plans import codes_of

Units = list[dict[str, Any]]
# Lines by plan's code and element's code.
Served = Mapping[str, Mapping[str, list[Line]]]


def lines_by_element(units: Units) -> Served:
    """Lines of units (code, lines) by what they serve, whichever version of a plan they name."""
    places = codes_of(line["plan_node"] for unit in units for line in unit["lines"])
    found: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for unit in units:
        for line in unit["lines"]:
            if line["plan_node"] in places:
                plan, code = places[line["plan_node"]]
                found[plan][code].append(Line(unit["code"], part_of(line)))
    return found


def part_of(line: Mapping[str, Any]) -> Part:
    """A line of a report as a part of something larger."""
    status = Status(line["status"]) if line["status"] else Status.NOT_APPLICABLE
    return Part(parse_quantity(line["weight"]), percent_of(line), status)


def percent_of(line: Mapping[str, Any]) -> Decimal | None:
    """A line that said nothing this month brings no percent, as in its unit."""
    silent = line["status"] == Status.NOT_REPORTED
    return None if silent else parse_quantity(line["percent_to_date"])


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
                "own_percent": text_of(found[cstr(node.code)].own.percent),
                "own_lines": found[cstr(node.code)].own.total,
            }
            for node in nodes
        ],
    }


def _told(progress: Progress, bands: Bands) -> dict[str, Any]:
    return {
        "percent": text_of(progress.percent),
        "raw_percent": text_of(progress.raw_percent),
        "light": str(light(progress.percent, progress.rollup.status, bands)),
        "reported": progress.reported,
        "applicable": progress.applicable,
        "lines": progress.lines,
        "measured": progress.measured,
        "measurable": progress.measurable,
    }
