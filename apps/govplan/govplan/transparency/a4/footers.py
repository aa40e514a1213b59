"""The seven facts under a matrix: each once, in order, with one value of the right kind."""

import re
from datetime import date

from govplan.domain.periods import Month
from govplan.transparency.a4.faults import Fault, Problem
from govplan.transparency.a4.layout import (
    FOOTER_LABELS,
    HEADINGS,
    FooterKey,
    footer_column,
    same_text,
)
from govplan.transparency.grids import GridRow

_ORDER = tuple(FOOTER_LABELS)
_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def footer_key(text: str) -> FooterKey | None:
    """The fact a label names, if it is one of the seven."""
    return next((key for key, label in FOOTER_LABELS.items() if same_text(text, label)), None)


class FooterReader:
    """Collects the values and notes what is wrong with them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.values: dict[FooterKey, str] = {}
        self.rows: dict[FooterKey, int] = {}

    @property
    def has_begun(self) -> bool:
        return bool(self.rows)

    def read(self, line: GridRow) -> None:
        """One labelled row; its value may stand in any one column after the first."""
        key = footer_key(line.cells[0])
        if key is None:
            self.refuse(line)
            return
        self._in_order(line.number, key)
        values = [cell for cell in line.cells[1:] if cell]
        self.rows.setdefault(key, line.number)
        self.values[key] = values[0] if values else ""
        if len(values) != 1:
            problem = Problem.SEVERAL_VALUES if values else Problem.BLANK_FOOTER
            self._fault(line.number, key, problem, FOOTER_LABELS[key], str(footer_column(key)))

    def refuse(self, line: GridRow) -> None:
        """A row under the footer's first that has none of its labels."""
        labels = "; ".join(f"«{label}»" for label in FOOTER_LABELS.values())
        fault = Fault(line.number, HEADINGS[0], Problem.UNKNOWN_FOOTER, line.cells[0], labels)
        self.faults.append(fault)

    def close(self, last_row: int) -> Month | None:
        """The month the matrix is of, once every fact has been checked."""
        for key in _ORDER:
            if key not in self.rows:
                self._fault(last_row, key, Problem.MISSING_FOOTER, FOOTER_LABELS[key])
        email = self.values.get(FooterKey.EMAIL)
        if email and not _EMAIL.fullmatch(email):
            row = self.rows[FooterKey.EMAIL]
            self._fault(row, FooterKey.EMAIL, Problem.BROKEN_EMAIL, email)
        updated = self.values.get(FooterKey.UPDATED)
        return self._month(updated) if updated else None

    def _in_order(self, row: int, key: FooterKey) -> None:
        if key in self.rows:
            self._fault(row, key, Problem.REPEATED_FOOTER, FOOTER_LABELS[key])
            return
        at = _ORDER.index(key)
        later = [one for one in self.rows if _ORDER.index(one) > at]
        if later:
            before = FOOTER_LABELS[_ORDER[at - 1]] if at else ""
            self._fault(row, key, Problem.FOOTER_ORDER, FOOTER_LABELS[key], before)

    def _month(self, text: str) -> Month | None:
        row, key = self.rows[FooterKey.UPDATED], FooterKey.UPDATED
        day = _day(text)
        if day is None:
            self._fault(row, key, Problem.BROKEN_DATE, text)
            return None
        month = Month.of(day)
        if day != month.last_day:
            expected = month.last_day.strftime("%d/%m/%Y")
            self._fault(row, key, Problem.NOT_MONTH_END, text, expected)
        return month

    def _fault(
        self, row: int, key: FooterKey, problem: Problem, found: str, expected: str = ""
    ) -> None:
        column = HEADINGS[footer_column(key) - 1]
        self.faults.append(Fault(row, column, problem, found, expected))


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    if not match:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
