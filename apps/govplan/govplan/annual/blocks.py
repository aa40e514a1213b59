"""What a yearly report is made of when it is shown or written out: block after block."""

from dataclasses import dataclass

from govplan.charts import Chart


@dataclass(frozen=True)
class Heading:
    """A title inside the report; level 1 begins a part, 2 a section of it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Prose:
    """Paragraphs somebody wrote, or one of ours."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Points:
    """A list of short texts."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Keys:
    """The figures that matter: value, what it is, and a note, which may be empty."""

    figures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Picture:
    """A chart; its table follows."""

    chart: Chart


@dataclass(frozen=True)
class Grid:
    """A table as a reader is shown it: cells written out, numbers to the right."""

    name: str
    headings: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Prose | Points | Keys | Picture | Grid


@dataclass(frozen=True)
class Document:
    """The whole report; `language` is what it is written in."""

    title: str
    municipality: str
    year: int
    blocks: tuple[Block, ...]
