"""The documents of a yearly report, opened as people open them."""

import io
import os
import re
import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document as open_docx
from pypdf import PdfReader

from govplan.annual import docx, pdf
from govplan.annual.blocks import Document, Grid, Heading, Keys, Picture, Points, Prose
from govplan.annual.documents import write
from govplan.charts import Series, columns
from govplan.transparency.language import speaking
from govplan.transparency.packaging import Draft, default_csv_name

pytestmark = pytest.mark.usefixtures("site")

APP = Path(__file__).parents[2] / "apps" / "govplan" / "govplan"
MADE_AT = datetime(2027, 1, 20, 9, 30)
FACTS = (("Municipio", "Ñamarín"), ("Edición", "1 (ANNUAL-2026-E1)"))
# What would be something else to a template, to a page or to a word processor.
SLY = "#panic() *no* <b>no</b> $x$ \x07 @ref {{ 7 * 7 }} \\ “comillas”"


def told() -> Document:
    chart = columns("Cumplimiento (%)", "Barras por mes.", ["ene"], [Series("c", (Decimal(90),))])
    names = tuple(f"Dirección número {number}" for number in range(1, 60))
    return Document(
        "Informe del año 2026",
        "Ñamarín",
        2026,
        (
            Heading("Introducción"),
            Prose(("Un año de obras y de acuerdos.", SLY)),
            Heading("Las unidades"),
            Heading("Obras públicas", 2),
            Points(("Caminos que duren",)),
            Keys((("83,33 %", "cumplimiento", "En meta"), ("1 de 2", "meses", ""))),
            Picture(chart),
            Grid("Unidades", (("Unidad", False), ("%", True)), tuple((n, "83,33") for n in names)),
        ),
    )


@pytest.fixture(scope="module")
def paper(site) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.write(told(), FACTS, "es", MADE_AT)))


@pytest.fixture(scope="module")
def draft(site) -> object:
    return open_docx(io.BytesIO(docx.write(told(), FACTS, "es", MADE_AT)))


def test_a_sign_no_font_has_does_not_stop_the_pdf(site):
    told = Document("Informe", "Ñamarín", 2026, (Prose(("Gracias 🎉 漢",)),))
    paper = PdfReader(io.BytesIO(pdf.write(told, FACTS, "es", MADE_AT)))
    assert "Gracias" in text_of(paper)
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def text_of(paper: PdfReader) -> str:
    """Without blanks: readers differ in where they see one between two letters."""
    return closed("".join(page.extract_text() for page in paper.pages))


def closed(text: str) -> str:
    return "".join(text.split())


def test_the_pdf_is_tagged_speaks_spanish_and_says_what_it_is(paper):
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"].startswith("es")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert (paper.metadata.title, paper.metadata.author) == ("Informe del año 2026", "Ñamarín")
    assert paper.metadata.creation_date.date() == MADE_AT.date()


def test_the_pdf_has_a_bookmark_for_every_heading(paper):
    def titles(outline):
        for one in outline:
            yield from titles(one) if isinstance(one, list) else [one.title]

    assert list(titles(paper.outline)) == ["Introducción", "Las unidades", "Obras públicas"]


def test_the_text_of_the_pdf_can_be_selected_accents_and_all(paper):
    text = text_of(paper)
    for words in ("Un año de obras", "Ñamarín", "Dirección número 59", "83,33 %", "ene"):
        assert closed(words) in text
    assert len(paper.pages) >= 3


def test_what_people_write_stays_text_in_the_pdf(paper):
    text = text_of(paper)
    for words in ("#panic()", "*no*", "<b>no</b>", "$x$", "@ref", "{{ 7 * 7 }}"):
        assert closed(words) in text


def test_the_word_document_has_headings_tables_and_a_described_picture(draft):
    headings = [p.text for p in draft.paragraphs if p.style.name.startswith("Heading")]
    assert headings == ["Introducción", "Las unidades", "Obras públicas"]
    (table,) = draft.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Unidad", "%"]
    assert len(table.rows) == 60
    assert "w:tblHeader" in table.rows[0]._tr.xml
    (picture,) = draft.inline_shapes
    assert picture._inline.docPr.get("descr") == "Cumplimiento (%). Barras por mes."
    assert (draft.core_properties.title, draft.core_properties.language) == (told().title, "es")


def test_a_long_title_is_whole_on_the_paper_and_cut_in_its_facts(site):
    told = Document("Informe " * 35, "Ñ" * 300, 2026, ())
    paper = open_docx(io.BytesIO(docx.write(told, FACTS, "es", MADE_AT)))
    assert paper.paragraphs[0].text == told.title
    assert len(paper.core_properties.title) == len(paper.core_properties.author) == 255


def test_what_people_write_stays_text_in_the_word_document(draft):
    text = "\n".join(paragraph.text for paragraph in draft.paragraphs)
    assert SLY.replace("\x07", "") in text


def content(**more) -> dict:
    return {
        "title": "Informe del año 2026",
        "municipality": {"name": "Ñamarín"},
        "year": 2026,
        "introduction": SLY,
        "closing": "",
        "sections": [],
        **more,
    }


def test_the_page_is_whole_by_itself(site):
    draft = Draft(
        "ANNUAL-2026-E1", "Informe", FACTS, content(), (), MADE_AT, "es", default_csv_name
    )
    with speaking("es"):
        page = write(draft)["ANNUAL-2026-E1.html"].decode()
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="es">' in page
    assert not re.search(r"<script|<link|<img|src=|@import|url\(|javascript:", page)
    assert "&lt;b&gt;no&lt;/b&gt;" in page
    assert "{{ 7 * 7 }}" in page
    assert "\x07" not in page


def test_the_same_report_makes_the_same_pdf(site):
    first, second = (pdf.write(told(), FACTS, "es", MADE_AT) for _unused in range(2))
    assert first == second


def test_nothing_but_writing_loads_the_heavy_libraries():
    """Neither the start nor a controller, a job or a command waits for them."""
    modules = sorted(
        ".".join(path.relative_to(APP.parent).with_suffix("").parts)
        for path in (
            *APP.glob("*.py"),
            *APP.glob("*/doctype/*/*.py"),
            *APP.glob("transparency/**/*.py"),
        )
        if path.name != "charts.py"
    )
    asked = f"""
import importlib, sys
for module in {modules}:
    importlib.import_module(module.removesuffix(".__init__"))
print(sorted({{"pygal", "typst", "docx"}} & set(sys.modules)))
"""
    told = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        env=_environment(),
    )
    assert told.stdout.strip() == "[]"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
