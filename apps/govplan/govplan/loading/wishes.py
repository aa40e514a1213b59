"""Records as a file wants them: their values, and the cells those came from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Part:
    """A line of a record that has a row of its own in the file."""

    row: int
    values: dict[str, Any]
    broken: frozenset[str] = frozenset()


@dataclass
class Wish:
    """One record: its DocType, the name it has or will have, and what the file says of it.

    `broken` are the keys whose cells could not be read, of any of its rows. `needs` are the
    names, in the same file, that have to be there before it. `table` names the field its `parts`
    go to; two lines with the same values in `identity` are the same one. `yearly` are rows of a
    table by their year; years not named stay as they are. `defaults` are for a new record only.
    `keys` gives the column of a field where it is not called as the field.
    """

    doctype: str
    name: str
    row: int
    values: dict[str, Any]
    broken: set[str] = field(default_factory=set)
    needs: frozenset[str] = frozenset()
    table: str = ""
    identity: tuple[str, ...] = ()
    parts: list[Part] = field(default_factory=list)
    yearly: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    key_of_year: Callable[[str, int], str] = lambda name, year: f"{name}:{year}"
    keys: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    # The record that takes the changes, where it is not the one of that name.
    stored: str | None = None

    def key_in(self, table: str, fieldname: str, row: Any) -> str:
        """The column a field of a table's row was read from."""
        if table in self.yearly and row is not None:
            return self.key_of_year(fieldname, int(row.year))
        return table
