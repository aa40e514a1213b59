"""ODS: values, not formulas; a cell merged over several rows says the same in each."""

import io
from collections.abc import Iterator
from typing import Any

from frappe import _
from lxml.etree import LxmlError
from odfdo import Document
from odfdo.security import SecurityError

from govplan.loading.cells import sheet_of, written
from govplan.loading.sheets import MAX_COLUMNS, MAX_ROWS, Sheet, UnreadableFile, require_limits

_BROKEN = (LxmlError, KeyError, IndexError, TypeError, ValueError, AttributeError)
# A sheet ends in one blank row or cell said to be repeated up to the end of the paper.
_MOST_REPEATED = 1_000


def read(content: bytes) -> list[Sheet]:
    """The sheets of a document, in order. Raises UnreadableFile."""
    try:
        tables = Document(io.BytesIO(content)).body.tables
        return [sheet_of(table.name or "", _rows(table)) for table in tables]
    except _BROKEN as error:
        raise UnreadableFile(_("The file is damaged. Save it again and bring it.")) from error
    except SecurityError as error:
        words = _("The file unpacks to more than can be read. Divide it.")
        raise UnreadableFile(words) from error


def _rows(table: Any) -> Iterator[list[str]]:
    merged: dict[int, tuple[int, str]] = {}
    given = 0
    for row in table.get_elements("descendant::table:table-row"):
        cells = list(_cells(row, merged))
        for _again in range(_times(row, "table:number-rows-repeated", any(cells))):
            given += 1
            require_limits(table.name, given if any(cells) else 0, len(cells))
            yield cells


def _cells(row: Any, merged: dict[int, tuple[int, str]]) -> Iterator[str]:
    at = 0
    for cell in row.get_elements("table:table-cell|table:covered-table-cell"):
        text = _text(cell)
        for _again in range(_times(cell, "table:number-columns-repeated", bool(text))):
            if at > MAX_COLUMNS:
                return
            yield _shown(cell, text, at, merged)
            at += 1


def _shown(cell: Any, text: str, at: int, merged: dict[int, tuple[int, str]]) -> str:
    left, above = merged.pop(at, (0, ""))
    if left and cell.tag == "table:covered-table-cell":
        merged[at] = (left - 1, above)
        return above
    down = int(cell.get_attribute("table:number-rows-spanned") or 1)
    if down > 1:
        merged[at] = (down - 1, text)
    return text


def _text(cell: Any) -> str:
    kind = cell.get_attribute("office:value-type")
    if kind == "date":
        return str(cell.get_attribute("office:date-value") or "").removesuffix("T00:00:00")
    if kind == "boolean":
        return str(int(cell.get_attribute("office:boolean-value") == "true"))
    if kind in ("float", "currency", "percentage"):
        return written(float(cell.get_attribute("office:value")), kind == "percentage")
    paragraphs = cell.get_elements("text:p")
    return "\n".join(paragraph.inner_text for paragraph in paragraphs).strip()


def _times(element: Any, attribute: str, holds_something: bool) -> int:
    """How often it stands there; blanks up to the end of the paper count as few."""
    times = int(element.get_attribute(attribute) or 1)
    if times > _MOST_REPEATED and not holds_something:
        return 1
    return min(times, MAX_ROWS + 1)
