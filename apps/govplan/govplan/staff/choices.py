"""What the select boxes of the staff's forms offer: (value, text in the reader's language)."""

import frappe
from frappe import _

from govplan.organisation.holders import scope

BLANK = ("", "—")


def choices(meta, field: str) -> list[tuple[str, str]]:
    """The options of a Select field."""
    return [(option, _(option)) for option in meta.get_field(field).options.split("\n") if option]


def event_types() -> list[tuple[str, str]]:
    """The types of participation events; their names are the town's own words."""
    names = frappe.get_list("Gov Event Type", order_by="name asc", pluck="name", limit=100)
    return [BLANK, *((name, name) for name in names)]


def units() -> list[tuple[str, str]]:
    """The units the person answers for, in the order of the organisation."""
    found = frappe.get_list("Gov Unit", fields=["name", "unit_name"], order_by="lft asc", limit=500)
    seen = scope()
    return [
        BLANK,
        *((u.name, u.unit_name) for u in found if seen.everything or u.name in seen.units),
    ]


def territories() -> list[tuple[str, str]]:
    """The territories of the municipality, in the order of their tree; its root says that it is
    the whole of it."""
    found = frappe.get_list(
        "Gov Territory",
        fields=["name", "territory_name", "parent_gov_territory"],
        order_by="lft asc",
        limit=500,
    )
    return [BLANK, *((t.name, _territory_words(t)) for t in found)]


def _territory_words(territory) -> str:
    if territory.parent_gov_territory:
        return territory.territory_name
    return _("Whole municipality: {0}").format(territory.territory_name)
