"""A sheet loaded, or only tried: what it would change and everything that is wrong with it.

Nothing stays of what is refused: a file is whole or nothing unless the good rows alone are asked
for. Trying a file writes it through the same controllers and undoes it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import frappe
from frappe import _

from govplan.approval.content import TABLES
from govplan.domain.words import Word
from govplan.loading.changes import Action, Change, changes_of
from govplan.loading.faults import FileFault, FileRefused
from govplan.loading.headings import SheetMap, require_columns, unknown_headings
from govplan.loading.kinds.base import Context, Kind
from govplan.loading.rows import SheetRows
from govplan.loading.sheets import Sheet
from govplan.loading.wishes import Wish
from govplan.loading.writing import Progress, Writer
from govplan.organisation.memory import forget

_POINT = "govplan_load"


class Mode(Word):
    """How far a load goes."""

    TRY = "Try"
    WHOLE = "Whole"
    GOOD_ROWS = "Good rows"


@dataclass
class Outcome:
    """What a load did or would do. `held` wait for a record with faults; `written` says if any
    of it stays."""

    rows: int = 0
    created: list[Change] = field(default_factory=list)
    updated: list[Change] = field(default_factory=list)
    unchanged: list[Change] = field(default_factory=list)
    held: list[Change] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    written: bool = False


def load(
    kind: Kind,
    sheet: Sheet,
    mapping: SheetMap,
    mode: Mode = Mode.TRY,
    plan: str = "",
    source: str = "",
    progress: Progress = lambda done, total: None,
) -> Outcome:
    """Load a sheet in the caller's transaction, which decides what is committed.

    `source` names the file in what the administrator loads.
    """
    outcome = Outcome(rows=sum(line.number > mapping.heading_row for line in sheet.lines))
    frappe.db.savepoint(_POINT)
    try:
        with _import_of(source):
            _run(kind, sheet, mapping, Context(plan), outcome, progress)
    except FileRefused as refusal:
        outcome.faults += refusal.faults
    is_kept = mode is Mode.GOOD_ROWS or (mode is Mode.WHOLE and not outcome.faults)
    if is_kept:
        frappe.db.release_savepoint(_POINT)
    else:
        frappe.db.rollback(save_point=_POINT)
        forget()
    outcome.written = is_kept and bool(outcome.created or outcome.updated)
    return outcome


def _run(
    kind: Kind,
    sheet: Sheet,
    mapping: SheetMap,
    context: Context,
    outcome: Outcome,
    progress: Progress,
) -> None:
    outcome.ignored = unknown_headings(sheet, mapping)
    _require_plan(kind, context.plan)
    require_columns(sheet, mapping, kind.required(context))
    rows = SheetRows(kind.columns(), sheet, mapping)
    wishes = _in_order(kind.wishes(rows, context))
    changes = changes_of(wishes)
    _require_fields(rows, changes)
    writer = Writer(rows, progress)
    writer.write(changes)
    outcome.created = [one for one in writer.done if one.action is Action.CREATE]
    outcome.updated = [one for one in writer.done if one.action is Action.UPDATE]
    outcome.unchanged = [
        one for one in changes if one.action is Action.KEEP and not one.wish.broken
    ]
    outcome.held = writer.held
    outcome.faults = sorted(rows.faults)


def _require_plan(kind: Kind, plan: str) -> None:
    """Raises FileRefused when the plan beside the file is not there, or has to be."""
    if plan and not frappe.db.exists("Gov Plan", plan):
        words = _("There is no plan “{0}”.").format(plan)
        raise FileRefused([FileFault(0, "", "", words)])
    if kind.lives_in_plan and not plan:
        words = _("Choose the plan the sheet belongs to.")
        raise FileRefused([FileFault(0, "", "", words)])


def _in_order(wishes: list[Wish]) -> list[Wish]:
    """Those others need first; what needs itself in a circle stays in the file's order."""
    by_name = {wish.name: wish for wish in wishes}
    done: dict[str, Wish] = {}
    for wish in wishes:
        _place(wish, by_name, done)
    return list(done.values())


def _place(first: Wish, by_name: dict[str, Wish], done: dict[str, Wish]) -> None:
    path = [first]
    on_path = {first.name}
    while path:
        needed = (by_name[name] for name in sorted(path[-1].needs) if name in by_name)
        before = next((o for o in needed if o.name not in done and o.name not in on_path), None)
        if before:
            path.append(before)
            on_path.add(before.name)
        else:
            done.setdefault(path[-1].name, path.pop())


def _require_fields(rows: SheetRows, changes: list[Change]) -> None:
    """What a new record cannot do without: a fault for the cell, or once for a missing column."""
    told: set[str] = set()
    for change in changes:
        if change.action is not Action.CREATE:
            continue
        wish = change.wish
        for name in _mandatory(wish.doctype):
            key = wish.keys.get(name, name)
            if change.values.get(name) not in (None, "") or key in wish.broken:
                continue
            wish.broken.add(key)
            if key in rows.places:
                words = _("The cell is blank: fill it in.")
                rows.faults.append(rows.place(wish.row, key, words))
            elif key not in told:
                told.add(key)
                rows.faults.append(_missing_column(rows, wish.doctype, name, key))


def _missing_column(rows: SheetRows, doctype: str, name: str, key: str) -> FileFault:
    words = _("This column is missing, and new records need it: {0}.")
    label = _(frappe.get_meta(doctype).get_label(name))
    return rows.place(rows.headings.number, key, words.format(label))


def _mandatory(doctype: str) -> list[str]:
    return [
        field.fieldname
        for field in frappe.get_meta(doctype).fields
        if field.reqd and not field.default and field.fieldtype not in TABLES
    ]


@contextmanager
def _import_of(source: str) -> Iterator[None]:
    """The administrator holds no post, and brings in what others decided elsewhere."""
    before = frappe.flags.govplan_import
    frappe.flags.govplan_import = source or before
    try:
        yield
    finally:
        frappe.flags.govplan_import = before
