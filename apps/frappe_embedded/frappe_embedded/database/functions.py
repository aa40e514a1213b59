"""SQL functions of MariaDB that SQLite lacks, for the queries of portable apps."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from random import random
from typing import Any

from ..values import to_float
from . import collation


def concat(*parts: Any) -> str | None:
    """The parts joined; NULL when one of them is."""
    return None if None in parts else "".join(map(str, parts))


def concat_ws(separator: Any, *parts: Any) -> str | None:
    """The parts that are not NULL, joined by `separator`."""
    return (
        None if separator is None else str(separator).join(str(p) for p in parts if p is not None)
    )


def locate(part: Any, text: Any) -> int | None:
    """Where `part` begins in `text`, counted from 1; 0 when it is not there."""
    if part is None or text is None:
        return None
    wanted, whole = collation.fold(str(part)), str(text).encode()
    length, place = len(str(part).encode()), 0
    for number, letter in enumerate(str(text), 1):
        # MariaDB compares pieces of as many bytes.
        if collation.fold(whole[place : place + length].decode(errors="replace")) == wanted:
            return number
        place += len(letter.encode())
    return int(not part)


def field(value: Any, *known: Any) -> int:
    """The place of `value` among `known`, counted from 1; 0 when it is not there."""
    texts = all(isinstance(one, str) for one in (value, *known) if one is not None)
    form: Callable[[Any], Any] = collation.fold if texts else to_float
    wanted = None if value is None else form(value)
    found = (n for n, one in enumerate(known, 1) if one is not None and form(one) == wanted)
    return next(found, 0)


def choose(condition: Any, then: Any, otherwise: Any) -> Any:
    """MariaDB's IF."""
    return then if condition else otherwise


def part_of_date(name: str) -> Callable[[Any], int | None]:
    """A function that takes year, month or day out of a date or datetime."""

    def part(value: Any) -> int | None:
        return None if not value else int(getattr(date.fromisoformat(str(value)[:10]), name))

    return part


def date_format(value: Any, pattern: Any) -> str | None:
    """MariaDB's DATE_FORMAT for the numeric codes, which Python writes alike but for %i and %s."""
    if not value:
        return None
    python = str(pattern).replace("%i", "%M").replace("%s", "%S")
    return datetime.fromisoformat(str(value)).strftime(python)


def greatest(*values: Any) -> Any:
    """The largest value; NULL when one of them is."""
    return None if None in values else max(values, key=_order(values))


def least(*values: Any) -> Any:
    """The smallest value; NULL when one of them is."""
    return None if None in values else min(values, key=_order(values))


def _order(values: Iterable[Any]) -> Callable[[Any], Any] | None:
    return collation.key if all(isinstance(value, str) for value in values) else None


def lower(text: Any) -> str | None:
    """The text in small letters, also those SQLite does not know."""
    return None if text is None else str(text).lower()


def upper(text: Any) -> str | None:
    """The text in capitals; a letter without one stays."""
    if text is None:
        return None
    return "".join(big if len(big := letter.upper()) == 1 else letter for letter in str(text))


def length(text: Any) -> int | None:
    """How many bytes the text takes."""
    return None if text is None else len(str(text).encode())


ALL: tuple[tuple[str, int, Callable[..., Any]], ...] = (
    ("like", 2, collation.like),
    ("like", 3, collation.like),
    ("regexp", 2, collation.regexp),
    ("concat", -1, concat),
    ("concat_ws", -1, concat_ws),
    ("locate", 2, locate),
    ("field", -1, field),
    ("if", 3, choose),
    ("year", 1, part_of_date("year")),
    ("month", 1, part_of_date("month")),
    ("day", 1, part_of_date("day")),
    ("dayofmonth", 1, part_of_date("day")),
    ("date_format", 2, date_format),
    ("greatest", -1, greatest),
    ("least", -1, least),
    ("lower", 1, lower),
    ("upper", 1, upper),
    ("length", 1, length),
    ("rand", 0, random),
)
