"""What a cell of a spreadsheet holds, written as a person would type it."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from govplan.domain.quantity import canonical
from govplan.loading.sheets import Line, Sheet, require_limits

# What spreadsheets show of a binary number; the rest is noise of their arithmetic.
_DIGITS = ".15g"


def written(value: object, is_percentage: bool = False) -> str:
    """Numbers without noise and with a point, days as 2026-03-31, yes and no as 1 and 0.

    A cell that shows 85 % holds 0.85; what it shows is what was meant.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float | Decimal):
        return _number(value, is_percentage)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()


def sheet_of(name: str, rows: Iterable[Iterable[str]]) -> Sheet:
    """The rows that hold something, without blank cells at their ends.

    Raises UnreadableFile as soon as there are too many.
    """
    lines = []
    for number, cells in enumerate(rows, 1):
        kept = _without_tail(cells)
        if kept:
            lines.append(Line(number, kept))
            require_limits(name, len(lines), len(kept))
    return Sheet(name, tuple(lines))


# The same few figures come again and again.
@lru_cache(maxsize=8192)
def _number(value: int | float | Decimal, is_percentage: bool) -> str:
    exact = Decimal(format(value, _DIGITS) if isinstance(value, float) else str(value))
    if not exact.is_finite():
        return str(value)
    return canonical(exact * 100 if is_percentage else exact)


def _without_tail(cells: Iterable[str]) -> tuple[str, ...]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)
