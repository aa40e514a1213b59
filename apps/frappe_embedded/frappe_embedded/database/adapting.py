"""How Python's values travel to the database, whichever it is."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ..errors import ProgrammingError
from ..values import datetime_text

LARGEST = 2**63 - 1


def _time_text(value: time) -> str:
    return value.isoformat("microseconds")


def _interval_text(value: timedelta) -> str:
    seconds, rest = divmod(value, timedelta(seconds=1))
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours:02}:{minutes:02}:{seconds % 60:02}.{rest.microseconds:06}"


# In the order in which a value of a derived class is tried: a datetime is a date, a bool an int.
_ADAPTERS: dict[type, Callable[[Any], Any]] = {
    str: str.__str__,
    datetime: datetime_text,
    date: date.isoformat,
    time: _time_text,
    timedelta: _interval_text,
    Decimal: float,
    int: int,
    float: float,
}


_PLAIN = frozenset((str, int, float, type(None)))


def adapted(params: Sequence[Any]) -> Sequence[Any]:
    """All values of a statement; most statements have only such as SQLite takes as they are."""
    if _PLAIN.issuperset(map(type, params)):
        return params
    return [adapt(value) for value in params]


def adapt(value: Any) -> Any:
    """`value` as text or number; of a subclass of either, the plain text or number.

    Raises ProgrammingError for what no column holds.
    """
    kind = type(value)
    if kind is str or value is None:
        return value
    if kind is int:
        if -LARGEST <= value <= LARGEST:
            return value
        raise ProgrammingError(1064, "a number is larger than any column")
    if adapter := _ADAPTERS.get(kind):
        return adapter(value)
    for known, adapter in _ADAPTERS.items():
        if isinstance(value, known):
            return adapter(value)
    if not isinstance(value, bytes):
        raise ProgrammingError(1064, f"a {kind.__name__} is no value for a query")
    return value
