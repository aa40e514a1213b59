"""Published files read back into rows of texts, each row with its place in the file."""

import csv
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import PurePath
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from govplan.transparency.formula_guard import unguard

TEXT_ENDINGS = (".txt", ".tsv", ".tab")
SPREADSHEET_ENDINGS = (".xlsx", ".xlsm")
ENDINGS = (*TEXT_ENDINGS, ".csv", *SPREADSHEET_ENDINGS, ".html", ".htm")

_BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
_BROKEN_WORKBOOK = (InvalidFileException, ParseError, KeyError, IndexError, TypeError, ValueError)


class UnreadableGrid(Exception):
    """The file is none of the kinds read here, or not what its name says."""


class WrongEncoding(Exception):
    """The text is not UTF-8; says where the first byte that cannot be read is."""

    def __init__(self, row: int, byte: int) -> None:
        super().__init__(f"row {row}: byte 0x{byte:02X}")
        self.row = row
        self.byte = byte


class GridRow(NamedTuple):
    """The cells of a row and its number in the file, counted from one."""

    number: int
    cells: tuple[str, ...]


def read_grid(name: str, content: bytes) -> list[GridRow]:
    """The rows of a TSV, CSV, XLSX (first sheet) or HTML (first table) file, by its name's ending.

    Raises UnreadableGrid and WrongEncoding.
    """
    ending = PurePath(name).suffix.lower()
    if ending in TEXT_ENDINGS:
        return _tab_separated(_decoded(content))
    if ending == ".csv":
        return _comma_separated(_decoded(content))
    if ending in SPREADSHEET_ENDINGS:
        return _workbook(content)
    if ending in (".html", ".htm"):
        return _page(_decoded(content))
    raise UnreadableGrid(ending)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise WrongEncoding(row, content[error.start]) from error


def _tab_separated(text: str) -> list[GridRow]:
    lines = text.replace("\r\n", "\n").split("\n")
    return [GridRow(number, tuple(line.split("\t"))) for number, line in enumerate(lines, 1)]


def _comma_separated(text: str) -> list[GridRow]:
    try:
        readings = [list(_records(text, mark)) for mark in ",;\t"]
    except csv.Error as error:
        raise UnreadableGrid(str(error)) from error
    return max(readings, key=_regularity)


def _records(text: str, mark: str) -> Iterator[GridRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    first = 1
    for cells in reader:
        yield GridRow(first, tuple(unguard(cell) for cell in cells))
        first = reader.line_num + 1


def _regularity(rows: list[GridRow]) -> int:
    """How many rows have the commonest width: marks inside prose divide every row differently."""
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    return max(widths.values(), default=0)


def _workbook(content: bytes) -> list[GridRow]:
    _require_whole(content)
    try:
        sheet = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
        return list(_sheet_rows(sheet))
    except _BROKEN_WORKBOOK as error:
        raise UnreadableGrid(str(error)) from error


def _require_whole(archive: bytes) -> None:
    """A workbook is a ZIP; one that is damaged is told here, before it is made sense of."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            damaged = opened.testzip()
    except _BROKEN_ARCHIVE as error:
        raise UnreadableGrid(str(error)) from error
    if damaged:
        raise UnreadableGrid(damaged)


def _sheet_rows(sheet: Worksheet) -> Iterator[GridRow]:
    above = _merged_downwards(sheet)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        values = (above.get(cell.coordinate, cell.value) for cell in cells)
        yield GridRow(number, tuple(_as_printed(value) for value in values))


def _merged_downwards(sheet: Worksheet) -> dict[str, object]:
    """What a cell shows that is merged with those above it, as one unit over several rows."""
    return {
        sheet.cell(row, merged.min_col).coordinate: sheet.cell(merged.min_row, merged.min_col).value
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row + 1, merged.max_row + 1)
    }


def _as_printed(value: object) -> str:
    """A cell as the matrix prints it: whole numbers without a mark, dates DD/MM/YYYY."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _page(text: str) -> list[GridRow]:
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    width = max(map(len, reader.rows), default=0)
    return [
        GridRow(number, (*cells, *[""] * (width - len(cells))))
        for number, cells in enumerate(reader.rows, 1)
    ]


class _TableReader(HTMLParser):
    """The first table of a page, its caption's paragraphs first, spans filled with blanks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.inside: list[str] = []
        self.at = 0
        self.is_done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.is_done or not (tag == "table" or self.inside):
            return
        if tag in ("table", "caption", "td", "th"):
            self.inside.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag == "p" and self.inside[-1] == "caption":
            self.rows.append([""])
        elif tag in ("td", "th"):
            self._open_cell(int(dict(attrs).get("colspan") or 1))

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()
            self.is_done = self.is_done or tag == "table"

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] != "table" and self.rows and self.rows[-1]:
            self.rows[-1][self.at] += data

    def _open_cell(self, width: int) -> None:
        self.at = len(self.rows[-1])
        self.rows[-1].extend([""] * width)
