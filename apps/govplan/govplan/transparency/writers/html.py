"""A page of its own: accessible, printable, without scripts and without anything to fetch."""

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from govplan.transparency.tables import (
    Footer,
    Kind,
    Line,
    Note,
    Section,
    Table,
    footer_cells,
    line_cells,
    printable,
)

MEDIA_TYPE = "text/html"

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 80rem; padding: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin-top: 2rem; }
dl { display: grid; gap: .25rem 1rem; grid-template-columns: max-content 1fr; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; min-width: 100%; }
caption { font-weight: 600; padding: .5rem 0; text-align: start; }
caption p { margin: 0; }
th, td { border: 1px solid; padding: .4rem .6rem; text-align: start; vertical-align: top;
  white-space: pre-line; }
td.number { text-align: end; white-space: nowrap; }
.section th { background: color-mix(in srgb, currentColor 12%, transparent); }
@media print { body { max-width: none; padding: 0; } thead { display: table-header-group; } }
"""


def write(
    title: str, facts: Iterable[tuple[str, str]], tables: Iterable[Table], language: str
) -> bytes:
    """The page: `title`, the edition's `facts` as (name, value), then the tables."""
    root = Element("html", lang=language)
    _head(root, title)
    main = SubElement(SubElement(root, "body"), "main")
    _text(main, "h1", title)
    _facts(main, facts)
    for table in tables:
        _section(main, table)
    written = ElementTree.tostring(root, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{written}\n".encode()


def _head(root: Element, title: str) -> None:
    head = SubElement(root, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _text(head, "title", title)
    _text(head, "style", _STYLE)


def _facts(main: Element, facts: Iterable[tuple[str, str]]) -> None:
    described = SubElement(main, "dl")
    for name, value in facts:
        _text(described, "dt", name)
        _text(described, "dd", value)


def _section(main: Element, table: Table) -> None:
    if not table.title_lines:
        _text(main, "h2", table.name)
    # A scrolling region must be reachable by keyboard and have a name.
    region = SubElement(main, "div", {"class": "scroll", "tabindex": "0", "role": "region"})
    region.set("aria-label", table.name)
    drawn = SubElement(region, "table")
    _caption(drawn, table)
    if table.has_heading:
        row = SubElement(SubElement(drawn, "thead"), "tr")
        for heading in table.headings:
            _text(row, "th", heading, scope="col")
    _body(drawn, table)
    if table.footers:
        foot = SubElement(drawn, "tfoot")
        for footer in table.footers:
            _footer(foot, table, footer)


def _caption(drawn: Element, table: Table) -> None:
    if table.title_lines:
        caption = SubElement(drawn, "caption")
        for title in table.title_lines:
            _text(caption, "p", title)


def _body(drawn: Element, table: Table) -> None:
    for group in _groups(table.lines):
        body = SubElement(drawn, "tbody")
        for line in group:
            _line(body, table, line)


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines in groups that each begin at a section, as HTML's row groups do."""
    group: list[Line] = []
    for line in lines:
        if isinstance(line, Section) and group:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _line(body: Element, table: Table, line: Line) -> None:
    cells = line_cells(table, line)
    width = str(len(table.columns))
    if isinstance(line, Section):
        row = SubElement(body, "tr", {"class": "section"})
        _text(row, "th", cells[0], scope="rowgroup", colspan=width)
    elif isinstance(line, Note):
        _text(SubElement(body, "tr"), "td", cells[0], colspan=width)
    else:
        _row(body, table, cells)


def _row(body: Element, table: Table, cells: tuple[str, ...]) -> None:
    row = SubElement(body, "tr")
    for at, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
        if not at and not table.has_heading:
            _text(row, "th", cell, scope="row")
        else:
            _value(row, cell, column.kind)


def _footer(foot: Element, table: Table, footer: Footer) -> None:
    row = SubElement(foot, "tr")
    cells = footer_cells(table, footer)
    label_width = min(footer.column - 1, 3)
    _text(row, "th", cells[0], scope="row", colspan=str(label_width))
    for at in range(label_width, len(cells)):
        _value(row, cells[at], footer.kind if at == footer.column - 1 else Kind.TEXT)


def _value(row: Element, text: str, kind: Kind) -> None:
    cell = SubElement(row, "td")
    if kind is Kind.NUMBER:
        cell.set("class", "number")
    address = _address(text, kind)
    shown = SubElement(cell, "a", href=address) if address else cell
    shown.text = text


def _address(text: str, kind: Kind) -> str | None:
    """What the text links to; only addresses of the web and of mail, never a script."""
    if kind is Kind.EMAIL and "@" in text:
        return f"mailto:{text}"
    if kind is Kind.LINK and text.startswith(("https://", "http://")):
        return text
    return None


def _text(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = printable(text)
