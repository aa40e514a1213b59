"""The tree of units."""

from collections.abc import Iterable

import frappe

from govplan.organisation.memory import remembered


def below(units: Iterable[str]) -> frozenset[str]:
    """These units and every unit under them."""
    named = frozenset(units)
    return remembered(("below", named), lambda: _read_below(named))


def _read_below(units: frozenset[str]) -> frozenset[str]:
    tops = frappe.get_all(
        "Gov Unit",
        filters={"name": ["in", sorted(units)]},
        fields=["name", "lft", "rgt"],
        order_by="lft asc",
        limit=0,
    )
    found = {top.name for top in tops}
    for top in tops:
        if top.rgt - top.lft > 1:
            inside = {"lft": [">", top.lft], "rgt": ["<", top.rgt]}
            found |= set(frappe.get_all("Gov Unit", inside, pluck="name", order_by="lft", limit=0))
    return frozenset(found)
