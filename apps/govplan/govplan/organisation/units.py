"""The tree of units."""

from collections.abc import Iterable

import frappe

from govplan.organisation.memory import remembered


def below(units: Iterable[str]) -> frozenset[str]:
    """These units and every unit under them."""
    places = _places()
    bounds = [places[unit] for unit in units if unit in places]
    return frozenset(
        unit
        for unit, (left, right) in places.items()
        if any(lft <= left and right <= rgt for lft, rgt in bounds)
    )


def _places() -> dict[str, tuple[int, int]]:
    return remembered("units", _read_places)


def _read_places() -> dict[str, tuple[int, int]]:
    rows = frappe.get_all(
        "Gov Unit", fields=["name", "lft", "rgt"], order_by="lft asc, name asc", limit=0
    )
    return {row.name: (row.lft, row.rgt) for row in rows}
