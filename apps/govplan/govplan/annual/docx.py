"""A yearly report as DOCX, with the styles word processors know headings and tables by."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from govplan.annual.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Keys,
    Picture,
    Points,
    Prose,
)
from govplan.annual.pdf import picture
from govplan.transparency.tables import printable

_ACCENT = RGBColor(0x0B, 0x55, 0x63)
_SOFT = RGBColor(0x4A, 0x5A, 0x64)
_SMALL = Pt(8.5)
# What the format holds of a title or an author.
_LONGEST_FACT = 255


def write(
    told: Document, facts: Iterable[tuple[str, str]], language: str, made_at: datetime
) -> bytes:
    """The report with the edition's `facts` as (name, value) under its title."""
    paper = new_document()
    _prepare(paper, told, language, made_at)
    paper.add_heading(printable(told.title), 0)
    for name, value in facts:
        line = paper.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.add_run(f"{printable(name)}: ").font.color.rgb = _SOFT
        line.add_run(printable(value))
    for block in told.blocks:
        _WRITERS[type(block)](paper, block)
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def _prepare(paper: Any, told: Document, language: str, made_at: datetime) -> None:
    facts = paper.core_properties
    town = printable(told.municipality)[:_LONGEST_FACT]
    facts.title, facts.author = printable(told.title)[:_LONGEST_FACT], town
    facts.language, facts.comments = language, ""
    facts.created = facts.modified = made_at
    facts.last_modified_by = town
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2.2)
    _speak(paper.styles["Normal"], language)
    for name in ("Title", "Heading 1", "Heading 2"):
        paper.styles[name].font.color.rgb = _ACCENT


def _speak(style: Any, language: str) -> None:
    """The language the text is read and checked in."""
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    style.element.get_or_add_rPr().append(mark)


def _heading(paper: Any, block: Heading) -> None:
    paper.add_heading(printable(block.text), block.level)


def _prose(paper: Any, block: Prose) -> None:
    for text in block.paragraphs:
        paper.add_paragraph(printable(text))


def _points(paper: Any, block: Points) -> None:
    for text in block.texts:
        paper.add_paragraph(printable(text), style="List Bullet")


def _keys(paper: Any, block: Keys) -> None:
    for value, label, note in block.figures:
        line = paper.add_paragraph(style="List Bullet")
        line.add_run(printable(value)).bold = True
        line.add_run(f" {printable(label)}")
        if note:
            line.add_run(f" ({printable(note)})").font.color.rgb = _SOFT


def _picture(paper: Any, block: Picture) -> None:
    title = paper.add_paragraph()
    title.add_run(printable(block.chart.title)).bold = True
    title.paragraph_format.keep_with_next = True
    drawn = paper.add_picture(io.BytesIO(picture(block.chart.svg)), width=Cm(11))
    told = drawn._inline.docPr
    told.set("descr", printable(f"{block.chart.title}. {block.chart.description}"))


def _grid(paper: Any, block: Grid) -> None:
    name = paper.add_paragraph()
    name.add_run(printable(block.name)).bold = True
    name.paragraph_format.keep_with_next = True
    table = paper.add_table(rows=1, cols=len(block.headings), style="Light Grid Accent 1")
    headings = [heading for heading, _is_number in block.headings]
    _fill(table.rows[0], headings, block)
    _repeat(table.rows[0])
    for row in block.rows:
        _fill(table.add_row(), row, block)
    paper.add_paragraph()


def _fill(row: Any, texts: Iterable[str], block: Grid) -> None:
    for cell, text, (_heading, is_number) in zip(row.cells, texts, block.headings, strict=True):
        line = cell.paragraphs[0]
        line.add_run(printable(text)).font.size = _SMALL
        if is_number:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat(row: Any) -> None:
    """The headings again on every page, and known as headings to those who hear the table."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


_WRITERS: dict[type[Block], Any] = {
    Heading: _heading,
    Prose: _prose,
    Points: _points,
    Keys: _keys,
    Picture: _picture,
    Grid: _grid,
}
