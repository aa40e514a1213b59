"""The municipality as it is organised: its purpose, its units and what each is for, who signs."""

from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import cint, cstr, getdate

from govplan.organisation.families import families
from govplan.organisation.signing import Signature, signatures_on
from govplan.rows import children
from govplan.transparency.formats.collected import Collected
from govplan.transparency.formats.facts import day
from govplan.transparency.formats.organisation_tables import tables
from govplan.transparency.town import town

__all__ = ["SUBJECT", "collect", "tables"]

SCHEMA = "govplan-organisation-1"
# There is one organisation: what stands for its name in addresses and file names.
SUBJECT = "organizacion"

_TEXTS = (
    "acronym",
    "kind",
    "process_family",
    "objective",
    "mission",
    "legal_basis",
    "contact_email",
    "contact_phone",
    "opening_act",
    "closing_act",
)


def collect(on: date, fmt: Any) -> Collected:
    """The organisation on a day; units that have ended are there, those to come are not."""
    settings = frappe.get_cached_doc("Gov Settings")
    content = {
        "schema": SCHEMA,
        "format": fmt.name,
        "municipality": town(),
        "mission": cstr(settings.mission).strip(),
        "vision": cstr(settings.vision).strip(),
        "principles": _lines(settings.principles),
        "families": [{"name": one.name, "heading": one.title} for one in families()],
        "units": _units(on),
    }
    return Collected(content)


def _units(on: date) -> list[dict[str, Any]]:
    rows = frappe.get_all(
        "Gov Unit",
        fields=[
            *("name", "code", "unit_name", "parent_gov_unit", "print_order"),
            *("valid_from", "valid_to", "merged_into"),
            *_TEXTS,
        ],
        order_by="lft asc, name asc",
        limit=0,
    )
    rows = [row for row in rows if not row.valid_from or getdate(row.valid_from) <= on]
    posts: dict[str, list[Signature]] = {}
    for one in signatures_on(on):
        # A holder who is not on record is not a vacancy to announce.
        if one.was_held:
            posts.setdefault(one.unit, []).append(one)
    names = {row.name: cstr(row.unit_name) for row in rows}
    of_units = {
        table: children(doctype, "Gov Unit", names)
        for table, doctype in (
            ("functions", "Gov Unit Function"),
            ("relations", "Gov Unit Relation"),
            ("earlier_names", "Gov Unit Name"),
        )
    }
    return [
        {
            **_unit(row, names, on),
            "functions": [_function(one) for one in of_units["functions"].get(row.name, [])],
            "relations": [_relation(one, names) for one in of_units["relations"].get(row.name, [])],
            "earlier_names": [_name(one) for one in of_units["earlier_names"].get(row.name, [])],
            "posts": [_post(one) for one in posts.get(row.name, [])],
        }
        for row in rows
    ]


def _unit(row: Any, names: dict[str, str], on: date) -> dict[str, Any]:
    merged = row.merged_into if row.valid_to else None
    return {
        "code": cstr(row.code),
        "name": names[row.name],
        "parent": cstr(row.parent_gov_unit),
        "print_order": cint(row.print_order),
        **{field: cstr(row.get(field)).strip() for field in _TEXTS},
        "valid_from": day(row.valid_from),
        "valid_to": day(row.valid_to),
        "has_ended": bool(row.valid_to) and getdate(row.valid_to) < on,
        "merged_into": cstr(merged),
        "merged_into_name": names.get(merged, cstr(merged)),
        "merged_since": day(getdate(row.valid_to) + timedelta(days=1)) if merged else None,
    }


def _function(row: Any) -> dict[str, str]:
    return {"function": cstr(row.function_text), "legal_basis": cstr(row.legal_basis)}


def _relation(row: Any, names: dict[str, str]) -> dict[str, str]:
    return {
        "relation": cstr(row.relation),
        "with": cstr(row.other_unit),
        "with_name": names.get(row.other_unit, cstr(row.other_unit)),
        "and_with": cstr(row.and_unit),
        "and_with_name": names.get(row.and_unit, cstr(row.and_unit)),
        "detail": cstr(row.relation_text),
        "legal_basis": cstr(row.legal_basis),
    }


def _name(row: Any) -> dict[str, str | None]:
    return {
        "name": cstr(row.unit_name),
        "acronym": cstr(row.acronym),
        "until": day(row.until),
        "act": cstr(row.act),
    }


def _post(one: Signature) -> dict[str, str | None]:
    """A post and who holds it; without an account's address, which is nobody's business."""
    return {
        "post": one.post,
        "title": one.post_title,
        "holder": one.holder,
        "capacity": one.capacity,
        "on_behalf_of": one.on_behalf_of,
        "instrument": one.instrument,
        "from": day(one.from_date),
        "to": day(one.to_date),
    }


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in cstr(text).splitlines() if line.strip()]
