"""XLSX: values, not formulas; a cell merged over several rows says the same in each."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from frappe import _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from govplan.loading.cells import sheet_of, written
from govplan.loading.sheets import MAX_ROWS, Sheet, UnreadableFile, require_limits

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=\"([A-Z0-9:]{1,40})\"")
_BROKEN = (InvalidFileException, ParseError, KeyError, IndexError, TypeError, ValueError)


def read(content: bytes) -> list[Sheet]:
    """The visible sheets of a workbook, in order. Raises UnreadableFile."""
    try:
        _require_small_merges(content)
        book = load_workbook(io.BytesIO(content), data_only=True)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [sheet_of(sheet.title, _rows(sheet)) for sheet in shown]
    except _BROKEN as error:
        raise UnreadableFile(_("The file is damaged. Save it again and bring it.")) from error


def _require_small_merges(content: bytes) -> None:
    """The library makes every cell of a merged range, and a range is easily written large."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        refs = [ref.decode() for name in parts for ref in _MERGED.findall(archive.read(name))]
    cells = 0
    for ref in refs:
        left, top, right, bottom = range_boundaries(ref)
        cells += (right - left + 1) * (bottom - top + 1)
    if cells > MAX_ROWS * 10:
        raise UnreadableFile(_("Too many cells are merged. Unmerge them and bring it again."))


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
