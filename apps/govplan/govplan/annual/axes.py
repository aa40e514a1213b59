"""The axes of the plans in force: what serves each in the year, whichever version it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from govplan.annual.gathering import Gathered
from govplan.annual.parts import AXIS, Section, UnitYear, bands_of, line_of, spending_of
from govplan.domain.plan_progress import Element, Line, Progress, of_plan
from govplan.domain.quantity import parse_quantity, text_of
from govplan.domain.traffic_light import light
from govplan.planning.plans import codes_of
from govplan.planning.progress import part_of


def axes(gathered: Gathered, units: list[UnitYear]) -> Iterator[Section]:
    """One section for each top element of each plan in force; a plan's name where several are."""
    served = _served(gathered, units)
    for plan in gathered.plans:
        codes = {node["name"]: node["code"] for node in plan["nodes"]}
        lines = {code: served.lines.get((plan["code"], code), []) for code in codes.values()}
        _whole, progress = of_plan(
            _elements(plan, codes),
            {
                code: [Line(one.unit["code"], part_of(line)) for one, line in found]
                for code, found in lines.items()
            },
        )
        for node in plan["nodes"]:
            if not node["parent"]:
                figures = _axis(plan, node, progress[node["code"]], served, gathered)
                title = f"{node['code']} {node['title']}".strip()
                if len(gathered.plans) > 1:
                    title = f"{plan['name']}: {title}"
                yield Section(AXIS, f"{plan['code']} {node['code']}", title, figures)


@dataclass(frozen=True)
class _Served:
    """What serves elements of plans, by plan's and element's code, which all versions share."""

    lines: dict[tuple[str, str], list[tuple[UnitYear, dict[str, Any]]]]
    events: list[set[tuple[str, str]]]
    agreements: list[tuple[str, str] | None]


def _served(gathered: Gathered, units: list[UnitYear]) -> _Served:
    every = [(one, line) for one in units for line in one.lines]
    places = codes_of(
        [
            *(line["plan_node"] for _one, line in every),
            *(name for event in gathered.events for name in event["plan_nodes"]),
            *(agreement["plan_node"] for agreement in gathered.agreements),
        ]
    )
    lines: dict[tuple[str, str], list[tuple[UnitYear, dict[str, Any]]]] = {}
    for one, line in every:
        if line["plan_node"] in places:
            lines.setdefault(places[line["plan_node"]], []).append((one, line))
    return _Served(
        lines,
        [{places[n] for n in event["plan_nodes"] if n in places} for event in gathered.events],
        [places.get(agreement["plan_node"]) for agreement in gathered.agreements],
    )


def _elements(plan: dict[str, Any], codes: dict[str, str]) -> Iterator[Element]:
    for node in plan["nodes"]:
        weight = parse_quantity(node.get("weight"))
        yield Element(node["code"], codes.get(node["parent"]), weight)


def _axis(
    plan: dict[str, Any],
    node: dict[str, Any],
    progress: Progress,
    served: _Served,
    gathered: Gathered,
) -> dict[str, Any]:
    below = [(plan["code"], code) for code in _below(plan, node["name"])]
    lines = [pair for place in below for pair in served.lines.get(place, ())]
    return {
        "plan": plan["name"],
        "level": node["level"],
        "purposes": node["purposes"],
        "percent": text_of(progress.percent),
        "light": str(light(progress.percent, progress.rollup.status, bands_of(gathered))),
        "reported": progress.reported,
        "applicable": progress.applicable,
        "measured": progress.measured,
        "measurable": progress.measurable,
        "lines": [{"unit_name": one.unit["name"], **line_of(line)} for one, line in lines],
        "spending": spending_of(line for _one, line in lines),
        "events": sum(bool(places & set(below)) for places in served.events),
        "agreements": sum(place in below for place in served.agreements),
    }


def _below(plan: dict[str, Any], name: str) -> list[str]:
    """Codes of the element and all below it; a plan tells parents before their children."""
    found = {name}
    for node in plan["nodes"]:
        if node["parent"] in found:
            found.add(node["name"])
    return [node["code"] for node in plan["nodes"] if node["name"] in found]
