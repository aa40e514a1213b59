"""The sections of a yearly report and the figures of each, from what was gathered.

Figures are plain JSON, quantities as canonical text and None where nothing is known, since they
are kept in the record and frozen in its edition.
"""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from frappe import _
from frappe.utils import getdate

from govplan.annual.axes import axes
from govplan.annual.gathering import Gathered, promise_of
from govplan.annual.parts import (
    AGREEMENTS,
    BUDGET,
    COVERAGE,
    PARTICIPATION,
    SUMMARY,
    UNIT,
    Section,
    UnitYear,
    bands_of,
    line_of,
    spending_of,
)
from govplan.domain.periods import fiscal_months
from govplan.domain.quantity import parse_quantity, text_of
from govplan.domain.rollup import of_units
from govplan.domain.traffic_light import light
from govplan.domain.yearly import Standing

_APPROVED, _NO_POA = "approved", "no_poa"


def sections(gathered: Gathered, today: date) -> list[Section]:
    """Every section, in the order of the report."""
    units = unit_years(gathered)
    return [
        Section(SUMMARY, "", _("The year in figures"), _summary(gathered, units)),
        *axes(gathered, units),
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
    whole = of_units((_compliance(one), _was_due(one)) for one in units)
    return {
        "compliance": text_of(whole.percent),
        "light": str(light(whole.percent, whole.status, bands_of(gathered))),
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
        "spending": spending_of(line for one in units for line in one.lines),
    }


def _month_total(content: dict[str, Any]) -> dict[str, Any]:
    told = ("compliance", "light", "due_units", "reported_units", "on_time_units", "due")
    totals = content["totals"]
    return {
        "period": content["period"],
        **{key: totals[key] for key in told},
        "reported": totals["reported"],
    }


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
        "lines": [line_of(line) for line in one.lines],
        "spending": spending_of(one.lines),
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
            **spending_of(one.lines),
        }
        for one in units
    ]
    return {"rows": rows, "whole": spending_of(line for one in units for line in one.lines)}


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


def _compliance(one: UnitYear) -> Decimal | None:
    return parse_quantity(one.unit["compliance"]) if one.as_of else None


def _was_due(one: UnitYear) -> bool:
    return any(month["due"] for month in one.months)
