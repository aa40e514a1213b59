"""What a version of a POA changes in the one before it, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cstr, flt

from govplan.planning.poas import Identity, identity_of
from govplan.planning.programming import MONTH_FIELDS
from govplan.rows import children

ADDED, REMOVED, CHANGED = "Added", "Removed", "Changed"

_QUANTITIES = ("annual_target", "weight", *MONTH_FIELDS)
_MONEY = ("budget_programmed", "budget_codified")
_TEXTS = ("target_text", "plan_node", "budget_code")
_IDENTITY = ("indicator", "activity", "territory")


@dataclass(frozen=True)
class FieldChange:
    """A field of a line, before and after; `kind` says how its values are written."""

    field: str
    kind: str
    before: Any
    after: Any


@dataclass(frozen=True)
class LineChange:
    """A line added, removed or changed; `line` is as it is in the later version that has it."""

    kind: str
    line: Any
    fields: list[FieldChange] = field(default_factory=list)


@dataclass(frozen=True)
class Version:
    """An approved version of a unit's POA for a year, or the one being looked at."""

    name: str
    number: int
    act: str
    rows: list[Any]


def versions_up_to(poa: Document) -> list[Version]:
    """The approved versions before this one and, last, itself; with their lines."""
    earlier = frappe.get_all(
        "Gov POA",
        filters={
            "unit": poa.unit,
            "fiscal_year": poa.fiscal_year,
            "docstatus": 1,
            "version": ["<", poa.version or 1],
        },
        fields=["name", "version", "reform_act"],
        order_by="version asc, name asc",
        limit=0,
    )
    rows = _rows_of([one.name for one in earlier])
    before = [
        Version(one.name, one.version, cstr(one.reform_act), rows.get(one.name, []))
        for one in earlier
    ]
    return [*before, Version(poa.name, poa.version, cstr(poa.reform_act), list(poa.rows))]


def changes_between(earlier: Iterable[Any], later: Iterable[Any]) -> list[LineChange]:
    """The lines that differ, in the later version's order; those taken away come last."""
    before = {identity_of(row): row for row in earlier}
    after = {identity_of(row): row for row in later}
    changes = []
    for key, row in after.items():
        if key not in before:
            changes.append(LineChange(ADDED, row))
        elif fields := list(_differences(before[key], row)):
            changes.append(LineChange(CHANGED, row, fields))
    removed = [LineChange(REMOVED, row) for key, row in before.items() if key not in after]
    return [*changes, *removed]


def adjusted_targets(versions: list[Version]) -> dict[Identity, list[tuple[str, str]]]:
    """Of each line whose annual target an act changed: the targets, each with the act (the
    original has none), oldest first."""
    told: dict[Identity, list[tuple[str, str]]] = {}
    for version in versions:
        for row in version.rows:
            targets = told.setdefault(identity_of(row), [])
            target = cstr(row.get("annual_target"))
            if not targets or targets[-1][1] != target:
                targets.append((version.act, target))
    return {key: targets for key, targets in told.items() if len(targets) > 1}


def adjustments_of(poas: Iterable[str]) -> dict[str, dict[Identity, list[tuple[str, str]]]]:
    """The same of each POA and what it is a reform of, by POA; three statements at most."""
    reforms = frappe.get_all(
        "Gov POA",
        filters={"name": ["in", sorted(poas)], "version": [">", 1]},
        fields=["name", "unit", "fiscal_year", "version"],
        order_by="name asc",
        limit=0,
    )
    if not reforms:
        return {}
    known = frappe.get_all(
        "Gov POA",
        filters={
            "unit": ["in", sorted({one.unit for one in reforms})],
            "fiscal_year": ["in", sorted({one.fiscal_year for one in reforms})],
            "docstatus": 1,
        },
        fields=["name", "unit", "fiscal_year", "version", "reform_act"],
        order_by="version asc, name asc",
        limit=0,
    )
    rows = _rows_of([one.name for one in known])
    by_year: dict[tuple[str, int], list[Version]] = {}
    for one in known:
        version = Version(one.name, one.version, cstr(one.reform_act), rows.get(one.name, []))
        by_year.setdefault((one.unit, one.fiscal_year), []).append(version)
    return {
        one.name: adjusted_targets(
            [each for each in by_year[one.unit, one.fiscal_year] if each.number <= one.version]
        )
        for one in reforms
    }


def _differences(before: Any, after: Any) -> Iterable[FieldChange]:
    for kind, names, read in (
        ("quantity", _QUANTITIES, cstr),
        ("money", _MONEY, flt),
        ("text", _TEXTS, cstr),
    ):
        for name in names:
            was, now = read(before.get(name)), read(after.get(name))
            if was != now:
                yield FieldChange(name, kind, was, now)


def _rows_of(poas: list[str]) -> dict[str, list[Any]]:
    return children("Gov POA Row", "Gov POA", poas, (*_IDENTITY, *_QUANTITIES, *_MONEY, *_TEXTS))
