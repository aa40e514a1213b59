"""What a file would change, field by field, before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _

from govplan.approval.acts import EDITABLE
from govplan.domain.words import Word
from govplan.loading import storage
from govplan.loading.columns import Column
from govplan.loading.fields import Wanted, columns_of
from govplan.loading.wishes import Part, Wish

_ALL = Wanted()


class Action(Word):
    """What happens to a record."""

    CREATE = "Create"
    UPDATE = "Change"
    KEEP = "Unchanged"


@dataclass(frozen=True)
class Difference:
    """A field that changes, as a person reads it; `row` is where the file says so."""

    row: int
    field: str
    label: str
    before: str
    after: str


@dataclass
class Change:
    """A wish beside what is stored: what to do, and the fields and lines it is about."""

    wish: Wish
    action: Action
    differences: list[Difference] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    # Lines to write, each with the name of the stored one it changes; empty for a new one.
    lines: list[tuple[Part, str]] = field(default_factory=list)
    # Why the record takes no change at all.
    locked: str = ""


def changes_of(wishes: list[Wish]) -> list[Change]:
    """A change for every wish, in the same order; what is stored is read in bulk."""
    stored = {doctype: _stored(doctype, wishes) for doctype in {one.doctype for one in wishes}}
    beside = _Beside(_closed_plans(wishes))
    return [_change(wish, stored[wish.doctype].get(_target(wish)), beside) for wish in wishes]


class _Beside:
    """What every comparison needs: the plans that are closed, the columns of each DocType."""

    def __init__(self, plans: dict[str, str]) -> None:
        self.plans = plans
        self._columns: dict[str, dict[str, Column]] = {}

    def columns(self, doctype: str) -> dict[str, Column]:
        if doctype not in self._columns:
            self._columns[doctype] = {one.key: one for one in columns_of(doctype, _ALL)}
        return self._columns[doctype]


def _target(wish: Wish) -> str:
    return wish.stored or wish.name


def _stored(doctype: str, wishes: list[Wish]) -> dict[str, dict[str, Any]]:
    own = [wish for wish in wishes if wish.doctype == doctype]
    fields = {name for wish in own for name in (*wish.values, *wish.yearly, wish.table) if name}
    return storage.named(doctype, sorted(fields), (_target(wish) for wish in own))


def _change(wish: Wish, stored: dict[str, Any] | None, beside: _Beside) -> Change:
    wanted = _wanted_values(wish, stored)
    if stored is None:
        lines = [(part, "") for part in wish.parts]
        words = beside.plans.get(str(wanted.get("plan")), "")
        return Change(wish, Action.CREATE, values=wanted, lines=lines, locked=words)
    change = Change(wish, Action.KEEP)
    shows = beside.columns(wish.doctype)
    for name, value in wanted.items():
        different = _difference(wish.row, shows[name], stored.get(name), value)
        if different:
            change.differences.append(different)
            change.values[name] = value
    if wish.table:
        table = frappe.get_meta(wish.doctype).get_field(wish.table).options
        _compare_lines(change, stored, beside.columns(table))
    if change.differences or change.lines:
        change.action = Action.UPDATE
        change.locked = _locked(stored) or beside.plans.get(str(stored.get("plan")), "")
    return change


def _wanted_values(wish: Wish, stored: dict[str, Any] | None) -> dict[str, Any]:
    of_years = {
        table: _merged((stored or {}).get(table, ()), years) for table, years in wish.yearly.items()
    }
    beside = wish.defaults if stored is None else {}
    return {**beside, **wish.values, **of_years}


def _merged(
    rows: Iterable[Mapping[str, Any]], years: Mapping[int, dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows by year, those of the file laid over the stored; a year without anything goes."""
    by_year = {int(row["year"]): _without_name(row) for row in rows}
    for year, said in years.items():
        row = {**by_year.get(year, {}), **said}
        if any(row.get(name) for name in row if name != "year"):
            by_year[year] = {**row, "year": year}
        else:
            by_year.pop(year, None)
    return [by_year[year] for year in sorted(by_year)]


def _without_name(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("name", "parent")}


def _compare_lines(change: Change, stored: dict[str, Any], shows: Mapping[str, Column]) -> None:
    wish = change.wish
    by_identity = {_identity(wish, row, shows): row for row in stored.get(wish.table, ())}
    for part in wish.parts:
        line = by_identity.get(_identity(wish, part.values, shows))
        if line is None:
            change.lines.append((part, ""))
            label, words = _("Lines"), _("new line")
            change.differences.append(Difference(part.row, wish.table, label, "", words))
            continue
        found = (
            _difference(part.row, shows[name], line.get(name), value)
            for name, value in part.values.items()
        )
        differences = [different for different in found if different]
        if differences:
            change.lines.append((part, line["name"]))
            change.differences += differences


def _identity(
    wish: Wish, values: Mapping[str, Any], shows: Mapping[str, Column]
) -> tuple[str, ...]:
    return tuple(shows[name].show(values.get(name)) for name in wish.identity)


def _difference(row: int, column: Column, before: Any, after: Any) -> Difference | None:
    old, new = column.show(before), column.show(after)
    return None if old == new else Difference(row, column.key, column.title, old, new)


def _locked(stored: Mapping[str, Any]) -> str:
    """Why what is decided on takes no file; empty when it does."""
    if stored.get("workflow_state") in (*EDITABLE, None, ""):
        return ""
    if stored["docstatus"] == 0:
        words = _("{0} is being decided on: have it returned, then load again.")
    else:
        words = _("{0} is approved: begin a reform, then load the file into its new version.")
    return words.format(stored["name"])


def _closed_plans(wishes: list[Wish]) -> dict[str, str]:
    """The plans named that take no change, each with why."""
    names = {str(wish.values["plan"]) for wish in wishes if wish.values.get("plan")}
    found = storage.named("Gov Plan", [], names)
    return {name: words for name, row in found.items() if (words := _locked(row))}
