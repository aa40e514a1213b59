"""A column of a kind of sheet: declared once, for reading, writing and the empty template."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from frappe import _

from govplan.typed import text

_YEAR = re.compile(r"(?<![0-9])((?:19|20|21)[0-9]{2})(?![0-9])")
_BARE_YEAR = "{0}"


def shown(value: Any) -> str:
    """A text as it is compared and written: composed, trimmed, lines ended one way."""
    return text(value).replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Column:
    """What a column is called and how its cells become values and values cells.

    `key` names the field; of a column per year it ends in the year, as `target:2027`, and its
    `label` has a place for it. `show(read(cell))` is how two values are told to be the same.
    `keeps_when_blank` marks what a blank cell leaves as it is; else it clears the field.
    `options` are the only values it takes, if any. `is_table` marks a table written one row a line,
    its parts in the order of `pieces` (labels), their links to others in `links`.
    """

    key: str
    label: str
    read: Callable[[str], Any] = text
    show: Callable[[Any], str] = shown
    link: str = ""
    required: bool = False
    keeps_when_blank: bool = False
    is_number: bool = False
    is_day: bool = False
    is_box: bool = False
    options: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    help: str = ""
    is_table: bool = False
    pieces: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    @property
    def is_yearly(self) -> bool:
        return _BARE_YEAR in self.label

    @property
    def title(self) -> str:
        """The heading in the reader's language."""
        _base, _colon, year = self.key.partition(":")
        return _(self.label).format(year) if self.is_yearly else _(self.label)

    def of_year(self, year: str) -> "Column":
        return replace(self, key=f"{self.key.partition(':')[0]}:{year}")

    def accepts(self) -> Iterator[str]:
        """Every heading it is known by, in one form; the year left out."""
        for name in (self.key.replace("_", " "), self.label, _(self.label, "es"), *self.names):
            yield folded(name.replace(_BARE_YEAR, ""))


class Columns:
    """The columns of a kind, found by key or by heading."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.all = tuple(columns)
        self._by_key = {column.key: column for column in self.all}
        self._by_name: dict[tuple[str, bool], Column] = {}
        for column in self.all:
            for name in column.accepts():
                self._by_name.setdefault((name, column.is_yearly), column)

    def get(self, key: str) -> Column | None:
        """The column of a key, that of one year made when asked for."""
        base, colon, year = key.partition(":")
        column = self._by_key.get(base)
        if column is None or column.is_yearly != bool(colon):
            return None
        return column.of_year(year) if colon else column

    def named(self, heading: str) -> Column | None:
        """The column a heading means, case, accents, blanks and punctuation apart."""
        plain = self._by_name.get((folded(heading), False))
        if plain:
            return plain
        years = _YEAR.findall(heading)
        if len(years) != 1:
            return None
        yearly = self._by_name.get((folded(_YEAR.sub("", heading)), True))
        return yearly.of_year(years[0]) if yearly else None


def year_in(heading: str) -> str:
    """The one year a heading names; empty for none or several."""
    years = _YEAR.findall(heading)
    return years[0] if len(years) == 1 else ""


def folded(words: str) -> str:
    """Words as they are compared: letters and digits only, no case, no accents."""
    apart = unicodedata.normalize("NFD", words.casefold())
    return "".join(one for one in apart if one.isalnum())
