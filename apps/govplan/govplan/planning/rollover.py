"""A new year's POAs begun from those of the year that ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, getdate

from govplan.approval.versions import draft_copy
from govplan.domain.distribution import Helper, fill_months, scaled
from govplan.domain.periods import fiscal_months
from govplan.domain.quantity import canonical, parse_quantity
from govplan.domain.sheets import HUNDRED, Accumulation
from govplan.errors import BadRecord, NotYourAct, refuse
from govplan.organisation.holders import posts_over
from govplan.planning.filling import decimals_for
from govplan.planning.poas import poas_in_force, weigh_anew
from govplan.planning.programming import MONTH_FIELDS
from govplan.planning.sheets import indicators_named, sheet_of

BLANK, SCALED = "blank", "scaled"
MADE, THERE, CLOSED, REFUSED = "Made", "There already", "Closed", "Refused"

_SAVEPOINT = "govplan_roll_over"
# What is counted may be asked for more; a level, a percent or a milestone is what it is.
_COUNTED = frozenset({Accumulation.CUMULATIVE, Accumulation.PERIOD_FLOW})


@dataclass(frozen=True)
class Outcome:
    """What became of a unit's POA: the draft's name, or why there is none."""

    unit: str
    unit_name: str
    kind: str
    poa: str = ""
    message: str = ""


@dataclass(frozen=True)
class _Wish:
    """How a year is carried over: `months` blank or scaled, targets by `factor`."""

    year: int
    months: str
    factor: Decimal


def roll_over(
    year: int, months: str = BLANK, percent: Decimal = HUNDRED, units: Iterable[str] | None = None
) -> list[Outcome]:
    """Begin the POAs of the year after `year` as drafts, one for each unit with an approved one.

    Activities, weights and budget codes stay, amounts are left blank. An indicator's own target
    of the year is proposed where it has one; otherwise last year's stays, times `percent` where
    things are counted. Months are left `blank`, or laid out as last year's (`scaled`). A unit
    with a POA of that year is left alone, so that a second run makes nothing. Raises NotYourAct.
    """
    _require_planner()
    if months not in (BLANK, SCALED) or percent <= 0:
        refuse(_("Choose blank or scaled months, and a percent above zero."), BadRecord)
    wish = _Wish(year, months, percent / HUNDRED)
    in_force = poas_in_force(fiscal_months(year)[-1])
    chosen = set(in_force) if units is None else set(in_force) & set(units)
    there = _poas_of(year + 1)
    return [
        _outcome(unit, in_force[unit.name], there.get(unit.name), wish) for unit in _units(chosen)
    ]


def words_of(outcome: Outcome) -> str:
    """What became of a unit's POA, in the reader's language."""
    return {
        MADE: _("draft made"),
        THERE: _("there already, left as it is"),
        CLOSED: _("the unit is closed by then"),
        REFUSED: outcome.message,
    }[outcome.kind]


def _require_planner() -> None:
    planner = posts_over(("Planner",), (None,))
    if not planner and frappe.session.user != "Administrator":
        refuse(_("Only the planning unit begins the plans of a new year."), NotYourAct)


def _outcome(unit: frappe._dict, poa: str, there: str | None, wish: _Wish) -> Outcome:
    if there:
        return Outcome(unit.name, unit.unit_name, THERE, there)
    if unit.valid_to and getdate(unit.valid_to) < date(wish.year + 1, 1, 1):
        return Outcome(unit.name, unit.unit_name, CLOSED)
    frappe.db.savepoint(_SAVEPOINT)
    try:
        made = _carried(poa, wish).insert().name
    except (frappe.ValidationError, frappe.DuplicateEntryError) as refusal:
        frappe.db.rollback(save_point=_SAVEPOINT)
        frappe.clear_messages()
        return Outcome(unit.name, unit.unit_name, REFUSED, message=str(refusal))
    frappe.db.release_savepoint(_SAVEPOINT)
    return Outcome(unit.name, unit.unit_name, MADE, made)


def _carried(name: str, wish: _Wish) -> Document:
    """The draft of the next year."""
    old = frappe.get_doc("Gov POA", name)
    new = draft_copy(old)
    new.fiscal_year, new.version = wish.year + 1, 1
    new.effective_from = date(wish.year + 1, 1, 1)
    new.reform_act, new.source = "", ""
    new.flags.written_by_govplan = True
    weigh_anew(new)
    own_targets = _own_targets({row.indicator for row in new.rows}, wish.year + 1)
    indicators = indicators_named(row.indicator for row in new.rows)
    for row in new.rows:
        _carry(row, indicators[row.indicator], own_targets.get(row.indicator), wish)
    return new


def _carry(row: Document, indicator: frappe._dict, own_target: str | None, wish: _Wish) -> None:
    last_target = parse_quantity(row.annual_target)
    last_months = [parse_quantity(row.get(name)) for name in MONTH_FIELDS]
    target = parse_quantity(own_target)
    if target is None:
        target = _scaled_target(last_target, indicator, wish)
    if target != last_target:
        # The wording holds last year's figure.
        row.target_text = ""
    row.annual_target = _text(target)
    row.budget_programmed = row.budget_codified = 0
    months: list[Decimal | None] = [None] * len(MONTH_FIELDS)
    sheet = sheet_of(indicator, target)
    if wish.months == SCALED and any(last_months) and sheet.year_target is not None:
        decimals = decimals_for(indicator, target)
        months = fill_months(sheet, months, Helper.LIKE_LAST_YEAR, decimals, last_months)
    row.update(dict(zip(MONTH_FIELDS, map(_text, months), strict=True)))


def _scaled_target(target: Decimal | None, indicator: frappe._dict, wish: _Wish) -> Decimal | None:
    if target is None or Accumulation(indicator.accumulation) not in _COUNTED:
        return target
    return scaled(target, wish.factor, decimals_for(indicator, target))


def _own_targets(indicators: set[str], year: int) -> dict[str, str]:
    """What the indicators' sheets want of a year, as adjusted where it was."""
    rows = frappe.get_all(
        "Gov Indicator Target",
        filters={
            "parenttype": "Gov Indicator",
            "parent": ["in", sorted(indicators)],
            "year": year,
        },
        fields=["parent", "target", "adjusted_target"],
        order_by="parent asc, idx asc",
        limit=0,
    )
    return {row.parent: cstr(row.adjusted_target) or cstr(row.target) for row in rows}


def _poas_of(year: int) -> dict[str, str]:
    rows = frappe.get_all(
        "Gov POA",
        filters={"fiscal_year": year, "docstatus": ["<", 2]},
        fields=["name", "unit"],
        order_by="version asc, name asc",
        limit=0,
    )
    return {row.unit: row.name for row in rows}


def _units(names: set[str]) -> list[frappe._dict]:
    return frappe.get_all(
        "Gov Unit",
        filters={"name": ["in", sorted(names)]},
        fields=["name", "unit_name", "valid_to"],
        order_by="lft asc, name asc",
        limit=0,
    )


def _text(quantity: Decimal | None) -> str:
    return "" if quantity is None else canonical(quantity)
