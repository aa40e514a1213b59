"""Units as the month's open-data edition shows them."""

from collections.abc import Iterable

import frappe
from frappe import _

FAMILIES = ("Governing", "Value-adding", "Decentralised", "Support and advice")


def unit_in(content: dict | None, code: str) -> dict:
    """The unit of that code in an edition's content. Raises PageDoesNotExistError."""
    for unit in (content or {}).get("units", []):
        if unit["code"] == code:
            return unit
    raise frappe.PageDoesNotExistError(_("There is no published unit {0}.").format(code))


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


def by_family(units: Iterable[dict]) -> list[tuple[str, list[dict]]]:
    """(process family, its units) in the order the law prints them; units of none come last."""
    units = list(units)
    known = [(family, [u for u in units if u["process_family"] == family]) for family in FAMILIES]
    others = [u for u in units if u["process_family"] not in FAMILIES]
    return [group for group in [*known, ("", others)] if group[1]]


def state_text(unit: dict) -> str:
    """Why a unit shows no figures, or nothing when it does."""
    return {
        "not_reported": _("The unit did not report this month."),
        "not_approved": _("The report was not approved before the publication."),
        "not_due": _("Nothing of the unit's plan was due this month."),
        "no_poa": _("The unit has no approved POA for this year."),
    }.get(unit["state"], "")
