"""A published a4 matrix is read whole, or refused whole with each fault at its place."""

import csv
import io
import json
from datetime import date

import pytest
from matrices import ALAUSI, CHECKOUT, CSV, SOURCES, TEXT, XLSX, changed, lines_of, without
from openpyxl import load_workbook

from govplan.transparency.a4.changes import Action
from govplan.transparency.a4.cleaning import cells_of
from govplan.transparency.a4.faults import EXPECTED, Fault, MatrixRefused, Problem, sentence
from govplan.transparency.a4.layout import FooterKey
from govplan.transparency.a4.reader import read_matrix
from govplan.transparency.grids import read_grid


def faults_of(content: bytes, name: str = "matrix.txt") -> list[tuple[int, str, Problem]]:
    with pytest.raises(MatrixRefused) as refusal:
        read_matrix(name, content)
    return [(fault.row, fault.column, fault.problem) for fault in refusal.value.faults]


def sentences_of(content: bytes) -> list[str]:
    with pytest.raises(MatrixRefused) as refusal:
        read_matrix("matrix.txt", content)
    return [sentence(fault) for fault in refusal.value.faults]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_form_of_the_matrix_gives_thirteen_units_in_four_sections(source):
    matrix = read_matrix(source.name, source.read_bytes())
    pack = json.loads((ALAUSI / "pack.json").read_text(encoding="utf-8"))
    assert str(matrix.month) == pack["period"]
    found = {section.family.title: len(section.rows) for section in matrix.sections}
    assert found == pack["sections"]
    assert [row.number for row in matrix.rows] == list(range(1, pack["units"] + 1))
    assert len(matrix.footers) == pack["footers"]
    assert {str(row.target.quantity) for row in matrix.rows} == {pack["target"]["quantity"]}
    assert {row.target.unit_of_measure for row in matrix.rows} == {"%"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_only_the_section_without_units_has_a_note(source):
    matrix = read_matrix(source.name, source.read_bytes())
    assert [bool(section.note) for section in matrix.sections] == [False, False, True, False]


def test_marks_of_bold_and_links_are_taken_off():
    matrix = read_matrix(TEXT.name, TEXT.read_bytes())
    assert matrix.footers[FooterKey.EMAIL] == "cesar.rojas@alausi.gob.ec"
    assert not any("<" in cell or "*" in cell for row in cells_of(grid(TEXT)) for cell in row)


def grid(path):
    return read_grid(path.name, path.read_bytes())


def test_text_csv_and_workbook_hold_the_same_cells():
    assert cells_of(grid(TEXT)) == cells_of(grid(CSV)) == cells_of(grid(XLSX))


def test_the_title_and_heading_of_the_second_page_count_once():
    printed = cells_of(grid(TEXT))
    assert sum(cells[0].startswith("Art. 7") for cells in printed) == 1
    assert len(printed) == 2 + 1 + 4 + 1 + 13 + 7


def test_a_semicolon_file_with_a_byte_order_mark_is_read_too():
    rows = [";".join(f'"{cell}"' for cell in cells) for cells in cells_of(grid(TEXT))]
    matrix = read_matrix("matriz.csv", "\r\n".join(rows).encode("utf-8-sig"))
    assert len(matrix.rows) == 13


def test_a_date_cell_of_a_workbook_reads_as_the_law_writes_dates():
    book = load_workbook(XLSX)
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == "31/10/2021"]
    cells[0].value = date(2021, 10, 31)
    out = io.BytesIO()
    book.save(out)
    matrix = read_matrix(XLSX.name, out.getvalue())
    assert matrix.footers[FooterKey.UPDATED] == "31/10/2021"


def test_a_unit_merged_over_two_rows_of_a_workbook_has_two_indicators():
    book = load_workbook(XLSX)
    sheet = book.active
    sheet["B6"], sheet["C6"], sheet["D6"] = None, None, "% de obras terminadas"
    sheet.merge_cells("B5:B6")
    sheet.merge_cells("C5:C6")
    out = io.BytesIO()
    book.save(out)
    rows = read_matrix(XLSX.name, out.getvalue()).rows
    assert rows[0].unit == rows[1].unit == "CONCEJO CANTONAL"
    assert rows[1].indicator == "% de obras terminadas"


def test_a_missing_column_is_named_at_the_heading():
    lines = lines_of()
    content = "\n".join(
        "\t".join(cells[:3] + cells[4:]) if (cells := line.split("\t"))[4:] and cells[3] else line
        for line in lines[:30]
    )
    content += "\n" + "\n".join(lines[30:])
    assert faults_of(content.encode()) == [
        (5, "Indicador", Problem.MISSING_COLUMN),
        (27, "Indicador", Problem.MISSING_COLUMN),
    ]


def test_a_row_that_lost_a_column_is_named():
    row = lines_of()[6]
    shorter = "\t".join(row.split("\t")[:4])
    assert faults_of(changed((7, row, shorter))) == [(7, "Meta cuantificable", Problem.SHORT_ROW)]


@pytest.mark.parametrize("broken", ["l", "1,0", "uno", "-1", ""])
def test_a_broken_number_is_told_with_the_one_expected(broken):
    row = lines_of()[6]
    content = changed((7, row, broken + row[1:]))
    assert faults_of(content) == [(7, "No.", Problem.BROKEN_NUMBER)]
    assert sentences_of(content)[0].endswith("Expected: 1.")


def test_a_gap_in_the_numbering_is_told_once():
    assert faults_of(without(8)) == [(8, "No.", Problem.NUMBERING_GAP)]


def test_a_section_the_law_does_not_know_is_refused():
    content = changed((10, "PROCESOS AGREGADORES DE VALOR / NIVEL OPERATIVO", "PROCESOS NUEVOS"))
    problems = {problem for _row, _column, problem in faults_of(content)}
    assert (10, "No.", Problem.UNKNOWN_SECTION) in faults_of(content)
    assert problems == {Problem.UNKNOWN_SECTION, Problem.MISSING_SECTION}


def test_an_empty_section_without_its_note_is_refused():
    note = next(at for at, line in enumerate(lines_of(), 1) if line.startswith("El Estatuto"))
    assert faults_of(without(note)) == [(note - 1, "No.", Problem.EMPTY_SECTION)]


@pytest.mark.parametrize(
    ("wording", "problem"),
    [
        ("Cumplir el Plan Operativo Anual - POA 2021", Problem.NO_FIGURE),
        ("8O % de cumplimiento", Problem.BROKEN_FIGURE),
        ("80,5,2 % de cumplimiento", Problem.BROKEN_FIGURE),
        ("1.234 metros", Problem.AMBIGUOUS_FIGURE),
        ("", Problem.BLANK_CELL),
    ],
)
def test_a_target_without_a_sound_figure_is_refused(wording, problem):
    target = lines_of()[6].split("\t")[4]
    content = changed((7, f"\t{target}", f"\t{wording}"))
    faults = faults_of(content)
    assert (7, "Meta cuantificable", problem) in faults


def test_a_file_that_is_not_utf8_is_refused_with_the_place_of_the_first_byte():
    content = TEXT.read_text(encoding="utf-8").encode("latin-1")
    assert faults_of(content) == [(1, "No.", Problem.WRONG_ENCODING)]
    assert "UTF-8" in sentences_of(content)[0]


@pytest.mark.parametrize("row", range(31, 38))
def test_each_of_the_seven_footers_is_needed(row):
    faults = faults_of(without(row))
    assert [problem for _row, _column, problem in faults] == [Problem.MISSING_FOOTER]


@pytest.mark.parametrize(
    ("row", "old", "new", "problem"),
    [
        (32, "31/10/2021", "31/13/2021", Problem.BROKEN_DATE),
        (32, "31/10/2021", "30/10/2021", Problem.NOT_MONTH_END),
        (32, "31/10/2021", "31/10/21", Problem.BROKEN_DATE),
        (33, "Mensual", "", Problem.BLANK_FOOTER),
        (36, "cesar.rojas@alausi.gob.ec", "cesar.rojas", Problem.BROKEN_EMAIL),
        (33, "PERIODICIDAD", "FRECUENCIA", Problem.UNKNOWN_FOOTER),
        (33, "\t\t\tMensual", "\t\tMensual\tMensual", Problem.SEVERAL_VALUES),
    ],
)
def test_a_footer_with_a_wrong_value_is_told(row, old, new, problem):
    assert problem in {fault[2] for fault in faults_of(changed((row, old, new)))}


def test_a_row_after_the_footer_is_refused():
    content = TEXT.read_bytes() + b"14\tUNIDAD\tObjetivo\tIndicador\t80 % de algo\n"
    assert [fault[2] for fault in faults_of(content)] == [Problem.ROW_AFTER_FOOTER]


def test_every_fault_of_a_file_is_told_at_once_in_the_order_of_its_rows():
    content = changed((7, "80 %", "ochenta %"), (8, "2\t", "dos\t"), (32, "31/10/2021", "hoy"))
    rows = [row for row, _column, _problem in faults_of(content)]
    assert rows == [7, 8, 32]


def test_a_sentence_gives_row_column_what_is_wrong_and_what_was_expected():
    content = changed((8, "2\tALCALD", "3\tALCALD"))
    assert sentences_of(content)[0] == (
        "Row 8, column «No.»: the number is 3. Expected: 2, since numbers run on without gaps."
    )


@pytest.mark.parametrize("name", ["matriz.pdf", "matriz.docx", "matriz"])
def test_a_kind_of_file_that_is_not_read_is_refused(name):
    assert faults_of(b"%PDF-1.4", name)[0][2] is Problem.NOT_A_MATRIX


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a workbook", b"\x00\x01\x02"])
def test_a_damaged_workbook_is_refused_without_a_traceback(content):
    assert faults_of(content, "matriz.xlsx")[0][2] in (Problem.NOT_A_MATRIX, Problem.NO_TITLE)


def test_an_empty_file_is_refused():
    assert faults_of(b"\n\n\n")[0][2] is Problem.NO_TITLE


def test_the_same_unit_and_indicator_twice_is_refused():
    lines = lines_of()
    council = lines[6].split("\t")
    mayor = lines[7].split("\t")
    repeated = "\t".join([mayor[0], *council[1:]])
    assert (8, "Indicador", Problem.REPEATED_ROW) in faults_of(changed((8, lines[7], repeated)))


def test_every_problem_says_what_was_expected():
    assert set(EXPECTED) == set(Problem)


def test_every_sentence_about_a_fault_has_its_spanish():
    with (CHECKOUT / "apps/govplan/govplan/translations/es.csv").open(encoding="utf-8") as rows:
        spanish = {row[0]: row[1] for row in csv.reader(rows) if row}
    sources = {*(problem.value for problem in Problem), *EXPECTED.values()}
    sources |= {action.value for action in Action}
    assert [source for source in sorted(sources) if not spanish.get(source)] == []
    fault = Fault(7, "No.", Problem.NUMBERING_GAP, "3", "2")
    assert sentence(fault, lambda text: spanish[text]) == (
        "Fila 7, columna «No.»: el número es 3. Se esperaba: 2, porque la numeración es corrida."
    )
