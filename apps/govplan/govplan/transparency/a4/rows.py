"""The numbered rows of a matrix, each checked on its own and against those before it."""

import re

from govplan.domain.process_families import Family
from govplan.transparency.a4.faults import Fault, Problem
from govplan.transparency.a4.layout import HEADINGS, WIDTH, folded, same_text
from govplan.transparency.a4.matrix import MatrixRow
from govplan.transparency.a4.targets import (
    AmbiguousFigure,
    BrokenFigure,
    NoFigure,
    Target,
    read_target,
)
from govplan.transparency.grids import GridRow

NUMBER, UNIT, OBJECTIVE, INDICATOR, TARGET = HEADINGS
# What the records can hold.
LONGEST = {UNIT: 130, OBJECTIVE: 20_000, INDICATOR: 500, TARGET: 2_000}
_WHOLE = re.compile(r"[0-9]{1,6}")


class RowReader:
    """Reads rows by the heading in force and remembers what earlier rows said."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.at: dict[str, int] = {}
        self.width = WIDTH
        self.expected_number = 1
        self.units: dict[str, tuple[int, str, str]] = {}
        self.pairs: dict[tuple[str, str], int] = {}
        self.measures: dict[str, str] = {}
        self.families: set[str] = set()

    def seen_in(self, family: str) -> bool:
        """Whether a row, sound or not, stood in that family's section."""
        return family in self.families

    def looks_numbered(self, line: GridRow) -> bool:
        """Whether it begins like a row of the matrix."""
        return bool(_WHOLE.fullmatch(line.cells[0]))

    def read_heading(self, line: GridRow) -> None:
        """Learn where each column is; a fault for each one missing, unknown or out of order."""
        named = [(index, cell) for index, cell in enumerate(line.cells) if cell]
        self.at = {
            heading: index
            for heading in HEADINGS
            for index, cell in named
            if same_text(cell, heading)
        }
        self.width = len(named)
        for heading in HEADINGS:
            if heading not in self.at:
                self._fault(line, heading, Problem.MISSING_COLUMN, expected=heading)
        for _, cell in named:
            if not any(same_text(cell, heading) for heading in HEADINGS):
                self._fault(line, cell, Problem.UNKNOWN_COLUMN, cell, _listed(HEADINGS))
        if list(self.at.values()) != sorted(self.at.values()):
            self._fault(line, NUMBER, Problem.COLUMN_ORDER, expected=_listed(HEADINGS))

    def read(self, line: GridRow, family: Family) -> MatrixRow | None:
        """The row, or None when something in it is wrong, which is then among the faults."""
        self.families.add(family.name)
        known = len(self.faults)
        number = self._number(line)
        if not self._has_its_columns(line):
            return None
        texts = {heading: self._text(line, heading) for heading in LONGEST}
        target = self._target(line, texts[TARGET]) if texts[TARGET] else None
        self._against_earlier(line, texts, family)
        if target:
            self._measure(line, texts[INDICATOR], target)
        if len(self.faults) > known or number is None or target is None:
            return None
        unit, objective, indicator, wording = (texts[heading] for heading in LONGEST)
        return MatrixRow(line.number, number, unit, objective, indicator, wording, target)

    def _number(self, line: GridRow) -> int | None:
        if NUMBER not in self.at:
            return None
        text, expected = line.cells[self.at[NUMBER]], str(self.expected_number)
        if not _WHOLE.fullmatch(text):
            self._fault(line, NUMBER, Problem.BROKEN_NUMBER, text, expected)
            self.expected_number += 1
            return None
        if int(text) != self.expected_number:
            self._fault(line, NUMBER, Problem.NUMBERING_GAP, text, expected)
        self.expected_number = int(text) + 1
        return int(text)

    def _has_its_columns(self, line: GridRow) -> bool:
        if len(line.cells) < self.width:
            missing = HEADINGS[min(len(line.cells), WIDTH - 1)]
            found, expected = str(len(line.cells)), str(self.width)
            self._fault(line, missing, Problem.SHORT_ROW, found, expected)
            return False
        for cell in line.cells[max(self.width, WIDTH) :]:
            if cell:
                self._fault(line, HEADINGS[-1], Problem.EXTRA_CELL, cell)
        return True

    def _text(self, line: GridRow, heading: str) -> str:
        if heading not in self.at:
            return ""
        text = line.cells[self.at[heading]]
        if not text:
            self._fault(line, heading, Problem.BLANK_CELL)
        elif len(text) > LONGEST[heading]:
            longest = str(LONGEST[heading])
            self._fault(line, heading, Problem.TOO_LONG, str(len(text)), longest)
        return text

    def _target(self, line: GridRow, wording: str) -> Target | None:
        try:
            return read_target(wording)
        except NoFigure:
            self._fault(line, TARGET, Problem.NO_FIGURE, wording)
        except BrokenFigure as error:
            self._fault(line, TARGET, Problem.BROKEN_FIGURE, str(error))
        except AmbiguousFigure as error:
            self._fault(line, TARGET, Problem.AMBIGUOUS_FIGURE, str(error))
        return None

    def _against_earlier(self, line: GridRow, texts: dict[str, str], family: Family) -> None:
        unit, indicator = folded(texts[UNIT]), folded(texts[INDICATOR])
        if not unit:
            return
        row, objective, section = self.units.setdefault(
            unit, (line.number, texts[OBJECTIVE], family.name)
        )
        if section != family.name:
            self._fault(line, UNIT, Problem.OTHER_SECTION, texts[UNIT], earlier=str(row))
        elif objective != texts[OBJECTIVE]:
            self._fault(line, OBJECTIVE, Problem.SECOND_OBJECTIVE, texts[UNIT], earlier=str(row))
        earlier = self.pairs.setdefault((unit, indicator), line.number)
        if indicator and earlier != line.number:
            self._fault(line, INDICATOR, Problem.REPEATED_ROW, earlier=str(earlier))

    def _measure(self, line: GridRow, indicator: str, target: Target) -> None:
        measure = self.measures.setdefault(folded(indicator), target.unit_of_measure)
        if measure != target.unit_of_measure:
            self._fault(line, TARGET, Problem.OTHER_MEASURE, earlier=measure)

    def _fault(
        self,
        line: GridRow,
        column: str,
        problem: Problem,
        found: str = "",
        expected: str = "",
        earlier: str = "",
    ) -> None:
        self.faults.append(Fault(line.number, column, problem, found, expected, earlier))


def _listed(texts: tuple[str, ...]) -> str:
    return ", ".join(f"«{text}»" for text in texts)
