"""The town's process families, as its records have them."""

import frappe
from frappe.utils import cint, cstr

from govplan.domain.process_families import Family
from govplan.organisation.memory import remembered


def families() -> tuple[Family, ...]:
    """Every family in printed order; one without a heading is not printed in legal formats."""
    return remembered("families", _read)


def printed_families() -> tuple[Family, ...]:
    """Those that legal formats print."""
    return tuple(family for family in families() if family.title)


def _read() -> tuple[Family, ...]:
    rows = frappe.get_all(
        "Gov Process Family",
        fields=["name", "printed_heading", "print_order", "empty_note"],
        order_by="name asc",
        limit=0,
    )
    placed = sorted(rows, key=lambda row: (not cint(row.print_order), cint(row.print_order)))
    return tuple(
        Family(row.name, cstr(row.printed_heading).strip(), cstr(row.empty_note).strip())
        for row in placed
    )
