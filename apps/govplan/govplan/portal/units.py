"""Units as the month's open-data edition shows them."""

from collections.abc import Iterable

import frappe
from frappe import _

from govplan.domain.process_families import LEGAL
from govplan.portal.organisation import unit_of


def unit_in(content: dict | None, code: str) -> dict:
    """The unit of that code in an edition's content. Raises PageDoesNotExistError."""
    found = unit_of(content, code)
    if found is None:
        raise frappe.PageDoesNotExistError(_("There is no published unit {0}.").format(code))
    return found


def line_in(unit: dict, indicator: str) -> dict:
    """The unit's line of that indicator. Raises PageDoesNotExistError."""
    for line in unit["lines"]:
        if line["indicator"] == indicator:
            return line
    raise frappe.PageDoesNotExistError(
        _("{0} has no published indicator {1}.").format(unit["name"], indicator)
    )


def reporting_units(content: dict) -> list[dict]:
    """Units that had something to report, those that did not report included."""
    return [unit for unit in content["units"] if unit["state"] != "no_poa"]


def by_family(
    units: Iterable[dict], organisation: dict | None = None
) -> list[tuple[str, list[dict]]]:
    """(process family, its units) in the order of the town's families as published, before that
    of the law's; units of none come last."""
    units = list(units)
    stated = (organisation or {}).get("families") or [{"name": one.name} for one in LEGAL]
    names = [family["name"] for family in stated]
    known = [(name, [u for u in units if u["process_family"] == name]) for name in names]
    others = [u for u in units if u["process_family"] not in names]
    return [group for group in [*known, ("", others)] if group[1]]


def state_text(unit: dict) -> str:
    """Why a unit shows no figures, or nothing when it does."""
    return {
        "not_reported": _("The unit did not report this month."),
        "not_approved": _("The report was not approved before the publication."),
        "not_due": _("Nothing of the unit's plan was due this month."),
        "no_poa": _("The unit has no approved POA for this year."),
    }.get(unit["state"], "")
