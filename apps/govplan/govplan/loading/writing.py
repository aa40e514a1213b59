"""Writing what a file wants, record by record through its controller, and hearing every refusal."""

from collections.abc import Callable, Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html

from govplan.errors import Fault
from govplan.loading.changes import Action, Change
from govplan.loading.faults import FileFault
from govplan.loading.rows import SheetRows
from govplan.loading.wishes import Part, Wish
from govplan.typed import place_of

Progress = Callable[[int, int], None]

_POINT = "govplan_load_row"
# Said of all lines of a record together: not told while one of them could not be read.
_OF_ALL_LINES = frozenset({"weight"})
_EVERY = 50


class Writer:
    """Writes changes in order; a record that is refused leaves nothing and is not needed by any.

    `done` and `held` are the changes written and those that wait for a record with faults.
    """

    def __init__(self, rows: SheetRows, progress: Progress) -> None:
        self.rows = rows
        self.progress = progress
        self.done: list[Change] = []
        self.held: list[Change] = []
        # Names of the file still to be made, and those nothing can hang from since they failed.
        self._coming: set[str] = set()
        self._failed: set[str] = set()

    def write(self, changes: list[Change]) -> None:
        """Every change that can be; faults of the others are noted with the file's rows."""
        self._coming = {one.wish.name for one in changes if one.action is Action.CREATE}
        for at, change in enumerate(changes):
            if at % _EVERY == 0:
                self.progress(at, len(changes))
            if not self._write_one(change) and _is_needed(change):
                self._failed.add(change.wish.name)
            self._coming.discard(change.wish.name)
        self.progress(len(changes), len(changes))

    def _write_one(self, change: Change) -> bool:
        wish = change.wish
        if change.locked:
            row = change.differences[0].row if change.differences else wish.row
            self.rows.faults.append(self.rows.place(row, "", change.locked))
            return False
        if wish.needs & self._failed:
            self.held.append(change)
            return False
        if circle := wish.needs & self._coming:
            self._note_circle(wish, circle)
            return False
        if change.action is Action.KEEP:
            return not wish.broken
        return self._tried(change)

    def _tried(self, change: Change) -> bool:
        """Written, or refused and undone; what could not be read whole is tried and undone."""
        frappe.db.savepoint(_POINT)
        doc, parts = _document(change)
        is_well = not change.wish.broken
        try:
            doc.insert() if doc.is_new() else doc.save()
        except (frappe.ValidationError, frappe.DuplicateEntryError, frappe.PermissionError) as no:
            frappe.clear_messages()
            self._note(change.wish, doc, parts, no)
            is_well = False
        if not is_well:
            frappe.db.rollback(save_point=_POINT)
            return False
        frappe.db.release_savepoint(_POINT)
        self.done.append(change)
        return True

    def _note_circle(self, wish: Wish, circle: frozenset[str]) -> None:
        key = next((name for name, value in wish.values.items() if value in circle), "")
        words = _("It comes back to itself by way of {0}. Break the circle.")
        self.rows.faults.append(self.rows.place(wish.row, key, words.format(", ".join(circle))))

    def _note(self, wish: Wish, doc: Document, parts: dict[int, Part], refusal: Exception) -> None:
        faults = list(getattr(refusal, "faults", ()))
        if not faults and not wish.broken:
            message = strip_html(str(refusal)) or _("The record was refused.")
            self.rows.faults.append(self.rows.place(wish.row, "", message))
        for fault in faults:
            placed = self._placed(wish, doc, parts, fault)
            if placed:
                self.rows.faults.append(placed)

    def _placed(
        self, wish: Wish, doc: Document, parts: dict[int, Part], fault: Fault
    ) -> FileFault | None:
        """The fault at its cell; None for what follows from a cell that could not be read."""
        table, _dot, idx = fault.row_key.partition(".")
        field, row, broken = fault.field, wish.row, frozenset(wish.broken)
        message = fault.message
        if idx.isdigit():
            message = _unplaced(message, doc, table, int(idx))
        if table and table == wish.table:
            part = parts.get(int(idx)) if idx.isdigit() else None
            row, broken = (part.row, part.broken) if part else (row, broken)
            if broken or (wish.broken and field in _OF_ALL_LINES):
                return None
        elif table:
            field = wish.key_in(
                table, field, doc.get(table)[int(idx) - 1] if idx.isdigit() else None
            )
        key = wish.keys.get(field, field)
        return None if key in broken else self.rows.place(row, key, message)


def _is_needed(change: Change) -> bool:
    """Whether what hangs from a record cannot be tried without this change of it."""
    return change.action is Action.CREATE or "is_group" in change.values


def _document(change: Change) -> tuple[Document, dict[int, Part]]:
    """The record as the file wants it, and the file's lines by their place in its table."""
    wish = change.wish
    if change.action is Action.CREATE:
        doc = frappe.new_doc(wish.doctype)
    else:
        doc = frappe.get_doc(wish.doctype, wish.stored or wish.name)
    for name, value in change.values.items():
        doc.set(name, value)
    parts = dict(_lines(doc, change))
    return doc, parts


def _lines(doc: Document, change: Change) -> Iterator[tuple[int, Part]]:
    by_name = {row.name: row for row in doc.get(change.wish.table)} if change.wish.table else {}
    for part, name in change.lines:
        row = by_name.get(name)
        if row is None:
            row = doc.append(change.wish.table, {})
        row.update(part.values)
        yield row.idx, part


def _unplaced(message: str, doc: Document, table: str, idx: int) -> str:
    """The words without the line's place in the record; its place in the file is told."""
    rows = doc.get(table) or []
    if not 0 < idx <= len(rows):
        return message
    _key, where = place_of(doc, table, rows[idx - 1])
    for mark in (", ", ": "):
        message = message.removeprefix(where + mark)
    return message
