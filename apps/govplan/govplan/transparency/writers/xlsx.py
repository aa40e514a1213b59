"""A workbook with a sheet per table, the same bytes for the same content.

Written row by row into the archive, so that a big dataset takes no memory, and with quantities as
exact as they are: libraries put them through binary numbers.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from govplan.transparency.tables import (
    Footer,
    Kind,
    Line,
    Row,
    Section,
    Table,
    footer_cells,
    line_cells,
    printable,
)
from govplan.transparency.writers import xlsx_parts as parts
from govplan.transparency.writers.xlsx_parts import BOXED, HEADING, PLAIN, TITLE
from govplan.transparency.writers.zip import entry

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_UNFIT_FOR_A_SHEET = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31
_LONGEST_TEXT = 32767
_ROWS_AT_ONCE = 200

# Text, whether it is a number, format.
Cell = tuple[str, bool, int]


def write(tables: Iterable[Table], made_at: datetime) -> bytes:
    """The tables as one workbook; text is always text, never a formula."""
    sheets = [_Sheet(table) for table in tables]
    names = _sheet_names([sheet.table.name for sheet in sheets])
    whole = {
        "[Content_Types].xml": parts.content_types(len(sheets)),
        "_rels/.rels": parts.PACKAGE_LINKS,
        "docProps/core.xml": parts.core(made_at),
        "xl/workbook.xml": parts.workbook(names, [sheet.top for sheet in sheets]),
        "xl/_rels/workbook.xml.rels": parts.workbook_links(len(sheets)),
        "xl/styles.xml": parts.STYLES,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in whole.items():
            archive.writestr(entry(path), text)
        for number, sheet in enumerate(sheets, 1):
            with archive.open(entry(parts.sheet_path(number)), "w") as part:
                for piece in sheet.pieces():
                    part.write(piece.encode("utf-8"))
    return out.getvalue()


def _sheet_names(wanted: list[str]) -> list[str]:
    """Names Excel takes, none twice."""
    names: list[str] = []
    for name in wanted:
        fit = _UNFIT_FOR_A_SHEET.sub(" ", printable(name))[:_LONGEST_SHEET_NAME]
        number = 1
        while fit.lower() in (known.lower() for known in names):
            fit, number = f"{fit[: _LONGEST_SHEET_NAME - 3]}{number}", number + 1
        names.append(fit)
    return names


class _Sheet:
    """One table being written row by row, the merged ranges noted on the way."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.top = len(table.title_lines) + (1 if table.has_heading else 0)
        self.letters = [_letters(place) for place in range(1, len(table.columns) + 1)]
        self.numeric = [column.kind is Kind.NUMBER for column in table.columns]
        self.look = PLAIN if table.is_plain else BOXED
        self.merged: list[str] = []
        self.row = 0

    def pieces(self) -> Iterator[str]:
        """The sheet as text, some rows at a time."""
        widths = [12 if is_number else 36 for is_number in self.numeric]
        yield parts.sheet_head(widths, self.top)
        held: list[str] = []
        for cells in self._rows():
            held.append(self._written(cells))
            if len(held) == _ROWS_AT_ONCE:
                yield "".join(held)
                held.clear()
        yield "".join(held)
        yield parts.sheet_foot(self.merged)

    def _rows(self) -> Iterator[list[Cell]]:
        for title in self.table.title_lines:
            yield self._full_width(printable(title), TITLE)
        if self.table.has_heading:
            yield [(heading, False, HEADING) for heading in self.table.headings]
        for line in self.table.lines:
            yield self._line(line)
        for footer in self.table.footers:
            yield self._footer(footer)

    def _line(self, line: Line) -> list[Cell]:
        cells = line_cells(self.table, line)
        if isinstance(line, Row):
            return [
                (text, is_number, self.look)
                for text, is_number in zip(cells, self.numeric, strict=True)
            ]
        return self._full_width(cells[0], HEADING if isinstance(line, Section) else BOXED)

    def _footer(self, footer: Footer) -> list[Cell]:
        self._merge(1, min(footer.column, 4) - 1)
        cells = footer_cells(self.table, footer)
        return [(text, False, BOXED if at else HEADING) for at, text in enumerate(cells)]

    def _full_width(self, text: str, look: int) -> list[Cell]:
        self._merge(1, len(self.table.columns))
        return [(text, False, look)]

    def _merge(self, first: int, last: int) -> None:
        if last > first:
            row = self.row + 1
            self.merged.append(f"{self.letters[first - 1]}{row}:{self.letters[last - 1]}{row}")

    def _written(self, cells: list[Cell]) -> str:
        self.row += 1
        row = self.row
        made = [
            _cell(f"{letter}{row}", *cell)
            for letter, cell in zip(self.letters, cells, strict=False)
        ]
        return f'<row r="{row}">{"".join(made)}</row>'


def _cell(place: str, text: str, is_number: bool, look: int) -> str:
    style = f' s="{look}"' if look else ""
    if not text:
        return f'<c r="{place}"{style}/>' if look else ""
    if is_number:
        return f'<c r="{place}"{style}><v>{Decimal(text):f}</v></c>'
    written = escape(text[:_LONGEST_TEXT])
    space = ' xml:space="preserve"' if written != written.strip() or "\n" in written else ""
    return f'<c r="{place}" t="inlineStr"{style}><is><t{space}>{written}</t></is></c>'


def _letters(number: int) -> str:
    """The name of a column: A, B … Z, AA."""
    found = ""
    while number:
        number, place = divmod(number - 1, 26)
        found = chr(ord("A") + place) + found
    return found
