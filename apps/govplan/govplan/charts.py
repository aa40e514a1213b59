"""Charts drawn on the server: SVG without scripts or styles of its own, nothing to fetch.

Shapes carry plain attributes in the colours of the portal's tokens, so that a chart looks the same
on a page, in a document and printed; what was planned is hollow or dashed and what was done is
filled, so that it reads without colours too. Text takes the font of the page. Every chart is shown
beside a table of the same figures; this module draws and knows nothing of what the figures mean.
"""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pygal import Bar, HorizontalBar, Line, PluginImportFixer
from pygal.style import Style

from govplan.domain.quantity import display, exact, rounded
from govplan.domain.words import Word

_SVG = "http://www.w3.org/2000/svg"
# Drawn as wide as a small phone: there the text keeps its size, elsewhere it grows.
WIDTH, HEIGHT = 360, 240
_ROW, _FRAME = 30, 16
_TEXT, _LONGEST_LABEL = 12, 22
# Room for the figure written beside a lying bar.
_BESIDE = 62
_DECIMALS = 4
_TOKENS = Path(__file__).parent / "public" / "css" / "tokens.css"

ElementTree.register_namespace("", _SVG)
# The library's door to maps it does not bring, which all later imports of the process would try.
sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, PluginImportFixer)]


class Look(Word):
    """How a series is drawn: what was meant to be, or what was."""

    PLANNED = "Planned"
    DONE = "Done"


@dataclass(frozen=True)
class Series:
    """Figures under one name, one for each label of the chart; None where there is none."""

    name: str
    values: tuple[Decimal | None, ...]
    look: Look = Look.DONE


@dataclass(frozen=True)
class Chart:
    """A drawn chart: its title, what it shows in words, and the SVG."""

    title: str
    description: str
    svg: str


def columns(
    title: str, description: str, labels: Sequence[str], series: Sequence[Series]
) -> Chart | None:
    """Upright bars, side by side at each label; None when there is no figure to draw."""
    return _drawn(Bar(**_options(), height=HEIGHT), title, description, labels, series)


def curves(
    title: str, description: str, labels: Sequence[str], series: Sequence[Series]
) -> Chart | None:
    """Lines from label to label, broken where a figure is missing; None without any figure."""
    chart = Line(**_options(), height=HEIGHT, allow_interruptions=True, dots_size=3.5)
    return _drawn(chart, title, description, labels, series)


def rows(
    title: str,
    description: str,
    labels: Sequence[str],
    series: Series,
    written: Callable[[Decimal], str] = lambda value: display(value, None),
) -> Chart | None:
    """Lying bars from the first label down, each with its figure `written` beside it; or None."""
    texts = [_short(label) for label in reversed(labels)]
    turned = Series(series.name, tuple(reversed(series.values)), series.look)
    chart = HorizontalBar(
        **_options(),
        height=_FRAME + _ROW * len(labels),
        show_x_labels=False,
        print_values=True,
        print_values_position="top",
        margin_right=_BESIDE,
        formatter=lambda value: written(_number(value)),
    )
    return _drawn(chart, title, description, texts, (turned,))


def _options() -> dict[str, Any]:
    return {
        "js": (),
        "width": WIDTH,
        "style": _style(),
        "margin": 8,
        "spacing": 6,
        "legend_at_bottom": True,
        "include_x_axis": True,
        "max_scale": 6,
        "min_scale": 2,
        "disable_xml_declaration": True,
        "value_formatter": lambda value: display(_number(value), None),
    }


@lru_cache(maxsize=1)
def _style() -> Style:
    # Only what the library measures text with; the looks are ours.
    return Style(
        label_font_size=_TEXT,
        major_label_font_size=_TEXT,
        legend_font_size=_TEXT,
        value_font_size=_TEXT,
    )


def _drawn(
    chart: Any, title: str, description: str, labels: Sequence[str], series: Sequence[Series]
) -> Chart | None:
    if all(value is None for one in series for value in one.values):
        return None
    chart.x_labels = list(labels)
    chart.config.show_legend = len(series) > 1
    for one in series:
        chart.add(one.name, [None if value is None else float(value) for value in one.values])
    root = ElementTree.fromstring(chart.render())
    _strip(root)
    _paint(root, [one.look for one in series])
    _name(root, title, description)
    return Chart(title, description, ElementTree.tostring(root, encoding="unicode"))


def _strip(root: Element) -> None:
    """Leave what is drawn: no scripts, styles, tooltips, guides along the labels, or ids."""
    for parent in root.iter():
        for child in list(parent):
            if _is_ballast(child):
                parent.remove(child)
        parent.attrib.pop("id", None)
        parent.attrib.pop("style", None)


def _is_ballast(element: Element) -> bool:
    tag, kinds = _tag(element), _kinds(element)
    return tag in ("defs", "desc", "title", "script", "style") or "tooltip-overlay" in kinds


def _paint(root: Element, looks: list[Look]) -> None:
    colours = _colours()
    upright = not any("horizontal" in _kinds(element) for element in root.iter())
    for element in root.iter():
        painter = _PAINTERS.get(_tag(element))
        if painter:
            element.attrib.update(painter(element, colours))
    for axis in (one for one in root.iter() if "axis" in _kinds(one) and _tag(one) == "g"):
        _paint_axis(axis, upright)
    for group in (one for one in root.iter() if _tag(one) == "g"):
        found = re.search(r"\bserie-(\d+)\b", group.get("class", ""))
        if found:
            _paint_series(group, looks[int(found[1])], colours)
    for at, legend in enumerate(one for one in root.iter() if "legend" in _kinds(one)):
        _paint_series(legend, looks[at], colours)
    for element in root.iter():
        element.attrib.pop("class", None)


def _paint_path(element: Element, colours: dict[str, str]) -> dict[str, str]:
    is_guide = "guide" in _kinds(element)
    return {"fill": "none", "stroke": colours["line" if is_guide else "line-strong"]}


def _paint_text(element: Element, colours: dict[str, str]) -> dict[str, str]:
    return {"fill": colours["ink"], "font-size": str(_TEXT)}


def _paint_box(element: Element, colours: dict[str, str]) -> dict[str, str]:
    return {"fill": "none"}


_PAINTERS = {"path": _paint_path, "text": _paint_text, "rect": _paint_box}


def _paint_axis(axis: Element, upright: bool) -> None:
    """Only figures of upright charts have guides; lying bars have theirs written beside them."""
    kind = "x" if "x" in _kinds(axis) else "y"
    of_labels = kind == ("x" if upright else "y")
    for guides in axis:
        for element in list(guides):
            if "guide" in _kinds(element) and (of_labels or not upright):
                guides.remove(element)
            elif _tag(element) == "text":
                element.set("text-anchor", "middle" if kind == "x" else "end")


def _paint_series(group: Element, look: Look, colours: dict[str, str]) -> None:
    done = look is Look.DONE
    colour = colours["accent" if done else "ink-soft"]
    for element in group.iter():
        if _tag(element) in ("rect", "circle"):
            fill = colour if done else colours["card"]
            element.attrib.update({"fill": fill, "stroke": colour, "stroke-width": "1.5"})
        elif _tag(element) == "text" and "value" in _kinds(element):
            beside = str(float(element.get("x", "0")) + _TEXT / 2)
            element.attrib.update({"x": beside, "text-anchor": "start"})
        elif _tag(element) == "path":
            element.attrib.update({"stroke": colour, "stroke-width": "2.5" if done else "2"})
            if not done:
                element.set("stroke-dasharray", "5 4")


def _name(root: Element, title: str, description: str) -> None:
    """Named for those who hear it; the ids are the content's, so a page may hold many charts."""
    key = sha256(ElementTree.tostring(root) + title.encode()).hexdigest()[:12]
    root.attrib.update(
        {
            "class": "plot",
            "role": "img",
            "aria-labelledby": f"chart-{key}-title chart-{key}-text",
        }
    )
    for place, (tag, part, text) in enumerate(
        (("title", "title", title), ("desc", "text", description))
    ):
        named = Element(f"{{{_SVG}}}{tag}", {"id": f"chart-{key}-{part}"})
        named.text = text
        root.insert(place, named)


@lru_cache(maxsize=1)
def _colours() -> dict[str, str]:
    """The portal's colours by the name of their token."""
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", _TOKENS.read_text("utf-8")))


def _number(drawn: float) -> Decimal:
    """A figure back from the library's binary one."""
    return rounded(exact(drawn) or Decimal(0), _DECIMALS)


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"


def _tag(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _kinds(element: Element) -> list[str]:
    return element.get("class", "").split()
