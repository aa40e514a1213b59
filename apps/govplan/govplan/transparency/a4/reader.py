"""Read a published a4 matrix, whole or not at all."""

from govplan.domain.periods import Month
from govplan.domain.process_families import LEGAL, Family
from govplan.transparency.a4.cleaning import cleaned, is_heading, is_title
from govplan.transparency.a4.faults import Fault, MatrixRefused, Problem
from govplan.transparency.a4.footers import FooterReader, footer_key
from govplan.transparency.a4.layout import HEADINGS, TITLE_LINES, same_text
from govplan.transparency.a4.matrix import Matrix, MatrixRow, MatrixSection
from govplan.transparency.a4.rows import RowReader
from govplan.transparency.grids import GridRow, UnreadableGrid, WrongEncoding, read_grid


def read_matrix(name: str, content: bytes) -> Matrix:
    """The matrix in a TSV, CSV or XLSX file. Raises MatrixRefused with every fault found."""
    reader = _MatrixReader(_rows(name, content))
    matrix = reader.read()
    if reader.faults or matrix is None:
        raise MatrixRefused(reader.faults)
    return matrix


def _rows(name: str, content: bytes) -> list[GridRow]:
    try:
        rows = cleaned(read_grid(name, content))
    except WrongEncoding as error:
        fault = Fault(error.row, HEADINGS[0], Problem.WRONG_ENCODING, f"0x{error.byte:02X}")
        raise MatrixRefused([fault]) from error
    except UnreadableGrid as error:
        fault = Fault(1, HEADINGS[0], Problem.NOT_A_MATRIX, str(error))
        raise MatrixRefused([fault]) from error
    if not rows:
        raise MatrixRefused([Fault(1, HEADINGS[0], Problem.NO_TITLE, "", TITLE_LINES[0])])
    return rows


class _MatrixReader:
    """Goes down the rows once: title, heading, sections with their rows, footer."""

    def __init__(self, rows: list[GridRow]) -> None:
        self.lines = rows
        self.faults: list[Fault] = []
        self.rows = RowReader(self.faults)
        self.footers = FooterReader(self.faults)
        self.sections: list[tuple[Family, int]] = []
        self.notes: dict[str, str] = {}
        self.found: dict[str, list[MatrixRow]] = {family.name: [] for family in LEGAL}

    def read(self) -> Matrix | None:
        self._titles()
        body = self._after_heading()
        if body is None:
            return None
        for line in body:
            self._line(line)
        self._require_sections()
        month = self.footers.close(self.lines[-1].number)
        return self._matrix(month) if month else None

    def _titles(self) -> None:
        for at, title in enumerate(TITLE_LINES):
            line = self.lines[min(at, len(self.lines) - 1)]
            if not same_text(line.cells[0], title):
                found, column = line.cells[0], HEADINGS[0]
                self.faults.append(Fault(line.number, column, Problem.NO_TITLE, found, title))

    def _after_heading(self) -> list[GridRow] | None:
        """The rows under the first heading; None when there is none to go by."""
        for at, line in enumerate(self.lines):
            if is_heading(line.cells):
                self.rows.read_heading(line)
                return self.lines[at + 1 :]
        expected = ", ".join(f"«{heading}»" for heading in HEADINGS)
        first = self.lines[0].number
        self.faults.append(Fault(first, HEADINGS[0], Problem.NO_HEADING, expected=expected))
        return None

    def _line(self, line: GridRow) -> None:
        if is_title(line.cells):
            return
        if is_heading(line.cells):
            self.rows.read_heading(line)
        elif footer_key(line.cells[0]):
            self.footers.read(line)
        elif self.footers.has_begun:
            self._below_footer(line)
        elif not any(line.cells[1:]):
            self._full_width(line)
        else:
            self._row(line)

    def _below_footer(self, line: GridRow) -> None:
        if self.rows.looks_numbered(line):
            self._fault(line, Problem.ROW_AFTER_FOOTER, line.cells[0])
        else:
            self.footers.refuse(line)

    def _row(self, line: GridRow) -> None:
        if not self.sections:
            self._fault(line, Problem.NO_SECTION, "", LEGAL[0].title)
        family = self.sections[-1][0] if self.sections else LEGAL[0]
        row = self.rows.read(line, family)
        if row:
            self.found[family.name].append(row)

    def _full_width(self, line: GridRow) -> None:
        """A section, or the note under one that has no rows."""
        text = line.cells[0]
        family = next((one for one in LEGAL if same_text(one.title, text)), None)
        if family:
            self._section(line, family)
        elif self._may_be_note(text):
            self.notes[self.sections[-1][0].name] = text
        else:
            expected = "; ".join(f"«{one.title}»" for one in LEGAL)
            self._fault(line, Problem.UNKNOWN_SECTION, text, expected)

    def _may_be_note(self, text: str) -> bool:
        """A sentence under a section with nothing yet; sections are printed in capitals."""
        if not self.sections or text.isupper():
            return False
        name = self.sections[-1][0].name
        return name not in self.notes and not self.rows.seen_in(name)

    def _section(self, line: GridRow, family: Family) -> None:
        before = [LEGAL.index(one) for one, _ in self.sections]
        if before and LEGAL.index(family) <= max(before):
            order = "; ".join(one.title for one in LEGAL)
            self._fault(line, Problem.SECTION_ORDER, family.title, order)
        self.sections.append((family, line.number))

    def _require_sections(self) -> None:
        present = {family.name: row for family, row in self.sections}
        last = self.lines[-1].number
        for family in LEGAL:
            if family.name not in present:
                self._fault_at(last, Problem.MISSING_SECTION, family.title)
            elif not (self.rows.seen_in(family.name) or family.name in self.notes):
                self._fault_at(present[family.name], Problem.EMPTY_SECTION, family.title)

    def _fault(self, line: GridRow, problem: Problem, found: str, expected: str = "") -> None:
        self.faults.append(Fault(line.number, HEADINGS[0], problem, found, expected))

    def _fault_at(self, row: int, problem: Problem, found: str) -> None:
        self.faults.append(Fault(row, HEADINGS[0], problem, found))

    def _matrix(self, month: Month) -> Matrix:
        sections = tuple(
            MatrixSection(family, tuple(self.found[family.name]), self.notes.get(family.name, ""))
            for family in LEGAL
        )
        return Matrix(month, sections, self.footers.values)
