"""What offices bring is read by its content, strictly, and within limits."""

import io
import zipfile
from datetime import date, datetime

import pytest
import sheets_to_load as sheets
from odfdo import Cell, Document, Row, Table
from openpyxl import Workbook

from govplan.loading import reading
from govplan.loading.files import MAX_BYTES, form_of, read_file
from govplan.loading.sheets import MAX_CELLS, MAX_ROWS, UnreadableFile
from govplan.typed import Unreadable

pytestmark = pytest.mark.usefixtures("site")

ROWS = [["Código", "Nombre", "Meta"], ["A-1", "Vía Ñandú", "12,5"], ["A-2", 'Dijo "sí"', "3"]]


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [line.cells for line in read_file(content)[0].lines]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_a_csv_of_any_office_reads_the_same(mark, encoding):
    assert cells(sheets.csv_text(ROWS, mark, encoding)) == [tuple(row) for row in ROWS]


@pytest.mark.parametrize("make", [sheets.xlsx, sheets.ods])
def test_spreadsheets_read_as_the_csv_does_and_tell_what_they_are(make):
    content = make(ROWS)
    assert cells(content) == [tuple(row) for row in ROWS]
    assert form_of(content) == make.__name__


def test_a_quoted_cell_keeps_its_lines_and_rows_keep_their_numbers():
    content = b'Codigo,Texto\r\nA,"uno\r\ndos"\r\n\r\nB,tres\r\n'
    lines = read_file(content)[0].lines
    assert [(line.number, line.cells) for line in lines] == [
        (1, ("Codigo", "Texto")),
        (2, ("A", "uno\ndos")),
        (4, ("B", "tres")),
    ]


def test_numbers_come_without_noise_percentages_as_shown_days_as_days():
    book = Workbook()
    sheet = book.active
    sheet.append([0.1 + 0.2, 1234567.0, 0.8525, date(2026, 3, 31), datetime(2026, 3, 31), True])
    sheet["C1"].number_format = "0.00%"
    content = sheets.saved(book)
    assert cells(content) == [("0.3", "1234567", "85.25", "2026-03-31", "2026-03-31", "1")]


def test_an_open_document_tells_percentages_days_and_repeated_cells():
    document = Document("spreadsheet")
    document.body.clear()
    table, row = Table("Metas"), Row()
    percentage = Cell(0.85)
    percentage.type = "percentage"
    percentage.set_attribute("office:value-type", "percentage")
    twice = Cell("x")
    twice.set_attribute("table:number-columns-repeated", "2")
    for cell in (percentage, Cell(date(2026, 3, 31)), Cell(0.1 + 0.2), twice):
        row.append_cell(cell)
    table.append_row(row)
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    assert cells(out.getvalue()) == [("85", "2026-03-31", "0.3", "x", "x")]


def test_a_formula_gives_the_value_that_was_saved_with_it():
    content = sheets.xlsx([["Total"], [3]])
    parts = unpacked(content)
    part = "xl/worksheets/sheet1.xml"
    parts[part] = parts[part].replace(b"<v>3</v>", b"<f>1+2</f><v>3</v>")
    assert cells(packed(parts)) == [("Total",), ("3",)]


def test_a_cell_merged_over_rows_says_the_same_in_each():
    book = Workbook()
    sheet = book.active
    for row in (["Unidad", "Actividad"], ["OBRAS", "uno"], [None, "dos"], ["AGUA", "tres"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    assert cells(sheets.saved(book))[2] == ("OBRAS", "dos")


def test_hidden_sheets_and_blank_ones_are_passed_over():
    book = Workbook()
    book.active.title = "vacía"
    book.create_sheet("oculta").append(["no"])
    book["oculta"].sheet_state = "hidden"
    book.create_sheet("datos").append(["sí"])
    assert [sheet.name for sheet in read_file(sheets.saved(book))] == ["datos"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"%PDF-1.4 no sheet",
        b"<html><table><tr><td>x</td></tr></table></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Excel",
        b"PK\x03\x04 cut off",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00",
        b"a" * (MAX_BYTES + 1),
    ],
    ids=["nothing", "blank", "pdf", "html", "xls", "cut", "picture", "large"],
)
def test_what_is_no_spreadsheet_is_refused_in_words(content):
    with pytest.raises(UnreadableFile) as refusal:
        read_file(content)
    assert len(str(refusal.value)) > 10


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_read():
    parts = unpacked(sheets.xlsx(ROWS))
    with pytest.raises(UnreadableFile, match="unpacks"):
        read_file(packed({**parts, "xl/media/huge.bin": bytes(201 * 1024 * 1024)}))


@pytest.mark.parametrize("make", [sheets.xlsx, sheets.ods])
def test_a_file_that_declares_entities_is_refused(make):
    parts = unpacked(make(ROWS))
    name = "xl/workbook.xml" if "xl/workbook.xml" in parts else "content.xml"
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    parts[name] = bomb + parts[name].partition(b"?>")[2]
    with pytest.raises(UnreadableFile, match="entities"):
        read_file(packed(parts))


def test_a_merge_over_the_whole_paper_and_a_cell_at_its_end_are_refused():
    parts = unpacked(sheets.xlsx(ROWS))
    part = "xl/worksheets/sheet1.xml"
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    with pytest.raises(UnreadableFile, match="merged"):
        read_file(packed({**parts, part: parts[part].replace(b"</sheetData>", merge)}))
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with pytest.raises(UnreadableFile, match="rows"):
        read_file(packed({**parts, part: parts[part].replace(b"</sheetData>", far)}))


@pytest.mark.parametrize(
    "written",
    [
        b"<mergeCells count='1'><mergeCell ref='A1:XFD1048576'/></mergeCells>",
        b'<mergeCells><mergeCell\nref = "A1:XFD1048576" /></mergeCells>',
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    ],
    ids=["single quotes", "spaced", "hyperlink"],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/otro.bin"])
def test_ranges_are_counted_however_and_wherever_they_are_written(written, part):
    parts = unpacked(sheets.xlsx(ROWS))
    sheet = parts.pop("xl/worksheets/sheet1.xml")
    parts[part] = sheet.replace(b"</sheetData>", b"</sheetData>" + written)
    with pytest.raises(UnreadableFile, match="merged"):
        read_file(packed(parts))


def test_entities_are_found_in_parts_of_any_name():
    parts = unpacked(sheets.xlsx(ROWS))
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
    with pytest.raises(UnreadableFile, match="entities"):
        read_file(packed({**parts, "xl/worksheets/sheet1.bin": declared}))


def test_more_cells_than_can_be_held_are_refused_before_they_are_read():
    parts = unpacked(sheets.xlsx(ROWS))
    part = "xl/worksheets/sheet1.xml"
    cells = b"<row>" + b"<c/>" * (MAX_CELLS + 1) + b"</row></sheetData>"
    with pytest.raises(UnreadableFile, match="cells"):
        read_file(packed({**parts, part: parts[part].replace(b"</sheetData>", cells)}))


def test_an_open_document_of_nothing_but_blanks_is_refused_in_words():
    parts = unpacked(sheets.ods(ROWS))
    blank = b'<table:table-row table:number-rows-repeated="9"><table:table-cell/></table:table-row>'
    table = parts["content.xml"].partition(b"</table:table>")
    parts["content.xml"] = b"".join((table[0], blank * 30_000, *table[1:]))
    with pytest.raises(UnreadableFile, match="unpacks"):
        read_file(packed(parts))


def test_a_csv_with_too_many_rows_is_refused():
    with pytest.raises(UnreadableFile, match="rows"):
        read_file(b"a,b\n" * (MAX_ROWS + 1))


def test_days_are_read_day_first_and_only_when_they_exist():
    from_cells = reading.day
    assert from_cells("31/03/2026") == from_cells("2026-03-31") == date(2026, 3, 31)
    for wrong in ("31/02/2026", "03/31/2026", "marzo", "31/03/26"):
        with pytest.raises(Unreadable):
            from_cells(wrong)


def test_rows_in_a_cell_keep_bars_and_lines_that_belong_to_their_texts():
    pairs = ("function_text", "legal_basis")
    read = reading.read_pieces(dict.fromkeys(pairs, str))
    show = reading.show_pieces(dict.fromkeys(pairs, str))
    rows = [{"function_text": "a | b\nc \\ d", "legal_basis": "art. 1"}]
    assert read(show(rows)) == rows


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
