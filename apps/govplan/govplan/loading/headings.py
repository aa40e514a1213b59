"""Finding the row of headings and what each heading means."""

from collections.abc import Mapping
from dataclasses import dataclass

from frappe import _

from govplan.loading.columns import Column, Columns, folded
from govplan.loading.faults import FileFault, FileRefused, at_cell
from govplan.loading.sheets import Line, Sheet

# Titles, dates of printing and legends stand above the headings in some layouts.
_LOOKED_AT = 30


@dataclass(frozen=True)
class SheetMap:
    """Which column of a sheet holds what: key by place from zero; the rest is ignored."""

    sheet: str
    heading_row: int
    keys: Mapping[int, str]


def propose(
    columns: Columns, sheets: list[Sheet], said: Mapping[str, str] | None = None
) -> SheetMap:
    """The sheet and row in which most headings are known, and what they mean.

    `said` is a saved mapping, key by heading, which comes first. Without any heading known, the
    first row that holds several cells is shown so that a person can say.
    """
    best = max(
        ((sheet, line) for sheet in sheets for line in sheet.lines[:_LOOKED_AT]),
        key=lambda place: (len(keys_of(columns, place[1], said)), -place[1].number),
    )
    sheet, line = best
    return SheetMap(sheet.name, line.number, keys_of(columns, line, said))


def keys_of(columns: Columns, line: Line, said: Mapping[str, str] | None = None) -> dict[int, str]:
    """What the cells of a heading row mean, by place; of two with the same meaning the first."""
    said = said or {}
    found: dict[int, str] = {}
    for at, heading in enumerate(line.cells):
        key = said.get(folded(heading)) if heading else None
        if key is None and heading:
            column = columns.named(heading)
            key = column.key if column else ""
        if key and key not in found.values() and columns.get(key):
            found[at] = key
    return found


def resemblance(said: Mapping[str, str], sheets: list[Sheet]) -> float:
    """How much of a saved mapping's headings some row of a file has, 0 to 1."""
    wanted = set(said)
    rows = (
        {folded(cell) for cell in line.cells}
        for sheet in sheets
        for line in sheet.lines[:_LOOKED_AT]
    )
    return max((len(wanted & row) / len(wanted) for row in rows if wanted), default=0.0)


def heading_line(sheet: Sheet, number: int) -> Line:
    """The row of that number. Raises FileRefused."""
    for line in sheet.lines:
        if line.number == number:
            return line
    words = _("Row {0} is blank: say in which row the headings are.").format(number)
    raise FileRefused([FileFault(0, "", "", words, sheet.name)])


def unknown_headings(sheet: Sheet, mapping: SheetMap) -> list[str]:
    """The headings that are ignored."""
    cells = heading_line(sheet, mapping.heading_row).cells
    return [heading for at, heading in enumerate(cells) if heading and at not in mapping.keys]


def require_columns(sheet: Sheet, mapping: SheetMap, needed: list[Column]) -> None:
    """Raises FileRefused with a fault for every column the kind cannot do without."""
    missing = [column for column in needed if column.key not in mapping.keys.values()]
    words = _("This column is missing. Add it, or say which column of the file it is.")
    faults = [
        at_cell(sheet.name, mapping.heading_row, None, column.title, words) for column in missing
    ]
    if faults:
        raise FileRefused(faults)
