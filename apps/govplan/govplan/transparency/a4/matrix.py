"""A published a4 matrix once read: sections, rows and footers, as the town stated them."""

from dataclasses import dataclass

from govplan.domain.periods import Month
from govplan.domain.process_families import Family
from govplan.transparency.a4.layout import FooterKey
from govplan.transparency.a4.targets import Target


@dataclass(frozen=True)
class MatrixRow:
    """One numbered row; `row` is its place in the file, for messages."""

    row: int
    number: int
    unit: str
    objective: str
    indicator: str
    target_text: str
    target: Target


@dataclass(frozen=True)
class MatrixSection:
    """A family's rows, or the note that says why it has none."""

    family: Family
    rows: tuple[MatrixRow, ...]
    note: str = ""


@dataclass(frozen=True)
class Matrix:
    """The whole matrix of one month."""

    month: Month
    sections: tuple[MatrixSection, ...]
    footers: dict[FooterKey, str]

    @property
    def rows(self) -> tuple[MatrixRow, ...]:
        return tuple(row for section in self.sections for row in section.rows)
