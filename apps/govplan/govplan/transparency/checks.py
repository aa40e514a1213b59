"""The look over a publication before it goes out, scored as Ecuador's authority would.

Monitoring instructive of LOTAIP, v1.0, July 2024: completeness and currency (CTA), open format
(ETA), on time (RP), quality (CI). Faults never stop a publication; they are printed with it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from frappe import _

from govplan.domain.periods import Month
from govplan.domain.scoring import (
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    Completeness,
    is_open_format,
    score_numeral,
)
from govplan.transparency.formats.collected import Coverage
from govplan.transparency.tables import Column, Kind, Row, Table, grid

FILLERS = (NOT_AVAILABLE, NOT_APPLICABLE)
# Seen in real files instead of the two legal texts.
_WRONG_FILLER = re.compile(
    r"n\s*[/.]?\s*[ads]\.?|s\s*[/.]\s*n\.?|-+|\.+|\?+|x+|ningun[oa]|no disponible|sin datos?|null",
    re.IGNORECASE,
)
_DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+(?:/\S*)?")


@dataclass(frozen=True)
class Check:
    """One finding: a stable code, whether all is well, and the finding in words."""

    code: str
    passed: bool
    detail: str

    def __str__(self) -> str:
        return f"{'+' if self.passed else '-'} {self.code}: {self.detail}"


@dataclass(frozen=True)
class Preflight:
    """All findings, and the score of 0 to 100 where the authority gives one."""

    checks: tuple[Check, ...]
    score: Decimal | None = None


@dataclass(frozen=True)
class Subject:
    """A month's publication about to go out. `is_scored` for the formats the law defines."""

    month: Month
    tables: tuple[Table, ...]
    file_names: tuple[str, ...]
    is_on_time: bool
    coverage: Coverage
    is_scored: bool = True


def preflight(subject: Subject) -> Preflight:
    """Every check of a month's publication."""
    complete = _completeness(subject)
    openness = _open(subject)
    punctual = _on_time(subject)
    quality = (_links(subject),)
    checks = (*complete, openness, punctual, *quality, _coverage(subject.coverage))
    if not subject.is_scored:
        return Preflight(checks)
    score = score_numeral(
        _verdict(subject, complete),
        openness.passed,
        punctual.passed,
        all(c.passed for c in quality),
    )
    return Preflight(checks, score.percent)


def _verdict(subject: Subject, checks: Iterable[Check]) -> Completeness:
    if not subject.tables or not subject.tables[0].lines:
        return Completeness.ABSENT
    whole = all(check.passed for check in checks)
    return Completeness.COMPLETE if whole else Completeness.INCOMPLETE


def _completeness(subject: Subject) -> tuple[Check, ...]:
    if not subject.is_scored:
        return ()
    return _blank(subject), _wording(subject), _explained(subject), _current(subject)


def _blank(subject: Subject) -> Check:
    places = [where for where, cell in _cells(subject.tables) if not cell.strip()]
    said = _("No cell is blank.") if not places else _("Blank cells: {0}.").format(_some(places))
    return Check("CTA-complete", not places, said)


def _wording(subject: Subject) -> Check:
    wrong = [
        f"{where} («{cell}»)"
        for where, cell in _cells(subject.tables)
        if _WRONG_FILLER.fullmatch(cell.strip())
    ]
    if not wrong:
        return Check("CTA-wording", True, _("What is missing is said in the law's words."))
    words = _("What is missing has to read {0} or {1}: {2}.")
    return Check("CTA-wording", False, words.format(*FILLERS, _some(wrong)))


def _explained(subject: Subject) -> Check:
    """A filler in the dataset needs its explanation in the dictionary, where there is one."""
    dataset, *others = subject.tables
    used = {cell for _where, cell in _cells([dataset]) if cell in FILLERS}
    told = "\n".join(cell for table in others[1:] for cells in grid(table) for cell in cells)
    unexplained = sorted(filler for filler in used if others and filler not in told)
    if unexplained:
        words = _("The dictionary does not explain: {0}.")
        return Check("CTA-explained", False, words.format(_some(unexplained)))
    return Check("CTA-explained", True, _("What is missing is explained."))


def _current(subject: Subject) -> Check:
    expected = subject.month.last_day.strftime("%d/%m/%Y")
    found = [
        cell
        for table in subject.tables
        for cells in grid(table)
        for cell in cells[1:]
        if _DAY.fullmatch(cell)
    ]
    words = _("The date of the information is {0}.")
    if found and all(cell == expected for cell in found):
        return Check("CTA-current", True, words.format(expected))
    words = _("The date of the information has to be {0}; found: {1}.")
    return Check("CTA-current", False, words.format(expected, _some(found) or "—"))


def _open(subject: Subject) -> Check:
    names = [name for name in subject.file_names if is_open_format(name)]
    if len(names) >= len(subject.tables):
        return Check("ETA-open", True, _("Every table is published in an open format (CSV)."))
    return Check("ETA-open", False, _("Some table has no file in an open format."))


def _on_time(subject: Subject) -> Check:
    if subject.is_on_time:
        return Check("RP-on-time", True, _("It is published within the legal time limit."))
    return Check("RP-on-time", False, _("The legal time limit has passed."))


def _links(subject: Subject) -> Check:
    """Whether every cell meant as a link is one; nobody is asked for it over the network."""
    wrong = [
        where
        for table in subject.tables
        for where, cell, kind in _kinds(table)
        if kind is Kind.LINK and not _leads_somewhere(cell)
    ]
    if wrong:
        return Check("CI-links", False, _("Links that lead nowhere: {0}.").format(_some(wrong)))
    return Check("CI-links", True, _("Every link is a complete address."))


def _kinds(table: Table) -> Iterator[tuple[str, str, Kind]]:
    for row in table.rows:
        yield from ((where, cell, column.kind) for where, cell, column in _placed(table, row))
    for footer in table.footers:
        yield footer.label, footer.value, footer.kind


def _leads_somewhere(cell: str) -> bool:
    """An address, the law's words, or "No aplica" with its reason in brackets; blank is counted
    elsewhere."""
    explained = cell.casefold().startswith("no aplica (") and cell.endswith(")")
    return cell in ("", *FILLERS) or explained or bool(_WEB_ADDRESS.fullmatch(cell))


def _coverage(coverage: Coverage) -> Check:
    if not coverage.units:
        return Check("units", True, _("No unit had anything to report this month."))
    words = _("Units with approved data: {0} of {1}.").format(coverage.with_data, coverage.units)
    if coverage.missing:
        words = f"{words} {_('Without them: {0}.').format(_some(coverage.missing))}"
    return Check("units", not coverage.missing, words)


def _cells(tables: Iterable[Table]) -> Iterator[tuple[str, str]]:
    """Where and what: every cell that has to hold something."""
    for table in tables:
        for row in table.rows:
            yield from ((where, cell) for where, cell, _column in _placed(table, row))
        for footer in table.footers:
            yield f"{table.name}, {footer.label}", footer.value


def _placed(table: Table, row: Row) -> Iterator[tuple[str, str, Column]]:
    for cell, column in zip(row.cells, table.columns, strict=True):
        yield f"{row.about or table.name}, {column.heading}", cell or "", column


def _some(texts: Iterable[str], most: int = 5) -> str:
    every = list(texts)
    shown = "; ".join(every[:most])
    return f"{shown}; …({len(every) - most})" if len(every) > most else shown
