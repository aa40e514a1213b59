"""An OpenDocument sheet per table, the same bytes for the same content.

Written by us as XLSX is: libraries take a minute for five thousand rows, and put quantities through
binary numbers.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from govplan.transparency.tables import Kind, Row, Table, footer_cells, line_cells, printable
from govplan.transparency.writers.zip import entry

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

_BLANKS = re.compile(" {2,}")
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_BEGIN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content office:version="1.2"'
    f' xmlns:office="{_NAMES}office:1.0" xmlns:table="{_NAMES}table:1.0"'
    f' xmlns:text="{_NAMES}text:1.0"><office:body><office:spreadsheet>'
)
_END = "</office:spreadsheet></office:body></office:document-content>"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest manifest:version="1.2"'
    f' xmlns:manifest="{_NAMES}manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def write(tables: Iterable[Table]) -> bytes:
    """The tables as one document; text is always text, never a formula."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = entry("mimetype")
        kind.compress_type = zipfile.ZIP_STORED  # first and plain, so that anyone can tell the file
        archive.writestr(kind, MEDIA_TYPE)
        with archive.open(entry("content.xml"), "w") as part:
            for piece in _content(tables):
                part.write(piece.encode("utf-8"))
        archive.writestr(entry("META-INF/manifest.xml"), _MANIFEST)
    return out.getvalue()


def _content(tables: Iterable[Table]) -> Iterator[str]:
    yield _BEGIN
    for table in tables:
        yield f"<table:table table:name={quoteattr(printable(table.name))}>"
        yield from _rows(table)
        yield "</table:table>"
    yield _END


def _rows(table: Table) -> Iterator[str]:
    numeric = [column.kind is Kind.NUMBER for column in table.columns]
    texts = [False] * len(numeric)
    for title in table.title_lines:
        yield _row((title,), texts)
    if table.has_heading:
        yield _row(table.headings, texts)
    for line in table.lines:
        yield _row(line_cells(table, line), numeric if isinstance(line, Row) else texts)
    for footer in table.footers:
        yield _row(footer_cells(table, footer), texts)


def _row(cells: Iterable[str], numeric: list[bool]) -> str:
    made = (
        _cell(printable(text), is_number) for text, is_number in zip(cells, numeric, strict=False)
    )
    return f"<table:table-row>{''.join(made)}</table:table-row>"


def _cell(text: str, is_number: bool) -> str:
    if not text:
        return "<table:table-cell/>"
    if is_number:
        number = f"{Decimal(text):f}"
        return (
            f'<table:table-cell office:value-type="float" office:value="{number}">'
            f"<text:p>{number}</text:p></table:table-cell>"
        )
    lines = "".join(f"<text:p>{_spaced(escape(line))}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _spaced(line: str) -> str:
    """Blanks after a blank are lost in this format unless they are counted."""
    return _BLANKS.sub(lambda found: f' <text:s text:c="{len(found[0]) - 1}"/>', line)
