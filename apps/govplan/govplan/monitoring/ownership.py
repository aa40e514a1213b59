"""Whether somebody answers for each indicator: a post held today, a unit that reports it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import frappe

from govplan.clock import today
from govplan.domain.periods import Month
from govplan.domain.sheets import Status
from govplan.organisation.holders import Holding, holders_on
from govplan.planning.poas import poas_in_force

Pair = tuple[str, str]
_SAID = ("Submitted", "Reviewed", "Approved", "Superseded")


@dataclass(frozen=True)
class Owner:
    """The unit and post a sheet names, and who holds that post today; the titular one first."""

    unit: str
    post: str
    holders: tuple[Holding, ...] = ()

    @property
    def is_named(self) -> bool:
        return bool(self.unit and self.post)

    @property
    def is_vacant(self) -> bool:
        return self.is_named and not self.holders


@dataclass(frozen=True)
class Orphan:
    """An indicator nobody living answers for; `silent` are the units that never reported it."""

    indicator: Any
    owner: Owner
    silent: list[str] = field(default_factory=list)


def owners_of(indicators: Iterable[Any]) -> dict[str, Owner]:
    """By name, from records with `name`, `owner_unit` and `owner_post`. One statement."""
    held: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for holding in holders_on(today()):
        held[holding.unit, holding.post].append(holding)
    return {
        one.name: Owner(
            one.owner_unit or "",
            one.owner_post or "",
            tuple(held.get((one.owner_unit, one.owner_post), ())),
        )
        for one in indicators
    }


def orphans() -> list[Orphan]:
    """The indicators in use without a living owner, or that a unit programmed and never told.

    A fixed number of statements. Those the person may see, in the order of their codes.
    """
    indicators = frappe.get_list(
        "Gov Indicator",
        filters={"enabled": 1},
        fields=["name", "indicator_name", "owner_unit", "owner_post", "frequency"],
        order_by="code asc",
        limit=0,
    )
    owners = owners_of(indicators)
    silent = _silent_units()
    found = (Orphan(one, owners[one.name], silent.get(one.name, [])) for one in indicators)
    return [one for one in found if one.silent or one.owner.is_vacant or not one.owner.is_named]


def _silent_units() -> dict[str, list[str]]:
    """By indicator, the units whose POA in force has it, that were asked for it and never told.

    The month being reported now asks too, but may still be answered.
    """
    open_month = Month.of(today()).previous()
    programmed = _programmed(poas_in_force(Month.of(today())).values())
    report, row = frappe.qb.DocType("Gov Progress Report"), frappe.qb.DocType("Gov Progress Row")
    asked = _pairs(
        (row.status == str(Status.NOT_REPORTED)) & (report.period < str(open_month)), programmed
    )
    told = _pairs(
        (row.status == str(Status.REPORTED)) & report.workflow_state.isin(_SAID), programmed
    )
    silent: dict[str, list[str]] = defaultdict(list)
    for indicator, unit in sorted((programmed & asked) - told):
        silent[indicator].append(unit)
    return silent


def _programmed(poas: Iterable[str]) -> set[Pair]:
    poa, row = frappe.qb.DocType("Gov POA"), frappe.qb.DocType("Gov POA Row")
    wanted = sorted(poas)
    if not wanted:
        return set()
    found = (
        frappe.qb.from_(row)
        .inner_join(poa)
        .on(poa.name == row.parent)
        .select(row.indicator, poa.unit)
        .where(row.parenttype == "Gov POA")
        .where(poa.name.isin(wanted))
        .run()
    )
    return set(found)


def _pairs(what: Any, among: set[Pair]) -> set[Pair]:
    """Indicator and unit of the reports' lines for which this holds."""
    if not among:
        return set()
    report, row = frappe.qb.DocType("Gov Progress Report"), frappe.qb.DocType("Gov Progress Row")
    found = (
        frappe.qb.from_(row)
        .inner_join(report)
        .on(report.name == row.parent)
        .select(row.indicator, report.unit)
        .distinct()
        .where(row.parenttype == "Gov Progress Report")
        .where(row.indicator.isin(sorted({indicator for indicator, _unit in among})))
        .where(what)
        .run()
    )
    return set(found)
