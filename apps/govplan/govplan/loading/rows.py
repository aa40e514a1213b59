"""The rows of a sheet read into values, with a fault for every cell that cannot be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from frappe import _

from govplan.loading.columns import Column, Columns
from govplan.loading.faults import FileFault, at_cell
from govplan.loading.headings import SheetMap, heading_line
from govplan.loading.references import References
from govplan.loading.sheets import Line, Sheet
from govplan.typed import Unreadable

Within = Callable[[Line], dict[str, str]]


@dataclass
class ReadRow:
    """One row: its values by key, and the keys whose cells could not be read."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)


class SheetRows:
    """A sheet under a mapping: which column is where, the rows, and what is wrong with them."""

    def __init__(self, columns: Columns, sheet: Sheet, mapping: SheetMap) -> None:
        self.sheet = sheet
        self.headings = heading_line(sheet, mapping.heading_row)
        self.places: dict[str, int] = {key: at for at, key in mapping.keys.items()}
        found = {key: columns.get(key) for key in self.places}
        self.columns: dict[str, Column] = {key: one for key, one in found.items() if one}
        below = (line for line in sheet.lines if line.number > mapping.heading_row)
        self.lines = [line for line in below if any(map(line.cell, self.places.values()))]
        self.faults: list[FileFault] = []

    def read(self, references: References, within: Within = lambda line: {}) -> list[ReadRow]:
        """Every row that has something in a column that counts.

        `within` gives for a line, by key, what stands before the codes in its links.
        """
        return [self._row(line, references, within(line)) for line in self.lines]

    def text(self, line: Line, key: str) -> str:
        """A cell as it stands."""
        return line.cell(self.places[key]).strip() if key in self.places else ""

    def fault(self, row: ReadRow, key: str, message: str) -> None:
        """Something wrong in a row's column, told once for the cell."""
        if key and key in row.broken:
            return
        row.broken.add(key)
        self.faults.append(self.place(row.number, key, message))

    def place(self, number: int, key: str, message: str) -> FileFault:
        """A fault in the column of a key, by the heading the file itself has there."""
        at = self.places.get(key)
        heading = self.headings.cell(at) if at is not None else ""
        return at_cell(self.sheet.name, number, at, heading, message)

    def require(self, row: ReadRow, keys: Iterable[str]) -> None:
        """A fault for every one of these cells that is blank."""
        for key in keys:
            if row.values.get(key) in (None, "") and key not in row.broken:
                self.fault(row, key, _("The cell is blank: fill it in."))

    def _row(self, line: Line, references: References, within: dict[str, str]) -> ReadRow:
        row = ReadRow(line.number)
        for key, column in self.columns.items():
            try:
                value = self._value(column, self.text(line, key), references, within)
            except Unreadable as error:
                self.fault(row, key, str(error))
                continue
            blank = value is None or value == ""
            if not (blank and column.keeps_when_blank):
                row.values[key] = value
        return row

    def _value(
        self, column: Column, cell: str, references: References, within: dict[str, str]
    ) -> Any:
        value = column.read(cell)
        if column.link:
            return references.resolve(column.link, value, within.get(column.key, ""))
        for name, doctype in column.links if value else ():
            for part in value:
                part[name] = references.resolve(doctype, part.get(name) or "")
        return value
