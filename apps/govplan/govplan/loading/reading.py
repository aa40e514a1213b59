"""How the text of a cell becomes a value; each raises Unreadable with what to write instead."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from frappe import _
from frappe.utils import cint, flt, getdate

from govplan.domain.quantity import canonical, exact
from govplan.errors import BadRecord
from govplan.loading.columns import folded
from govplan.organisation.codes import code_from
from govplan.typed import Unreadable, quantity
from govplan.typed import day as iso_day

_LATIN_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_YES = frozenset(("si", "s", "yes", "y", "x", "1", "true", "verdadero"))
_NO = frozenset(("no", "n", "0", "false", "falso"))
_SEVERAL = 12
_TOO_MUCH = 10**12
# A bar or line end that belongs to a text is written with a backslash before it.
_BAR = re.compile(r"(?<!\\)\|")


def code(cell: str) -> str:
    """A code in its one form; empty for blank."""
    if not cell:
        return ""
    try:
        return code_from(cell)
    except BadRecord as refusal:
        raise Unreadable(str(refusal)) from None


def day(cell: str) -> date | None:
    """2026-03-31 or 31/03/2026, the day before the month."""
    match = _LATIN_DAY.fullmatch(cell)
    if not match:
        return iso_day(cell)
    number, month, year = match.groups()
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        words = _("“{0}” is not a date: write it as 31/03/2026 or 2026-03-31.")
        raise Unreadable(words.format(cell)) from None


def yes_no(cell: str) -> int | None:
    """Sí or No, x, 1 or 0; None for blank."""
    word = folded(cell)
    if not word:
        return None
    if word not in _YES | _NO:
        raise Unreadable(_("“{0}” is neither yes nor no: write Sí or No.").format(cell))
    return int(word in _YES)


def money(cell: str) -> str:
    """An amount as canonical text, as large as the database keeps."""
    written = quantity(cell)
    if written and abs(Decimal(written)) >= _TOO_MUCH:
        raise Unreadable(_("“{0}” is too large an amount.").format(cell))
    return written


def choice(options: Iterable[str]) -> Callable[[str], str]:
    """One of these, in English or as the town says it; `a4` and `a 4` are the same."""
    known = [option for option in options if option]

    def read(cell: str) -> str:
        for option in known if cell else ():
            if folded(cell) in (folded(option), folded(_(option, "es")), folded(_(option))):
                return option
        if cell:
            words = _("“{0}” is none of the values known: {1}.")
            some = ", ".join(_(option) for option in known[:_SEVERAL])
            raise Unreadable(words.format(cell, some))
        return ""

    return read


def show_choice(value: Any) -> str:
    return _(value) if value else ""


def show_day(value: Any) -> str:
    return getdate(value).isoformat() if value else ""


def show_yes_no(value: Any) -> str:
    return _("Yes") if cint(value) else _("No")


def show_whole(value: Any) -> str:
    """A whole number; zero is how the framework keeps none."""
    return str(cint(value)) if cint(value) else ""


def show_money(value: Any) -> str:
    """An amount; zero is how the framework keeps none."""
    number = exact(flt(value))
    return canonical(number) if number else ""


def read_pieces(readers: Mapping[str, Callable[[str], Any]]) -> Callable[[str], list[dict]]:
    """The rows of a table, one a line, their fields parted by ` | `, each read by its reader."""

    def read(cell: str) -> list[dict[str, Any]]:
        return [_row(line, readers) for line in map(str.strip, cell.split("\n")) if line]

    return read


def show_pieces(writers: Mapping[str, Callable[[Any], str]]) -> Callable[[Any], str]:
    """The same rows as a cell."""

    def show(rows: Any) -> str:
        return "\n".join(_line(row, writers) for row in rows or ())

    return show


def _row(line: str, readers: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
    pieces = [_plain(piece) for piece in _BAR.split(line)]
    if len(pieces) > len(readers):
        words = _("“{0}” has more than {1} parts; “|” stands between them.")
        raise Unreadable(words.format(line[:60], len(readers)))
    pieces += [""] * (len(readers) - len(pieces))
    pairs = zip(readers.items(), pieces, strict=True)
    return {name: read(piece) for (name, read), piece in pairs}


def _line(row: Any, writers: Mapping[str, Callable[[Any], str]]) -> str:
    pieces = [_guarded(write(row.get(name))) for name, write in writers.items()]
    while len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    return " | ".join(pieces)


def _guarded(piece: str) -> str:
    return piece.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


def _plain(piece: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), piece.strip())
