"""One SQL text: whether it writes, where its values go, which of its columns need a cast."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from ..errors import ProgrammingError

_PLACE = re.compile(r"%(?:\((?P<key>\w+)\)s|(?P<next>s)|(?P<percent>%))")
_FOR_UPDATE = re.compile(r"\s+for\s+update(\s+(nowait|skip\s+locked))?\s*;?\s*$", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[\s(]*([a-zA-Z]+)")
_WRITES_WITHIN = re.compile(r"\b(insert|update|delete|replace)\b", re.IGNORECASE)
_TEMPORAL = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d{1,6})?)?")

_READS = {"select", "explain", "pragma", "values", "show", "describe", "desc", "analyze"}
_DDL = {"create", "alter", "drop", "truncate", "rename", "reindex", "vacuum"}
_CONTROL = {"begin", "start", "commit", "end", "rollback", "savepoint", "release"}


def identifier(name: str) -> str:
    """`name` as it stands, when SQL can hold it without quoting."""
    if not re.fullmatch(r"\w+", name):
        raise ProgrammingError(1064, f"{name!r} cannot be a name in SQL")
    return name


@dataclass(frozen=True)
class Statement:
    """What the engine must know about a statement before it runs it."""

    text: str
    verb: str
    locks: bool
    full: str

    @property
    def writes(self) -> bool:
        """True when it changes rows or asks to lock them."""
        if self.verb == "with":
            return self.locks or _WRITES_WITHIN.search(self.text) is not None
        return self.locks or self.verb not in _READS

    @property
    def is_ddl(self) -> bool:
        """True when it changes the schema."""
        return self.verb in _DDL

    @property
    def is_control(self) -> bool:
        """True when it would begin or end a transaction."""
        return self.verb in _CONTROL


@lru_cache(maxsize=4096)
def read(query: str) -> Statement:
    """The statement in `query`; its `text` is without FOR UPDATE, its `full` text with it."""
    first = _FIRST_WORD.match(query)
    text = _FOR_UPDATE.sub("", query)
    return Statement(text, first.group(1).lower() if first else "", text != query, query)


def bind(text: str, values: Any) -> tuple[str, list[Any]]:
    """`text` with `?` for its places, and the values in their order.

    `values` is a sequence for `%s`, a mapping for `%(name)s`, or one plain value. A list or tuple
    among them becomes `(?, ?, …)` for IN. Without values the text stays as it is, percent signs
    included. Raises ProgrammingError when places and values do not agree.
    """
    if values is None or (isinstance(values, Mapping | Sequence) and not values and values != ""):
        return text, []
    if not isinstance(values, Mapping | tuple | list):
        values = (values,)
    binder = _Binder(values)
    bound = _PLACE.sub(binder.place, text)
    binder.check_all_used()
    return bound, binder.params


class _Binder:
    def __init__(self, values: Any) -> None:
        self.params: list[Any] = []
        self.named = values if isinstance(values, Mapping) else None
        self.ordered = iter(()) if self.named is not None else iter(values)

    def place(self, found: re.Match[str]) -> str:
        if found.group("percent"):
            return "%"
        value = self._value(found)
        if isinstance(value, list | tuple | set | frozenset):
            self.params.extend(value)
            return "(" + (", ".join("?" * len(value)) or "NULL") + ")"
        self.params.append(value)
        return "?"

    def _value(self, found: re.Match[str]) -> Any:
        key = found.group("key")
        try:
            return self.named[key] if self.named is not None and key else next(self.ordered)
        except (KeyError, StopIteration):
            raise ProgrammingError(1064, f"no value for {found.group(0)!r} in the query") from None

    def check_all_used(self) -> None:
        if next(self.ordered, self) is not self:
            raise ProgrammingError(1064, "more values than places in the query")


@lru_cache(maxsize=2048)
def result_casts(text: str) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Which result columns SQLite returns untyped, and how to read them.

    Columns keep their declared type only when selected directly. Sums and averages are floats as in
    MariaDB; the greatest or least of dates is a date again.
    """
    casts: list[tuple[int, Callable[[Any], Any]]] = []
    for index, item in enumerate(_select_list(text)):
        if item.endswith("*"):
            break
        if re.match(r"(sum|avg)\s*\(", item, re.IGNORECASE):
            casts.append((index, _as_float))
        elif re.match(r"(max|min|ifnull|coalesce)\s*\(", item, re.IGNORECASE):
            casts.append((index, _as_temporal))
    return tuple(casts)


def _as_float(value: Any) -> Any:
    return None if value is None else float(value)


def _as_temporal(value: Any) -> Any:
    if not isinstance(value, str) or not _TEMPORAL.fullmatch(value):
        return value
    return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)


def _select_list(text: str) -> list[str]:
    """The items between SELECT and its FROM, split at the commas of the outermost level."""
    start = re.match(r"\s*select\s+(distinct\s+)?", text, re.IGNORECASE)
    if not start:
        return []
    items, depth, begin = [], 0, start.end()
    for found in re.finditer(
        r"'[^']*'|`[^`]*`|\"[^\"]*\"|[(),]|\bfrom\b", text[begin:], re.IGNORECASE
    ):
        token = found.group(0).lower()
        depth += (token == "(") - (token == ")")
        if depth == 0 and token in (",", "from"):
            items.append(text[begin : start.end() + found.start()].strip())
            begin = start.end() + found.end()
            if token == "from":
                return items
    return [*items, text[begin:].strip()]
