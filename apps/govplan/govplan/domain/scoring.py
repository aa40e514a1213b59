"""The score Ecuador's authority gives a month's publication, for a check before it goes out.

SITA % = (CTA + ETA + RP + CI) / 4: monitoring instructive of LOTAIP, v1.0, July 2024.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from decimal import Decimal
from pathlib import PurePath

from govplan.domain.quantity import rounded, wide_arithmetic
from govplan.domain.sheets import HUNDRED
from govplan.domain.words import Word

NOT_AVAILABLE = "INFORMACIÓN NO DISPONIBLE"
NOT_APPLICABLE = "NO APLICA"
OPEN_FORMATS = frozenset({".csv", ".tsv", ".xml", ".json", ".ods"})


class Completeness(Word):
    """CTA: whether the three files are there, full and of the month."""

    COMPLETE = "Complete"
    INCOMPLETE = "Incomplete or outdated"
    ABSENT = "Absent"


_COMPLETENESS = {
    Completeness.COMPLETE: Decimal(1),
    Completeness.INCOMPLETE: Decimal("0.5"),
    Completeness.ABSENT: Decimal(0),
}


@dataclass(frozen=True)
class NumeralScore:
    """One numeral's four marks, each from 0 to 1."""

    completeness: Decimal
    open_format: Decimal
    on_time: Decimal
    quality: Decimal

    @property
    def percent(self) -> Decimal:
        with wide_arithmetic():
            return rounded(HUNDRED * sum(astuple(self), Decimal(0)) / 4)


def score_numeral(
    completeness: Completeness, is_open: bool, is_on_time: bool, has_quality: bool
) -> NumeralScore:
    """The four marks from the four findings."""
    return NumeralScore(
        _COMPLETENESS[completeness],
        Decimal(int(is_open)),
        Decimal(int(is_on_time)),
        Decimal(int(has_quality)),
    )


def sita_percent(scores: Iterable[NumeralScore]) -> Decimal | None:
    """The four marks, each averaged over the numerals evaluated; None without numerals."""
    marks = [mark for score in scores for mark in astuple(score)]
    if not marks:
        return None
    # Each numeral has all four marks, so the mean of the four means is the mean of all.
    with wide_arithmetic():
        return rounded(HUNDRED * sum(marks, Decimal(0)) / len(marks))


def is_open_format(file_name: str) -> bool:
    """Whether a file has three stars of openness or more, by its ending."""
    return PurePath(file_name).suffix.lower() in OPEN_FORMATS
