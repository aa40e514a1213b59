"""The marks a converted page leaves on cells, taken off, and its repeated headings dropped."""

import re
import unicodedata
from collections.abc import Iterable

from govplan.transparency.a4.layout import HEADINGS, TITLE_LINES, WIDTH, same_text
from govplan.transparency.grids import GridRow

_TAG = re.compile(r"</?(?:a|b|br|em|i|p|span|strong|u)\b[^<>]*/?>", re.IGNORECASE)
_STARS = re.compile(r"\*\*(.*)\*\*", re.DOTALL)


def cleaned(rows: Iterable[GridRow]) -> list[GridRow]:
    """The rows that hold something, without marks of bold and links."""
    bare = (GridRow(row.number, tuple(_bare(cell) for cell in row.cells)) for row in rows)
    return [row for row in bare if any(row.cells)]


def cells_of(rows: Iterable[GridRow]) -> list[tuple[str, ...]]:
    """The cells of a matrix as one page would print them: title and heading once, five wide."""
    printed: list[tuple[str, ...]] = []
    repeated: set[tuple[str, ...]] = set()
    for row in cleaned(rows):
        cells = _five_wide(row.cells)
        if is_title(cells) or is_heading(cells):
            if cells in repeated:
                continue
            repeated.add(cells)
        printed.append(cells)
    return printed


def is_title(cells: tuple[str, ...]) -> bool:
    """Whether the row is one of the two title lines."""
    return not any(cells[1:]) and any(same_text(cells[0], title) for title in TITLE_LINES)


def is_heading(cells: tuple[str, ...]) -> bool:
    """Whether most of the five headings are in the row, even when one is missing."""
    found = sum(any(same_text(cell, heading) for cell in cells) for heading in HEADINGS)
    return found >= WIDTH - 2


def _five_wide(cells: tuple[str, ...]) -> tuple[str, ...]:
    while len(cells) > WIDTH and not cells[-1]:
        cells = cells[:-1]
    return cells + ("",) * (WIDTH - len(cells))


def _bare(cell: str) -> str:
    text = unicodedata.normalize("NFC", _TAG.sub("", cell)).strip()
    starred = _STARS.fullmatch(text)
    return starred[1].strip() if starred else text
