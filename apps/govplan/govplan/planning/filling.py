"""Filling the months of a line that is being typed."""

from collections.abc import Mapping
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from govplan.domain.distribution import (
    DistributionError,
    Helper,
    Months,
    Obstacle,
    decimals_of,
    fill_months,
)
from govplan.domain.periods import fiscal_months
from govplan.domain.quantity import QuantityError, canonical, parse_quantity
from govplan.errors import BadProgramming, Fault, refuse_faults
from govplan.planning.poas import poa_in_force
from govplan.planning.programming import MONTH_FIELDS
from govplan.planning.sheets import indicators_named, sheet_of


def fill_line(
    line: Mapping[str, str],
    key: str,
    poa: Document,
    helper: Helper,
    replace: bool,
) -> dict[str, str]:
    """The months of a typed line of a POA, filled: {m01: "10", …}; those typed stay unless
    `replace`, and those before the POA holds stay in any case.

    `key` is the line's in faults. Raises Refused with the field the obstacle is about.
    """
    indicator = indicators_named([line["indicator"]]).get(line["indicator"])
    if indicator is None:
        words = _("Choose the indicator first: how months are filled depends on it.")
        refuse_faults([Fault(key, "indicator", words)])
    try:
        target = parse_quantity(line["annual_target"])
        typed = [parse_quantity(line[name]) for name in MONTH_FIELDS]
    except QuantityError as error:
        words = _("“{0}” is not a number: correct it before filling the months.")
        refuse_faults([Fault(key, "annual_target", words.format(error.text))])
    sheet = sheet_of(indicator, target)
    last_year = _months_of_last_year(line, poa) if helper is Helper.LIKE_LAST_YEAR else ()
    first = getdate(poa.effective_from).month - 1
    months = typed[:first] + [None] * (len(typed) - first) if replace else typed
    try:
        decimals = decimals_for(indicator, target)
        filled = fill_months(sheet, months, helper, decimals, last_year, first)
    except DistributionError as error:
        refuse_faults([Fault(key, "annual_target", _words(error.obstacle), BadProgramming)])
    return dict(zip(MONTH_FIELDS, map(_text, filled), strict=True))


def _months_of_last_year(line: Mapping[str, str], poa: Document) -> Months:
    """What the unit's last POA asked of the same line, or of the indicator's only one."""
    last = poa_in_force(poa.unit, fiscal_months(poa.fiscal_year)[0].previous())
    if last is None:
        return ()
    rows = frappe.get_all(
        "Gov POA Row",
        filters={"parenttype": "Gov POA", "parent": last, "indicator": line["indicator"]},
        fields=["activity", "territory", *MONTH_FIELDS],
        order_by="idx asc, name asc",
        limit=0,
    )
    same = ("activity", "territory")
    alike = [row for row in rows if all((row[f] or "") == (line.get(f) or "") for f in same)]
    found = alike or (rows if len(rows) == 1 else [])
    return [parse_quantity(found[0][name]) for name in MONTH_FIELDS] if found else ()


def decimals_for(indicator: frappe._dict, target: Decimal | None) -> int:
    """Those of the indicator's unit of measure; of the target where the unit says none."""
    if indicator.decimals not in (None, ""):
        return int(indicator.decimals)
    return decimals_of(target) if target is not None else 0


def _words(obstacle: Obstacle) -> str:
    return {
        Obstacle.NO_TARGET: _("Write the annual target first: the months are filled from it."),
        Obstacle.ABOVE_TARGET: _(
            "The months typed already add up to more than the target. Correct them, or tick"
            " “replace what is there”."
        ),
        Obstacle.NOTHING_TO_FILL: _(
            "No month is left to fill. Tick “replace what is there” to fill them anew."
        ),
        Obstacle.NO_LAST_YEAR: _("The unit's plan of last year has nothing for this line."),
        Obstacle.IS_A_SUM: _(
            "The months of this indicator are added up, so the target is not repeated in each."
        ),
    }[obstacle]


def _text(quantity: Decimal | None) -> str:
    return "" if quantity is None else canonical(quantity)
