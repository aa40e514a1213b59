"""What is wrong with a file, each fault at its cell, with what to do."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from frappe import _

from govplan.loading.sheets import column_letter


@dataclass(frozen=True, order=True)
class FileFault:
    """One thing wrong: row in the file (0: the whole file), column letter and heading, words."""

    row: int
    column: str
    heading: str
    message: str
    sheet: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class FileRefused(Exception):
    """The file cannot be read row by row; `faults` says why."""

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults = sorted(faults)
        super().__init__("; ".join(fault.message for fault in self.faults))


def at_cell(sheet: str, row: int, at: int | None, heading: str, message: str) -> FileFault:
    """A fault in a cell; `at` is its column from zero, None when the sheet has no such column."""
    letter = "" if at is None else column_letter(at)
    return FileFault(row, letter, heading, message, sheet)


def sentence(fault: FileFault) -> str:
    """The fault in one line: where, what, what to do."""
    if fault.row and fault.column:
        place = _("Row {0}, column {1} “{2}”").format(fault.row, fault.column, fault.heading)
    elif fault.row:
        place = _("Row {0}, “{1}”") if fault.heading else _("Row {0}")
        place = place.format(fault.row, fault.heading)
    else:
        place = fault.heading or _("The file")
    return f"{place}: {fault.message}"
