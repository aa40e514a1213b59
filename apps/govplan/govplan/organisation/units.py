"""The tree of units."""

from collections.abc import Iterable

import frappe

from govplan.organisation.memory import remembered


def below(units: Iterable[str]) -> frozenset[str]:
    """These units and every unit under them."""
    named = frozenset(units)
    return remembered(("below", named), lambda: _read_below(named))


def _read_below(units: frozenset[str]) -> frozenset[str]:
    if not units:
        return units
    top, node = frappe.qb.DocType("Gov Unit").as_("top"), frappe.qb.DocType("Gov Unit").as_("node")
    rows = (
        frappe.qb.from_(top)
        .inner_join(node)
        .on((node.lft >= top.lft) & (node.lft <= top.rgt))
        .where(top.name.isin(sorted(units)))
        .select(node.name)
        .run()
    )
    return frozenset(name for (name,) in rows)
