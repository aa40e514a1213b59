"""Quantities: read what a person typed, compute without loss, round once, write again."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

from govplan.domain.words import Word

# Frappe keeps nine decimals; eighteen digits before the mark hold any budget in any currency.
MAX_INTEGER_DIGITS = 18
MAX_DECIMALS = 9

# Wide enough that sums and products of such quantities are exact and a quotient is never
# mistaken for a tie, whatever context the surrounding program has set.
_WIDE = Context(prec=80, rounding=ROUND_HALF_UP)
_NUMBER = re.compile(r"[+-]?(?:(?P<whole>[0-9]+)(?:[.,](?P<part>[0-9]+))?|[.,](?P<only>[0-9]+))")
_EXPONENT = re.compile(r"[+-]?[0-9.,]+[eE][+-]?[0-9]+")
_NOT_FINITE = re.compile(r"[+-]?(?:s?nan[0-9]*|inf(?:inity)?)", re.IGNORECASE)


class Reason(Word):
    """Why a text is not a quantity."""

    NOT_A_NUMBER = "Not a number"
    SPACE_INSIDE = "Space inside"
    SEVERAL_MARKS = "Several marks"
    EXPONENT = "Exponent"
    NOT_FINITE = "Not finite"
    TOO_LONG = "Too long"


class QuantityError(ValueError):
    """`text` is no quantity, for the `reason` given."""

    def __init__(self, reason: Reason, text: str) -> None:
        super().__init__(f"{reason}: {text[:60]!r}")
        self.reason = reason
        self.text = text


def parse_quantity(text: str | int | Decimal | None) -> Decimal | None:
    """The quantity a person typed, or None for blank.

    An optional sign and one decimal mark, point or comma; thousands marks are refused, since
    1.234 cannot be told from 1,234. Raises QuantityError.
    """
    if text is None:
        return None
    if isinstance(text, bool):
        raise QuantityError(Reason.NOT_A_NUMBER, str(text))
    written = text.strip() if isinstance(text, str) else _plain(Decimal(text))
    return _read(written) if written else None


def canonical(quantity: Decimal) -> str:
    """The one way to write a quantity: no exponent, no trailing zeros, a point as mark."""
    written = _plain(quantity)
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def text_of(quantity: Decimal | None) -> str | None:
    """The canonical text, as JSON and records keep a figure; None stays None."""
    return None if quantity is None else canonical(quantity)


def display(quantity: Decimal, decimals: int | None = 2, mark: str = ",", group: str = ".") -> str:
    """The quantity for a reader, rounded half up; `decimals=None` keeps those it has."""
    written = canonical(quantity) if decimals is None else _plain(rounded(quantity, decimals))
    sign = "-" if written.startswith("-") else ""
    whole, _, part = written.lstrip("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", group)
    return f"{sign}{grouped}{mark}{part}" if part else f"{sign}{grouped}"


def rounded(quantity: Decimal, places: int = 2) -> Decimal:
    """Half up, ties away from zero; never a negative zero."""
    with wide_arithmetic():
        return quantity.quantize(Decimal(1).scaleb(-places)) + 0


def exact(number: float | Decimal | None) -> Decimal | None:
    """The quantity a database's floating number stands for: 0.1 is 0.1. Raises QuantityError."""
    if number is None or isinstance(number, Decimal):
        return number
    quantity = Decimal(repr(number))
    if not quantity.is_finite():
        raise QuantityError(Reason.NOT_FINITE, repr(number))
    return quantity


@contextmanager
def wide_arithmetic() -> Iterator[None]:
    """Compute inside with room to spare, whatever the caller's decimal context is."""
    with localcontext(_WIDE):
        yield


def _plain(quantity: Decimal) -> str:
    if not quantity.is_finite():
        raise QuantityError(Reason.NOT_FINITE, str(quantity))
    if quantity.adjusted() > 100:
        raise QuantityError(Reason.TOO_LONG, str(quantity))
    return format(quantity, "f")


# The same few figures come again and again, line by line and month by month.
@lru_cache(maxsize=8192)
def _read(written: str) -> Decimal:
    match = _NUMBER.fullmatch(written)
    if not match:
        raise QuantityError(_reason(written), written)
    whole, part = match["whole"] or "", match["part"] or match["only"] or ""
    if len(whole.lstrip("0")) > MAX_INTEGER_DIGITS or len(part.rstrip("0")) > MAX_DECIMALS:
        raise QuantityError(Reason.TOO_LONG, written)
    return Decimal(written.replace(",", "."))


def _reason(written: str) -> Reason:
    if re.search(r"\s", written) and re.fullmatch(r"[\s0-9.,+-]+", written):
        return Reason.SPACE_INSIDE
    if _EXPONENT.fullmatch(written):
        return Reason.EXPONENT
    if _NOT_FINITE.fullmatch(written):
        return Reason.NOT_FINITE
    if re.fullmatch(r"[+-]?[0-9]*(?:[.,'][0-9]*){2,}", written):
        return Reason.SEVERAL_MARKS
    return Reason.NOT_A_NUMBER
