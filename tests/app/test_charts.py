"""Charts: what was planned and what was done, told apart without colours, with nothing to fetch."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from govplan.charts import Look, Series, columns, curves, rows
from govplan.portal.charts import compliance_chart, line_charts

pytestmark = pytest.mark.usefixtures("site")

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ("ene", "feb", "mar", "abr")
PLANNED = Series("Programado", tuple(map(Decimal, (10, 10, 10, 5))), Look.PLANNED)
DONE = Series("Hecho", (Decimal(8), None, Decimal("12.5"), Decimal(0)))


def shapes(svg: str, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}{tag}"))


def bars(svg: str) -> list[ElementTree.Element]:
    return [one for one in shapes(svg, "rect") if one.get("stroke")]


def test_a_chart_runs_nothing_fetches_nothing_and_styles_nothing():
    for draw in (columns, curves):
        svg = draw("Caminos", "Dos series", MONTHS, (PLANNED, DONE)).svg
        tags = {one.tag.removeprefix(SVG) for one in ElementTree.fromstring(svg).iter()}
        assert not tags & {"script", "style", "image", "use", "a", "foreignObject", "metadata"}
        assert not re.search(r"\b(style|href|on\w+|url)\b\s*[=(]", svg)
        assert "pygal" not in svg.lower()


def test_a_chart_is_named_and_described_for_those_who_hear_it():
    svg = columns("Caminos & puentes", "Lo <hecho>", MONTHS, (DONE,)).svg
    root = ElementTree.fromstring(svg)
    named = {one.get("id"): one.text for one in root if one.get("id")}
    assert root.get("role") == "img"
    assert [named[key] for key in root.get("aria-labelledby").split()] == [
        "Caminos & puentes",
        "Lo <hecho>",
    ]


def test_two_charts_of_a_page_share_no_ids():
    drawn = [curves(title, "", MONTHS, (DONE,)).svg for title in ("Uno", "Dos")]
    ids = [one.get("id") for svg in drawn for one in ElementTree.fromstring(svg).iter()]
    known = [one for one in ids if one]
    assert len(known) == len(set(known)) == 4


def test_planned_is_hollow_or_dashed_and_done_is_filled():
    drawn = bars(columns("", "", MONTHS, (PLANNED, DONE)).svg)
    planned = {one.get("fill") for one in drawn if one.get("stroke") == "#4a5a64"}
    done = {one.get("fill") for one in drawn if one.get("stroke") == "#0b5563"}
    assert (planned, done) == ({"#ffffff"}, {"#0b5563"})
    lines = shapes(curves("", "", MONTHS, (PLANNED, DONE)).svg, "path")
    assert sum(bool(one.get("stroke-dasharray")) for one in lines) == 1


def test_a_missing_figure_has_no_bar_and_a_zero_has_one():
    assert len(bars(columns("", "", MONTHS, (DONE,)).svg)) == 3


def test_one_series_needs_no_legend_and_two_have_one():
    one, two = (columns("", "", MONTHS, drawn).svg for drawn in ((DONE,), (PLANNED, DONE)))
    assert "Hecho" not in one
    assert "Hecho" in two


def test_a_line_is_broken_where_a_figure_is_missing():
    gap = Series("Hecho", tuple(None if one == 3 else Decimal(one) for one in range(1, 6)))
    lines = shapes(curves("", "", (*MONTHS, "may"), (gap,)).svg, "path")
    assert sum(one.get("stroke-width") == "2.5" for one in lines) == 2


def test_nothing_is_drawn_without_figures():
    empty = Series("Hecho", (None,) * 4)
    assert columns("", "", MONTHS, (empty,)) is None
    assert curves("", "", MONTHS, (empty,)) is None
    assert rows("", "", MONTHS, empty) is None


def test_lying_bars_have_their_figure_beside_them_and_long_names_cut():
    names = ("Dirección de Obras Públicas y Vialidad", "Salud")
    svg = rows("", "", names, Series("", (Decimal("83.335"), Decimal(40)))).svg
    texts = [one.text for one in shapes(svg, "text")]
    assert set(texts) == {"83,335", "40", "Salud", "Dirección de Obras Pú…"}
    assert texts.index("Salud") < texts.index("Dirección de Obras Pú…")


def test_the_same_figures_make_the_same_chart():
    assert columns("a", "b", MONTHS, (DONE,)) == columns("a", "b", MONTHS, (DONE,))


def month(period: str, **figures):
    blank = ("programmed", "value", "programmed_to_date", "to_date", "compliance")
    return {"period": period, **dict.fromkeys(blank), **figures}


def test_a_line_is_drawn_by_month_and_to_date_from_the_oldest_of_the_last_twelve():
    history = [
        month(f"2026-{number:02d}", programmed="5", to_date="7") for number in range(12, 0, -1)
    ]
    history += [month("2025-12", programmed="900")]
    by_month, to_date = line_charts({"unit_of_measure": "km"}, history)
    texts = [one.text for one in shapes(by_month.svg, "text")]
    labels = [text for text in texts if text in ("jan", "dec")]
    assert labels == ["jan", "dec"]
    assert "km" in by_month.title
    assert "900" not in by_month.svg
    assert shapes(to_date.svg, "circle")


def test_months_without_figures_draw_nothing():
    assert line_charts({"unit_of_measure": "km"}, [month("2026-01")]) == []
    assert compliance_chart([month("2026-01")]) is None
    assert compliance_chart([month("2026-01", compliance="83.33")]) is not None
