"""The POAs of a year as the planning page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.utils import flt, getdate

from govplan import clock
from govplan.approval.acts import APPROVE, REVIEW
from govplan.domain.periods import fiscal_months
from govplan.domain.quantity import parse_quantity, text_of
from govplan.domain.weights import total_weight
from govplan.organisation.holders import posts_over, scope
from govplan.planning.poas import current_month, poas_in_force
from govplan.staff import asked


@dataclass(frozen=True)
class YearOfPoas:
    """What there is of a year, and the units that have nothing; each only as far as one may see."""

    poas: list[Any]
    without: list[Any]
    with_approved: int
    units: int
    programmed: float
    codified: float


def year_of_poas(year: int) -> YearOfPoas:
    """Five statements, whatever there is."""
    poas = frappe.get_list(
        "Gov POA",
        filters={"fiscal_year": year, "docstatus": ["<", 2]},
        fields=[
            *("name", "unit", "unit.unit_name as unit_name", "unit.lft as place", "version"),
            *("workflow_state", "docstatus", "effective_from", "reform_act"),
        ],
        order_by="version asc, name asc",
        limit=0,
    )
    in_force = set(poas_in_force(current_month(year)).values())
    sums = _sums_of(poa.name for poa in poas)
    for poa in poas:
        poa.update(sums.get(poa.name, _NOTHING))
        poa.in_force = poa.name in in_force
    poas.sort(key=lambda poa: (poa.place or 0, poa.version))
    units = _units_of(year)
    having = {poa.unit for poa in poas}
    counted = [poa for poa in poas if poa.in_force]
    return YearOfPoas(
        poas=poas,
        without=[unit for unit in units if unit.name not in having],
        with_approved=len({poa.unit for poa in poas if poa.docstatus == 1}),
        units=len(having | {unit.name for unit in units}),
        programmed=sum(poa.programmed for poa in counted),
        codified=sum(poa.codified for poa in counted),
    )


def waiting_for(poas: Iterable[Any]) -> set[str]:
    """The names of those the person could decide on next: theirs to review, or to approve."""
    return {
        poa.name
        for poa in poas
        for act in (REVIEW, APPROVE)
        if poa.workflow_state in act.from_states and posts_over(act.posts, (poa.unit,))
    }


def years_with_poas() -> list[int]:
    """The fiscal years there are POAs of, this one and the next; newest first."""
    found = frappe.get_all(
        "Gov POA", fields=["fiscal_year"], distinct=True, pluck="fiscal_year", limit=0
    )
    this_year = clock.today().year
    return sorted({*found, this_year, this_year + 1}, reverse=True)


def chosen_year(typed: str | None) -> int:
    """The year asked for in the address, when it is one; else the current."""
    return asked.year(typed) or clock.today().year


_NOTHING = {"lines": 0, "weight": None, "programmed": 0.0, "codified": 0.0}


def _sums_of(poas: Iterable[str]) -> dict[str, dict[str, Any]]:
    rows = frappe.get_all(
        "Gov POA Row",
        filters={"parenttype": "Gov POA", "parent": ["in", sorted(poas)]},
        fields=["parent", "weight", "budget_programmed", "budget_codified"],
        order_by="parent asc, idx asc, name asc",
        limit=0,
    )
    by_poa: dict[str, list[Any]] = {}
    for row in rows:
        by_poa.setdefault(row.parent, []).append(row)
    return {poa: _sum_of(lines) for poa, lines in by_poa.items()}


def _sum_of(lines: list[Any]) -> dict[str, Any]:
    weight = total_weight([parse_quantity(line.weight) for line in lines])
    return {
        "lines": len(lines),
        "weight": text_of(weight),
        "programmed": sum(flt(line.budget_programmed) for line in lines),
        "codified": sum(flt(line.budget_codified) for line in lines),
    }


def _units_of(year: int) -> list[Any]:
    """The units the person answers for that exist in the year, in the order of the tree."""
    months, seen = fiscal_months(year), scope()
    rows = frappe.get_all(
        "Gov Unit",
        fields=["name", "unit_name", "valid_from", "valid_to"],
        order_by="lft asc, name asc",
        limit=0,
    )
    return [
        row
        for row in rows
        if (seen.everything or row.name in seen.units)
        and (not row.valid_from or getdate(row.valid_from) <= months[-1].last_day)
        and (not row.valid_to or getdate(row.valid_to) >= months[0].first_day)
    ]
