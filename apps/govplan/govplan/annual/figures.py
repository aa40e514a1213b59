"""The sections of a yearly report and the figures of each, from what was gathered.

Figures are plain JSON, quantities as canonical text and None where nothing is known, since they
are kept in the record and frozen in its edition.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from frappe import _
from frappe.utils import getdate

from govplan.annual.gathering import Gathered, promise_of
from govplan.domain.periods import fiscal_months
from govplan.domain.plan_progress import Element, Line, Progress, of_plan
from govplan.domain.quantity import canonical, parse_quantity
from govplan.domain.rollup import Part, roll_up
from govplan.domain.sheets import Status
from govplan.domain.traffic_light import Bands, light
from govplan.domain.yearly import Money, Standing, spending
from govplan.planning.plans import codes_of

SUMMARY, AXIS, UNIT = "Summary", "Axis", "Unit"
AGREEMENTS, PARTICIPATION, BUDGET, COVERAGE = "Agreements", "Participation", "Budget", "Coverage"

_OF_LINE = (
    "indicator",
    "indicator_name",
    "activity",
    "unit_of_measure",
    "annual_target",
    "to_date",
    "percent_year",
    "percent_to_date",
    "light",
    "status",
)
_OF_MONEY = ("budget_programmed", "budget_codified", "budget_accrued")
_APPROVED, _NO_POA = "approved", "no_poa"


@dataclass(frozen=True)
class Section:
    """One part of the report; `subject` tells it from others of its kind."""

    kind: str
    subject: str
    title: str
    figures: dict[str, Any]


@dataclass(frozen=True)
class UnitYear:
    """A unit at its last approved month of the year (None without one), and month by month."""

    unit: dict[str, Any]
    as_of: str | None
    months: tuple[dict[str, Any], ...]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return self.unit["lines"]


def sections(gathered: Gathered, today: date) -> list[Section]:
    """Every section, in the order of the report."""
    units = unit_years(gathered)
    return [
        Section(SUMMARY, "", _("The year in figures"), _summary(gathered, units)),
        *_axes(gathered, units),
        *(Section(UNIT, one.unit["code"], one.unit["name"], _unit(one)) for one in units),
        Section(AGREEMENTS, "", _("Agreements"), _agreements(gathered, today)),
        Section(PARTICIPATION, "", _("Participation"), _participation(gathered)),
        Section(BUDGET, "", _("What was done and what was spent"), _budget(units)),
        Section(COVERAGE, "", _("What this report rests on"), _coverage(gathered, units)),
    ]


def unit_years(gathered: Gathered) -> list[UnitYear]:
    """Units that had an approved POA in some month, in the order of the last one published.

    A unit silent in December is told by its last approved month, never by nothing.
    """
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for content in gathered.months:
        for unit in content["units"]:
            found.setdefault(unit["code"], []).append((content["period"], unit))
    last = gathered.months[-1]["units"] if gathered.months else []
    order = {unit["code"]: place for place, unit in enumerate(last)}
    codes = sorted(found, key=lambda code: order.get(code, len(order)))
    years = (_unit_year(found[code]) for code in codes)
    return [year for year in years if year]


def _unit_year(months: list[tuple[str, dict[str, Any]]]) -> UnitYear | None:
    if all(unit["state"] == _NO_POA for _period, unit in months):
        return None
    approved = [(period, unit) for period, unit in months if unit["state"] == _APPROVED]
    as_of, unit = approved[-1] if approved else (None, months[-1][1])
    told = ("compliance", "light", "state", "due", "reported", "on_time")
    by_month = tuple({"period": p, **{key: u[key] for key in told}} for p, u in months)
    return UnitYear(unit, as_of, by_month)


# Sections


def _summary(gathered: Gathered, units: list[UnitYear]) -> dict[str, Any]:
    whole = roll_up(_part(one) for one in units)
    return {
        "compliance": _text(whole.percent),
        "light": str(light(whole.percent, whole.status, _bands(gathered))),
        "units": [
            {
                "code": one.unit["code"],
                "name": one.unit["name"],
                "compliance": one.unit["compliance"] if one.as_of else None,
                "light": one.unit["light"],
                "as_of": one.as_of,
            }
            for one in units
        ],
        "months": [_month_total(content) for content in gathered.months],
        "spending": _spending(line for one in units for line in one.lines),
    }


def _month_total(content: dict[str, Any]) -> dict[str, Any]:
    told = ("compliance", "light", "due_units", "reported_units", "on_time_units", "due")
    totals = content["totals"]
    return {
        "period": content["period"],
        **{key: totals[key] for key in told},
        "reported": totals["reported"],
    }


def _axes(gathered: Gathered, units: list[UnitYear]) -> Iterator[Section]:
    """One section for each top element of each plan in force; a plan's name where several are."""
    served = _served(gathered, units)
    for plan in gathered.plans:
        codes = {node["name"]: node["code"] for node in plan["nodes"]}
        lines = {code: served.lines.get((plan["code"], code), []) for code in codes.values()}
        _whole, progress = of_plan(
            _elements(plan, codes),
            {
                code: [Line(one.unit["code"], _line_part(line)) for one, line in found]
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
        "percent": _text(progress.percent),
        "light": str(light(progress.percent, progress.rollup.status, _bands(gathered))),
        "reported": progress.reported,
        "applicable": progress.applicable,
        "measured": progress.measured,
        "measurable": progress.measurable,
        "lines": [{"unit_name": one.unit["name"], **_line(line)} for one, line in lines],
        "spending": _spending(line for _one, line in lines),
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


def _unit(one: UnitYear) -> dict[str, Any]:
    asked = [month for month in one.months if month["due"]]
    return {
        "objective": one.unit["objective"],
        "compliance": one.unit["compliance"] if one.as_of else None,
        "light": one.unit["light"],
        "as_of": one.as_of,
        "months": list(one.months),
        "months_due": len(asked),
        "months_reported": sum(month["state"] == _APPROVED for month in asked),
        "months_on_time": sum(bool(month["on_time"]) for month in asked),
        "lines": [_line(line) for line in one.lines],
        "spending": _spending(one.lines),
    }


def _agreements(gathered: Gathered, today: date) -> dict[str, Any]:
    """As the year ended, or as it is today while the year lasts."""
    on = min(today, date(gathered.year, 12, 31))
    told = ("name", "title", "unit_name", "due_date", "percent", "event_title", "public_answer")
    rows = [
        {**{key: one[key] for key in told}, "standing": str(promise_of(one, {}).standing(on))}
        for one in gathered.agreements
    ]
    counted = Counter(row["standing"] for row in rows)
    return {
        "as_of": on.isoformat(),
        "counts": [[str(standing), counted[str(standing)]] for standing in Standing],
        "rows": rows,
    }


def _participation(gathered: Gathered) -> dict[str, Any]:
    told = ("name", "title", "event_type", "unit_name", "place", "attendance_total")
    rows = [
        {
            **{key: one[key] for key in told},
            "day": getdate(one["starts_at"]).isoformat(),
            "demands": len(one["demands"]),
        }
        for one in gathered.events
    ]
    held = Counter(row["event_type"] for row in rows)
    came: Counter[str] = Counter()
    for row in rows:
        came[row["event_type"]] += row["attendance_total"]
    return {
        "attendance": sum(came.values()),
        "demands": sum(row["demands"] for row in rows),
        "types": [[kind, held[kind], came[kind]] for kind in sorted(held)],
        "rows": rows,
    }


def _budget(units: list[UnitYear]) -> dict[str, Any]:
    rows = [
        {
            "name": one.unit["name"],
            "compliance": one.unit["compliance"] if one.as_of else None,
            **_spending(one.lines),
        }
        for one in units
    ]
    return {"rows": rows, "whole": _spending(line for one in units for line in one.lines)}


def _coverage(gathered: Gathered, units: list[UnitYear]) -> dict[str, Any]:
    published = {content["period"]: _month_total(content) for content in gathered.months}
    months = [str(month) for month in fiscal_months(gathered.year)]
    asked = [month for one in units for month in one.months if month["due"]]
    return {
        "months": [{"period": month, "published": published.get(month)} for month in months],
        "published": len(published),
        "reports_due": len(asked),
        "reports_approved": sum(month["state"] == _APPROVED for month in asked),
        "lines_due": sum(month["due"] for month in asked),
        "lines_reported": sum(month["reported"] for month in asked),
        "units": [
            {
                "name": one.unit["name"],
                "due": sum(bool(month["due"]) for month in one.months),
                "approved": sum(m["state"] == _APPROVED for m in one.months if m["due"]),
                "as_of": one.as_of,
            }
            for one in units
        ],
    }


# Parts of them


def _line(line: dict[str, Any]) -> dict[str, Any]:
    return {key: line[key] for key in (*_OF_LINE, *_OF_MONEY)}


def _spending(lines: Iterable[dict[str, Any]]) -> dict[str, str | None]:
    whole = spending(Money(*(parse_quantity(line[field]) for field in _OF_MONEY)) for line in lines)
    return {
        "budget": _text(whole.budget),
        "accrued": _text(whole.accrued),
        "percent": _text(whole.percent),
    }


def _part(one: UnitYear) -> Part:
    percent = parse_quantity(one.unit["compliance"]) if one.as_of else None
    if percent is not None:
        return Part(None, percent, Status.REPORTED)
    was_due = any(month["due"] for month in one.months)
    return Part(None, None, Status.NOT_REPORTED if was_due else Status.NOT_APPLICABLE)


def _line_part(line: dict[str, Any]) -> Part:
    """As in the month's own progress of plans: what said nothing brings no percent."""
    status = Status(line["status"]) if line["status"] else Status.NOT_APPLICABLE
    percent = None if status is Status.NOT_REPORTED else line["percent_to_date"]
    return Part(parse_quantity(line["weight"]), parse_quantity(percent), status)


def _bands(gathered: Gathered) -> Bands:
    """The limits the last published month was judged by."""
    if not gathered.months:
        return Bands()
    stated = {key: parse_quantity(value) for key, value in gathered.months[-1]["bands"].items()}
    return Bands(stated["green_from"], stated["yellow_from"], stated["purple_above"])


def _text(quantity: Decimal | None) -> str | None:
    return None if quantity is None else canonical(quantity)
