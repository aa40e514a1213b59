"""CSV as offices write it: UTF-8 or Windows, commas, semicolons or tabs, RFC 4180 quoting."""

import codecs
import csv
import io
from collections import Counter

from frappe import _

from govplan.loading.cells import sheet_of, written
from govplan.loading.sheets import Sheet, UnreadableFile
from govplan.transparency.formula_guard import unguard

_MARKS = ",;\t"
_SAMPLE = 200


def read_csv(content: bytes) -> list[Sheet]:
    """The one sheet of a CSV. A row's number is that of its record. Raises UnreadableFile."""
    text = _decoded(content)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_mark_of(text))
        return [sheet_of("", ([written(unguard(cell)) for cell in row] for row in rows))]
    except csv.Error as error:
        words = _("The CSV cannot be read: {0}. Save it again from the spreadsheet.")
        raise UnreadableFile(words.format(error)) from error


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes in Spanish; five of its bytes mean nothing, Latin-1 knows them all.
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            return content.decode("latin-1")


def _mark_of(text: str) -> str:
    """The mark by which most of the first rows are equally wide."""
    return max(_MARKS, key=lambda mark: _regularity(text, mark))


def _regularity(text: str, mark: str) -> tuple[int, int]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        widths = Counter(len(row) for row, _i in zip(reader, range(_SAMPLE), strict=False))
    except csv.Error:
        return (0, 0)
    widths.pop(1, None)
    return max(((rows, width) for width, rows in widths.items()), default=(0, 0))
