"""XLSX: values, not formulas; a cell merged over several rows says the same in each."""

import io
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from frappe import _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from govplan.loading.cells import sheet_of, written
from govplan.loading.sheets import MAX_CELLS, MAX_ROWS, Sheet, UnreadableFile, require_limits

# What the library would make cells of, one by one, though a file writes it in a few letters.
_RANGES = frozenset({"mergeCell", "hyperlink"})
_OTHER_PARTS = frozenset({"sst", "styleSheet", "workbook", "Types", "Relationships"})
_BROKEN = (InvalidFileException, ParseError, KeyError, IndexError, TypeError, ValueError)


def read(content: bytes) -> list[Sheet]:
    """The visible sheets of a workbook, in order. Raises UnreadableFile."""
    try:
        _require_few_cells(content)
        book = load_workbook(io.BytesIO(content), data_only=True)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [sheet_of(sheet.title, _rows(sheet)) for sheet in shown]
    except _BROKEN as error:
        raise UnreadableFile(_("The file is damaged. Save it again and bring it.")) from error


def _require_few_cells(content: bytes) -> None:
    """Counted before the library reads the file, which keeps every cell at once.

    Any part may be a sheet, whatever it is called.
    """
    count = _Count()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            with archive.open(name) as part:
                count.add(part)


class _Count:
    """The cells of a workbook's sheets, and those its ranges would make."""

    def __init__(self) -> None:
        self.cells = self.ranged = 0

    def add(self, part: IO[bytes]) -> None:
        """Count a part that is a sheet. Raises UnreadableFile when there are too many."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begin
        try:
            parser.ParseFile(part)
        except (expat.ExpatError, _NoSheet):
            # A picture, another kind of part, or a sheet the library will not read either.
            return

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind in _OTHER_PARTS:
            raise _NoSheet
        if kind == "c":
            self.cells += 1
        elif kind in _RANGES:
            self.ranged += _size_of(attributes.get("ref"))
        if self.cells > MAX_CELLS:
            words = _("The file has more than {0} cells. Divide it.")
            raise UnreadableFile(words.format(MAX_CELLS))
        if self.ranged > MAX_ROWS * 10:
            raise UnreadableFile(_("Too many cells are merged. Unmerge them and bring it again."))


class _NoSheet(Exception):
    """A part with the texts or styles of sheets, which can be long."""


def _size_of(ref: str | None) -> int:
    left, top, right, bottom = range_boundaries(ref or "A1")
    return (right - left + 1) * (bottom - top + 1)


def _rows(sheet: Any) -> Iterator[list[str]]:
    require_limits(sheet.title, sheet.max_row, sheet.max_column)
    above = _merged_downwards(sheet)
    for cells in sheet.iter_rows():
        yield [above.get((cell.row, cell.column)) or _text(cell) for cell in cells]


def _text(cell: Any) -> str:
    if isinstance(cell.value, int | float) and cell.has_style:
        return written(cell.value, is_percentage="%" in (cell.number_format or ""))
    return written(cell.value)


def _merged_downwards(sheet: Any) -> dict[tuple[int, int], str]:
    """What a cell shows that is merged with those above it, as one unit over several rows."""
    return {
        (row, merged.min_col): _text(sheet.cell(merged.min_row, merged.min_col))
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row + 1, merged.max_row + 1)
    }
