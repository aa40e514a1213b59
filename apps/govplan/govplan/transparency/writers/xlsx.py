"""A workbook with a sheet per table, the same bytes for the same content."""

import io
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.xml.functions import tostring

from govplan.transparency.tables import (
    Column,
    Footer,
    Kind,
    Row,
    Section,
    Table,
    footer_cells,
    line_cells,
    printable,
)
from govplan.transparency.writers.zip import pack, unpack

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31
_CORE = "docProps/core.xml"
_BOLD = Font(bold=True)
_SHADE = PatternFill("solid", fgColor="E8EEF4")
_THIN = Side(style="thin", color="9AA5B1")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAP = Alignment(vertical="top", wrap_text=True)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write(tables: Iterable[Table], made_at: datetime) -> bytes:
    """The tables as one workbook; text is always text, never a formula."""
    book = Workbook(write_only=True)
    for table in tables:
        _Sheet(book, table).write()
    out = io.BytesIO()
    book.save(out)
    return _without_the_hour(book, out.getvalue(), made_at)


class _Sheet:
    """One table being written row by row, the merged ranges noted on the way."""

    def __init__(self, book: Workbook, table: Table) -> None:
        name = _SHEET_NAME.sub(" ", table.name)[:_LONGEST_SHEET_NAME]
        self.sheet = book.create_sheet(name)
        self.table = table
        self.row = 0

    def write(self) -> None:
        self._set_up()
        for title in self.table.title_lines:
            self._full_width(printable(title), _CENTRE)
        if self.table.has_heading:
            self._append([self._cell(one, bold=True) for one in self.table.headings])
        for line in self.table.lines:
            self._line(line)
        for footer in self.table.footers:
            self._footer(footer)

    def _set_up(self) -> None:
        for index, column in enumerate(self.table.columns, 1):
            dimension = self.sheet.column_dimensions[get_column_letter(index)]
            dimension.width = 12 if column.kind is Kind.NUMBER else 36
        top = len(self.table.title_lines) + (1 if self.table.has_heading else 0)
        self.sheet.freeze_panes = f"A{top + 1}" if top else None
        self.sheet.page_setup.orientation = "landscape"
        if top:
            self.sheet.print_title_rows = f"1:{top}"

    def _line(self, line: object) -> None:
        if isinstance(line, Row) and self.table.is_plain:
            self._append([self._bare(*one) for one in self._typed(line)])
        elif isinstance(line, Row):
            self._append([self._boxed(*one) for one in self._typed(line)])
        elif isinstance(line, Section):
            self._full_width(printable(line.title), _WRAP)
        else:
            self._full_width(line_cells(self.table, line)[0], _WRAP, bold=False)

    def _typed(self, row: Row) -> list[tuple[str, Column]]:
        return list(zip(line_cells(self.table, row), self.table.columns, strict=True))

    def _footer(self, footer: Footer) -> None:
        cells = footer_cells(self.table, footer)
        self._append([self._cell(text, bold=not at) for at, text in enumerate(cells)])
        self._merge(1, min(footer.column, 4) - 1)

    def _full_width(self, text: str, alignment: Alignment, bold: bool = True) -> None:
        first = self._cell(text, bold)
        first.alignment = alignment
        self._append([first])
        self._merge(1, len(self.table.columns))

    def _append(self, cells: list[object]) -> None:
        self.row += 1
        self.sheet.append(cells)

    def _merge(self, first: int, last: int) -> None:
        if last > first:
            self.sheet.merged_cells.add(
                CellRange(min_col=first, max_col=last, min_row=self.row, max_row=self.row)
            )

    def _bare(self, text: str, column: Column) -> object:
        """A value without a style: a big dataset is written several times faster so."""
        if column.kind is Kind.NUMBER and text:
            return Decimal(text)
        return self._text(text) if text[:1] in ("=", "#") else text or None

    def _boxed(self, text: str, column: Column) -> WriteOnlyCell:
        number = column.kind is Kind.NUMBER and text
        cell = WriteOnlyCell(self.sheet, Decimal(text)) if number else self._text(text)
        cell.alignment, cell.border = _WRAP, _BOX
        return cell

    def _cell(self, text: str, bold: bool) -> WriteOnlyCell:
        cell = self._text(text)
        cell.alignment, cell.border = _WRAP, _BOX
        if bold:
            cell.font, cell.fill = _BOLD, _SHADE
        return cell

    def _text(self, text: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(self.sheet, text or None)
        if text:
            cell.data_type = "s"
        return cell


def _without_the_hour(book: Workbook, archive: bytes, made_at: datetime) -> bytes:
    """The workbook packed again with the edition's own time instead of that of the writing."""
    moment = made_at.replace(tzinfo=None, microsecond=0)
    book.properties.creator = "govplan"
    book.properties.created = book.properties.modified = moment
    return pack({**unpack(archive), _CORE: tostring(book.properties.to_tree())})
