"""A yearly report as PDF: tagged and with bookmarks, its text to select, to search and to hear."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from govplan.annual.blocks import Document, Grid, Heading, Keys, Picture, Points, Prose
from govplan.transparency.tables import printable

_TEMPLATE = Path(__file__).parent / "report.typ"
_PICTURE = b"""#set page(width: 480pt, height: auto, margin: 6pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""
_DOTS_PER_INCH = 144.0


def write(
    told: Document, facts: Iterable[tuple[str, str]], language: str, made_at: datetime
) -> bytes:
    """The report with the edition's `facts` as (name, value) on its first page.

    What people wrote goes in as data, so nothing of it is taken for the template's language.
    """
    data = {
        "title": told.title,
        "municipality": told.municipality,
        "language": language,
        "made_at": made_at.timetuple()[:6],
        "facts": [list(fact) for fact in facts],
        "blocks": [_plain(block) for block in told.blocks],
    }
    inputs = {"data": json.dumps(_printable(data), ensure_ascii=False)}
    try:
        return _compiled(inputs, "ua-1")
    except typst.TypstError:
        # The standard forbids a sign no font has, such as some emoji; without its seal the
        # document is tagged all the same.
        return _compiled(inputs, None)


def _compiled(inputs: dict[str, str], standard: str | None) -> bytes:
    options = {"pdf_standards": standard} if standard else {}
    return typst.compile(
        _template(), format="pdf", sys_inputs=inputs, ignore_system_fonts=True, **options
    )


def picture(svg: str) -> bytes:
    """A chart as PNG."""
    return typst.compile(
        _PICTURE,
        format="png",
        ppi=_DOTS_PER_INCH,
        sys_inputs={"svg": svg},
        ignore_system_fonts=True,
    )


@lru_cache(maxsize=1)
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _printable(value: Any) -> Any:
    """The same without characters no document can hold."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list | tuple) else value


def _plain(block: Any) -> dict[str, Any]:
    """A block as the template reads it."""
    return {"kind": _KINDS[type(block)], **_READ[type(block)](block)}


_KINDS = {
    Heading: "heading",
    Prose: "prose",
    Points: "points",
    Keys: "keys",
    Picture: "picture",
    Grid: "grid",
}
_READ = {
    Heading: lambda block: {"text": block.text, "level": block.level},
    Prose: lambda block: {"paragraphs": block.paragraphs},
    Points: lambda block: {"texts": block.texts},
    Keys: lambda block: {"figures": block.figures},
    Picture: lambda block: {
        "title": block.chart.title,
        "alt": block.chart.description,
        "svg": block.chart.svg,
    },
    Grid: lambda block: {"name": block.name, "headings": block.headings, "rows": block.rows},
}
