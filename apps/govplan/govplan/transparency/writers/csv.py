"""CSV for machines: RFC 4180, UTF-8, comma, CRLF."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from govplan.transparency.formula_guard import guard
from govplan.transparency.tables import Kind, Row, Table, footer_cells, line_cells

MEDIA_TYPE = "text/csv"


def write(table: Table) -> bytes:
    """The table as a file; text that could be run as a formula has an apostrophe before it."""
    return encode(safe_grid(table), delimiter=",").encode("utf-8")


def encode(rows: Iterable[Iterable[str]], delimiter: str) -> str:
    """The rows as RFC 4180 says, with the delimiter given."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def safe_grid(table: Table, number: Callable[[str], str] = str) -> Iterator[tuple[str, ...]]:
    """The table's cells with text guarded and numbers written by `number`."""
    numeric = [column.kind is Kind.NUMBER for column in table.columns]
    for title in table.title_lines:
        yield _guarded((title, *[""] * (len(numeric) - 1)))
    if table.has_heading:
        yield _guarded(table.headings)
    for line in table.lines:
        cells = line_cells(table, line)
        yield _typed(cells, numeric, number) if isinstance(line, Row) else _guarded(cells)
    for footer in table.footers:
        yield _guarded(footer_cells(table, footer))


def _typed(
    cells: tuple[str, ...], numeric: list[bool], number: Callable[[str], str]
) -> tuple[str, ...]:
    return tuple(
        number(cell) if is_number else guard(cell)
        for cell, is_number in zip(cells, numeric, strict=True)
    )


def _guarded(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple(guard(cell) for cell in cells)
