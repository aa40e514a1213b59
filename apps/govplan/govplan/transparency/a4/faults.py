"""What may be wrong with a matrix, each fault at its place and told in one line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from govplan.domain.words import Word


class Problem(Word):
    """A kind of fault; the value is its sentence, with its particulars in braces."""

    NOT_A_MATRIX = "the file cannot be read: {found}."
    WRONG_ENCODING = "the text is not UTF-8 ({found})."
    NO_TITLE = "the title line is missing or different: «{found}»."
    NO_HEADING = "the heading row is missing."
    MISSING_COLUMN = "this column is missing."
    UNKNOWN_COLUMN = "«{found}» is not a column of the matrix."
    COLUMN_ORDER = "the columns are in another order."
    SHORT_ROW = "the row has {found} columns."
    EXTRA_CELL = "there is text beyond the last column: «{found}»."
    BROKEN_NUMBER = "«{found}» is not a whole number."
    NUMBERING_GAP = "the number is {found}."
    BLANK_CELL = "the cell is blank."
    TOO_LONG = "the text has {found} characters."
    NO_SECTION = "the row stands under no section."
    UNKNOWN_SECTION = "«{found}» is not a section of the matrix."
    SECTION_ORDER = "the section «{found}» is repeated or out of order."
    MISSING_SECTION = "the section «{found}» is missing."
    EMPTY_SECTION = "the section «{found}» has neither units nor a note."
    SECOND_OBJECTIVE = "the unit «{found}» had another objective in row {earlier}."
    REPEATED_ROW = "unit and indicator were already in row {earlier}."
    OTHER_SECTION = "the unit «{found}» was already in another section, in row {earlier}."
    NO_FIGURE = "the target «{found}» has no figure."
    BROKEN_FIGURE = "«{found}» in the target is not a number."
    AMBIGUOUS_FIGURE = "«{found}» in the target may be thousands or decimals."
    OTHER_MEASURE = "the same indicator is measured in «{earlier}» in another row."
    ROW_AFTER_FOOTER = "there is a row after the footer: «{found}»."
    UNKNOWN_FOOTER = "«{found}» is not a label of the footer."
    REPEATED_FOOTER = "the label «{found}» is repeated."
    MISSING_FOOTER = "the footer «{found}» is missing."
    FOOTER_ORDER = "the footer «{found}» is out of order."
    BLANK_FOOTER = "«{found}» has no value."
    SEVERAL_VALUES = "«{found}» has more than one value."
    BROKEN_DATE = "«{found}» is not a date."
    NOT_MONTH_END = "{found} is not the last day of its month."
    BROKEN_EMAIL = "«{found}» is not an e-mail address."
    OTHER_TARGET = "the approved POA of the unit says «{found}»."
    POA_UNDER_WAY = "the unit has a POA that does not hold in this month: {found}."


EXPECTED = {
    Problem.NOT_A_MATRIX: "text with tabs (.txt, .tsv), .csv or .xlsx",
    Problem.WRONG_ENCODING: "UTF-8",
    Problem.NO_TITLE: "«{expected}»",
    Problem.NO_HEADING: "{expected}",
    Problem.MISSING_COLUMN: "the heading «{expected}»",
    Problem.UNKNOWN_COLUMN: "{expected}",
    Problem.COLUMN_ORDER: "{expected}",
    Problem.SHORT_ROW: "{expected} columns",
    Problem.EXTRA_CELL: "nothing",
    Problem.BROKEN_NUMBER: "{expected}",
    Problem.NUMBERING_GAP: "{expected}, since numbers run on without gaps",
    Problem.BLANK_CELL: "a text",
    Problem.TOO_LONG: "no more than {expected}",
    Problem.NO_SECTION: "a section row before it, such as «{expected}»",
    Problem.UNKNOWN_SECTION: "one of: {expected}",
    Problem.SECTION_ORDER: "this order: {expected}",
    Problem.MISSING_SECTION: "the section, with its units or a note that says why it has none",
    Problem.EMPTY_SECTION: "a row with its reason in the first column",
    Problem.SECOND_OBJECTIVE: "the same objective in every row of a unit",
    Problem.REPEATED_ROW: "another indicator or another unit",
    Problem.OTHER_SECTION: "a unit in one section only",
    Problem.NO_FIGURE: "a quantity, such as «80 % …»",
    Problem.BROKEN_FIGURE: "a number such as 80 or 80,5",
    Problem.AMBIGUOUS_FIGURE: "thousands without a mark, such as 1234",
    Problem.OTHER_MEASURE: "one unit of measure per indicator",
    Problem.ROW_AFTER_FOOTER: "nothing after the footer",
    Problem.UNKNOWN_FOOTER: "one of: {expected}",
    Problem.REPEATED_FOOTER: "each label once",
    Problem.MISSING_FOOTER: "the seven labels of the footer",
    Problem.FOOTER_ORDER: "the label after «{expected}»",
    Problem.BLANK_FOOTER: "a value in column {expected}",
    Problem.SEVERAL_VALUES: "one value, in column {expected}",
    Problem.BROKEN_DATE: "DD/MM/YYYY",
    Problem.NOT_MONTH_END: "{expected}",
    Problem.BROKEN_EMAIL: "one such as name@example.org",
    Problem.OTHER_TARGET: "the same target; change an approved POA by a reform",
    Problem.POA_UNDER_WAY: "a unit without a POA of that year, or with one approved for the month",
}


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong: the row in the file, the column's heading and what was found there."""

    row: int
    column: str
    problem: Problem
    found: str = ""
    expected: str = ""
    earlier: str = ""


class MatrixRefused(Exception):
    """The file is refused as a whole; `faults` says why, in the order of its rows."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.row)
        super().__init__(f"{len(self.faults)} faults")


def sentence(fault: Fault, translate: Callable[[str], str] = str) -> str:
    """The fault in one line: row, column, what is wrong, what was expected."""
    particulars = {
        "found": _short(fault.found),
        "expected": fault.expected,
        "earlier": fault.earlier,
    }
    wrong = translate(fault.problem.value).format(**particulars)
    expected = translate(EXPECTED[fault.problem]).format(**particulars)
    place = translate("Row {0}, column «{1}»").format(fault.row, fault.column)
    return translate("{0}: {1} Expected: {2}.").format(place, wrong, expected)


def _short(text: str) -> str:
    """Enough of a text to find it, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:77]}…"
