"""Tables written out and read back: the same cells in every form, nothing a spreadsheet runs."""

import csv
import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from govplan.transparency.formula_guard import guard, unguard
from govplan.transparency.grids import read_grid
from govplan.transparency.tables import Column, Footer, Kind, Note, Row, Section, Table, grid
from govplan.transparency.writers import csv as plain_csv
from govplan.transparency.writers import excel_csv, html, xlsx
from govplan.transparency.writers import zip as archive

MOMENT = datetime(2021, 11, 12, 10, 0)
MATRIX = Table(
    "Literal a4",
    (Column("No.", Kind.NUMBER), Column("Unidad"), Column("Objetivo"), Column("Meta"), Column("x")),
    (
        Section("PROCESOS GOBERNANTES"),
        Row(("1", "CONCEJO", 'Dice "sí", y calla', "80 %", None)),
        Section("DESCONCENTRADOS"),
        Note("No hay; véase el estatuto"),
    ),
    ("Art. 7", "Literal a4)"),
    (Footer("CORREO:", "uno@alausi.gob.ec", 4, Kind.EMAIL), Footer("GPR", "No aplica", 5)),
)
DATASET = Table(
    "datos",
    (Column("texto"), Column("numero", Kind.NUMBER), Column("enlace", Kind.LINK)),
    (
        Row(("=1+1", "-5.25", "https://example.org/a")),
        Row(("@SUM(A1)", "0", "javascript:alert(1)")),
        Row(("dos\nlíneas", None, "")),
        Row(("'=ya citado", "12345678.125", None)),
    ),
)


def cells(name: str, content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_grid(name, content)]


@pytest.mark.parametrize("table", [MATRIX, DATASET], ids=lambda table: table.name)
def test_csv_xlsx_and_html_hold_the_cells_of_the_table(table):
    expected = list(grid(table))
    page = html.write("Título", [], [table], "es")
    assert cells("t.csv", plain_csv.write(table)) == expected
    assert cells("t.xlsx", xlsx.write([table], MOMENT)) == expected
    assert cells("t.html", page) == expected


def test_csv_is_as_rfc_4180_asks():
    written = plain_csv.write(MATRIX)
    assert written.count(b"\r\n") == written.count(b"\n") == len(list(grid(MATRIX)))
    assert not written.startswith(b"\xef\xbb\xbf")
    assert len({len(row) for row in csv.reader(io.StringIO(written.decode()))}) == 1
    assert b'"Dice ""s\xc3\xad"", y calla"' in written


def test_the_excel_variant_has_mark_semicolon_and_decimal_comma():
    written = excel_csv.write(DATASET)
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1] == ["'=1+1", "-5,25", "https://example.org/a"]


def test_no_text_of_a_csv_can_be_run_as_a_formula_and_numbers_stay_numbers():
    rows = list(csv.reader(io.StringIO(plain_csv.write(DATASET).decode(), newline="")))
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'@SUM(A1)", "dos\nlíneas", "''=ya citado"]
    assert rows[1][1] == "-5.25"


def test_a_workbook_has_numbers_as_numbers_and_text_never_as_formula():
    sheet = load_workbook(io.BytesIO(xlsx.write([DATASET], MOMENT))).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert (sheet["B2"].value, sheet["B2"].data_type) == (-5.25, "n")
    assert sheet["B4"].value is None


def test_the_same_tables_give_the_same_bytes():
    assert xlsx.write([MATRIX, DATASET], MOMENT) == xlsx.write([MATRIX, DATASET], MOMENT)
    files = {"b.txt": b"dos", "a.txt": b"uno"}
    assert archive.pack(files) == archive.pack(files)
    with zipfile.ZipFile(io.BytesIO(archive.pack(files))) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == files


def test_a_page_has_no_script_and_links_only_to_the_web_and_to_mail():
    hostile = Table("t", (Column("a", Kind.LINK),), (Row(("<script>alert(1)</script>",)),))
    page = html.write("<b>título</b>", [("uno", "<i>dos</i>")], [hostile, DATASET], "es").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page
    assert 'href="https://example.org/a"' in page


def test_a_page_names_its_language_headings_and_regions():
    page = html.write("Título", [], [MATRIX], "es").decode()
    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="es">' in page
    assert page.count('scope="col"') == 5
    assert page.count('scope="rowgroup"') == 2
    assert 'aria-label="Literal a4"' in page
    assert 'href="mailto:uno@alausi.gob.ec"' in page


def test_characters_no_document_can_hold_are_left_out():
    table = Table("t", (Column("a"),), (Row(("uno\x00\x0bdos",)),))
    assert cells("t.xlsx", xlsx.write([table], MOMENT))[1] == ("unodos",)


@given(st.text())
def test_a_guarded_text_comes_back_unharmed(text):
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in ("=", "+", "-", "@")
