"""The order of a form: its tabs, sections and columns, as the DocType describes them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..meta import Field, Meta
from ..text import clean_html
from ..translate import _

_BREAKS = ("Section Break", "Tab Break")


@dataclass
class Section:
    """Boxes and tables of a form under one heading. `tab` is the heading of the tab it begins."""

    label: str = ""
    description: str = ""
    tab: str = ""
    columns: list[list[Any]] = field(default_factory=lambda: [[]])
    fieldnames: set[str] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        """True when nothing in it is drawn."""
        return not any(self.columns)


@dataclass(frozen=True)
class Words:
    """A heading or a text between the fields."""

    draw: str
    text: str


def sections_of(
    meta: Meta, see: Callable[[Field], bool], draw: Callable[[Field], Any]
) -> list[Section]:
    """The sections with what `draw` makes of the fields `see` lets through; empty ones left out."""
    sections, tab, shut = [Section()], "", False
    for df in meta.fields:
        if df.fieldtype in _BREAKS:
            shut = not see(df)
            if df.fieldtype == "Tab Break":
                tab = _(df.label) if df.label else ""
            label = _(df.label) if df.label and df.fieldtype == "Section Break" else ""
            sections.append(Section(label, _(df.description) if df.description else "", tab))
        elif df.fieldtype == "Column Break":
            sections[-1].columns.append([])
        elif not shut and see(df):
            _put(sections[-1], df, draw)
    return _with_tabs_told_once([section for section in sections if not section.is_empty])


def _put(section: Section, df: Field, draw: Callable[[Field], Any]) -> None:
    drawn = _words(df) or draw(df)
    if drawn is not None:
        section.columns[-1].append(drawn)
        section.fieldnames.add(df.fieldname)


def _words(df: Field) -> Words | None:
    if df.fieldtype == "Heading":
        return Words("heading", _(df.label or ""))
    if df.fieldtype == "HTML" and df.options:
        return Words("words", clean_html(df.options))
    return None


def _with_tabs_told_once(sections: list[Section]) -> list[Section]:
    told = ""
    for section in sections:
        section.columns = [column for column in section.columns if column]
        section.tab, told = ("" if section.tab == told else section.tab), section.tab
    return sections
