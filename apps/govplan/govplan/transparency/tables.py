"""A publication's rows before they become a file: columns, typed cells, sections and footers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govplan.domain.words import Word

# What XML 1.0, and so XLSX and HTML, cannot hold.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class Kind(Word):
    """What a cell holds; every cell is kept as text and None where nothing is known."""

    TEXT = "Text"
    NUMBER = "Number"
    LINK = "Link"
    EMAIL = "Email"
    DAY = "Day"


@dataclass(frozen=True)
class Column:
    """A column: its heading as printed, and what a reader must know about it.

    `counts_rows` is on for running numbers, which say nothing about the row. `decimals` are those
    a reader is shown of a number, None those it has; files for machines keep them all.
    """

    heading: str
    kind: Kind = Kind.TEXT
    meaning: str = ""
    counts_rows: bool = False
    decimals: int | None = None


@dataclass(frozen=True)
class Row:
    """One record; `about` tells in words which, so that two editions can be compared."""

    cells: tuple[str | None, ...]
    about: str = ""


@dataclass(frozen=True)
class Section:
    """A full-width heading over the rows that follow."""

    title: str


@dataclass(frozen=True)
class Note:
    """A full-width remark, such as why a section has no rows."""

    text: str


Line = Row | Section | Note


@dataclass(frozen=True)
class Footer:
    """A label over the first columns and its value in column `column`, counted from one."""

    label: str
    value: str
    column: int
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Table:
    """A named table. `has_heading` is off for the vertical ones, whose first cell is the label."""

    name: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    title_lines: tuple[str, ...] = ()
    footers: tuple[Footer, ...] = ()
    has_heading: bool = True

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(line for line in self.lines if isinstance(line, Row))

    @property
    def is_plain(self) -> bool:
        """Whether it has nothing but a heading and records, as machines prefer."""
        if self.title_lines or self.footers:
            return False
        return all(isinstance(line, Row) for line in self.lines)


def grid(table: Table) -> Iterator[tuple[str, ...]]:
    """The table as rows of texts, each as wide as the table: what every written form holds."""
    for title in table.title_lines:
        yield _wide(table, title)
    if table.has_heading:
        yield table.headings
    for line in table.lines:
        yield line_cells(table, line)
    for footer in table.footers:
        yield footer_cells(table, footer)


def line_cells(table: Table, line: Line) -> tuple[str, ...]:
    """The cells of one line, sections and notes in the first."""
    if isinstance(line, Section):
        return _wide(table, line.title)
    if isinstance(line, Note):
        return _wide(table, line.text)
    return tuple(printable(cell) for cell in line.cells)


def footer_cells(table: Table, footer: Footer) -> tuple[str, ...]:
    """The label in the first cell, the value in the footer's column."""
    cells = [footer.label] + [""] * (len(table.columns) - 1)
    cells[footer.column - 1] = footer.value
    return tuple(printable(cell) for cell in cells)


def printable(text: str | None) -> str:
    """The text with unix line ends and without characters no document can hold."""
    return _UNPRINTABLE.sub("", (text or "").replace("\r\n", "\n").replace("\r", "\n"))


def _wide(table: Table, text: str) -> tuple[str, ...]:
    return (printable(text), *[""] * (len(table.columns) - 1))
