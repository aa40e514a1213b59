"""What every kind of file becomes: sheets of rows of texts, each row with its place in the file."""

from dataclasses import dataclass
from typing import NamedTuple

from frappe import _

MAX_ROWS = 50_000
MAX_COLUMNS = 300
MAX_CELLS = 1_000_000


class Line(NamedTuple):
    """The cells of a row that holds something and its number in the file, counted from one."""

    number: int
    cells: tuple[str, ...]

    def cell(self, at: int) -> str:
        """The text in a column, counted from zero; empty beyond the last."""
        return self.cells[at] if at < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """A named sheet and its rows; a CSV is one without a name."""

    name: str
    lines: tuple[Line, ...]

    @property
    def width(self) -> int:
        return max((len(line.cells) for line in self.lines), default=0)


class UnreadableFile(Exception):
    """The file is none of the kinds read here, damaged, or too large; the words say what to do."""


def require_limits(name: str, rows: int, columns: int) -> None:
    """Raises UnreadableFile for a sheet that reaches too far."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        words = _("The sheet “{0}” reaches beyond {1} rows or {2} columns. Divide the file.")
        raise UnreadableFile(words.format(name, MAX_ROWS, MAX_COLUMNS))


def column_letter(at: int) -> str:
    """The name people know a column by: 0 -> A, 26 -> AA."""
    found, number = "", at + 1
    while number:
        number, place = divmod(number - 1, 26)
        found = chr(ord("A") + place) + found
    return found
