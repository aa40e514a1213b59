"""The figure in the wording of a target: "80 % de cumplimiento", "12 nóminas", "de 39 a 42 %"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from govplan.domain.quantity import QuantityError, parse_quantity

FIRST_YEAR, LAST_YEAR = 1990, 2100

_WORD_WITH_DIGIT = re.compile(r"(?<![\w.,])[+-]?\d[^\s%()\[\];:/]*")
_DAY = re.compile(r"\b\d{1,2}([/-])\d{1,2}\1\d{2,4}\b")
_ORDINAL = re.compile(r"\d+(?:er|ra|ro|do|da|ero|era|to|ta|mo|ma|vo|va|no|na|º|ª|°)\.?")
_MAYBE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_FROM = re.compile(r"\b(?:de|del|desde)(?:\s+(?:el|la|un|una))?\s*$", re.IGNORECASE)
_TO = re.compile(r"^\s*(?:%|por\s+ciento)?\s*(?:a|al|hasta)(?:\s+(?:el|la|un|una))?\s*$", re.I)
_PERCENT = re.compile(r"\s*(?:%|por\s+ciento\b)", re.IGNORECASE)
_MEASURE = re.compile(r"\s*(?:de\s+)?([^\W\d_][\w²³/]*)")
_NO_MEASURE = "unidad"


class NoFigure(ValueError):
    """The wording has no figure apart from years."""


class BrokenFigure(ValueError):
    """A figure that cannot be read; the argument is how it is written."""


class AmbiguousFigure(ValueError):
    """A figure whose mark may divide thousands or decimals; the argument is the figure."""


@dataclass(frozen=True)
class Target:
    """What a wording asks for, in numbers; the baseline is known in "from 39 to 42"."""

    quantity: Decimal
    unit_of_measure: str
    baseline: Decimal | None = None


@dataclass(frozen=True)
class _Figure:
    quantity: Decimal
    start: int
    end: int


def read_target(wording: str) -> Target:
    """The first figure that is no year, or the second of "from … to …", and its measure.

    Raises NoFigure, BrokenFigure and AmbiguousFigure.
    """
    without_days = _DAY.sub(lambda day: " " * len(day[0]), wording)
    words = _WORD_WITH_DIGIT.finditer(without_days)
    figures = [figure for word in words if (figure := _read(word))]
    if not figures:
        raise NoFigure(wording)
    first, *others = figures
    if others and _is_span(wording, first, others[0]):
        return Target(others[0].quantity, _measure(wording, others[0]), first.quantity)
    return Target(first.quantity, _measure(wording, first))


def _read(match: re.Match[str]) -> _Figure | None:
    """The figure of a word with digits; None for a year and for ordinals such as 1er."""
    word = match[0].rstrip(".,")
    if _ORDINAL.fullmatch(word) or _is_year(word):
        return None
    if _MAYBE_THOUSANDS.fullmatch(word):
        raise AmbiguousFigure(word)
    try:
        quantity = parse_quantity(word)
    except QuantityError as error:
        raise BrokenFigure(word) from error
    if quantity is None:
        return None
    return _Figure(quantity, match.start(), match.start() + len(word))


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4 and FIRST_YEAR <= int(word) <= LAST_YEAR


def _is_span(wording: str, first: _Figure, second: _Figure) -> bool:
    before, between = wording[: first.start], wording[first.end : second.start]
    return bool(_FROM.search(before) and _TO.match(between))


def _measure(wording: str, figure: _Figure) -> str:
    rest = wording[figure.end :]
    if _PERCENT.match(rest):
        return "%"
    word = _MEASURE.match(rest)
    return word[1] if word else _NO_MEASURE
