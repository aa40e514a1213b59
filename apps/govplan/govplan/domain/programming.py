"""What is wrong with a programme of months or with a value, as codes and numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from govplan.domain.periods import Month
from govplan.domain.quantity import rounded, wide_arithmetic
from govplan.domain.sheets import Accumulation, Sheet
from govplan.domain.words import Word


class Fault(Word):
    """What a problem is about."""

    NO_ANNUAL_TARGET = "No annual target"
    SUM_DIFFERS = "Sum differs from the annual target"
    NEGATIVE = "Negative quantity"
    NOT_CONSTANT = "Differs from the constant target"
    BELOW_MINIMUM = "Below the legal minimum"
    ABOVE_MAXIMUM = "Above the legal maximum"
    TOO_MANY_DECIMALS = "Too many decimals"


@dataclass(frozen=True)
class Problem:
    """A fault with the number found, the one expected and the month, where there is one."""

    fault: Fault
    found: Decimal | None = None
    expected: Decimal | None = None
    month: Month | None = None


def check_programming(sheet: Sheet, programmed: Mapping[Month, Decimal | None]) -> list[Problem]:
    """What contradicts the sheet in the months programmed; empty when nothing does.

    Months of a cumulative indicator sum to its annual target and none is negative; those of a
    maintenance indicator equal it; where values have a legal range, targets lie in it.
    """
    known = {month: asked for month, asked in programmed.items() if asked is not None}
    if sheet.accumulation is Accumulation.CUMULATIVE:
        return [*_not_negative(known), *_sums_to_target(sheet, known.values())]
    constant = _constant(sheet, known) if sheet.accumulation is Accumulation.MAINTENANCE else []
    return [*constant, *_in_range(sheet, known)]


def check_range(
    value: Decimal | None, legal_min: Decimal | None, legal_max: Decimal | None
) -> Problem | None:
    """The bound a value breaks, if any; a missing value or bound breaks none."""
    if value is None:
        return None
    if legal_min is not None and value < legal_min:
        return Problem(Fault.BELOW_MINIMUM, value, legal_min)
    if legal_max is not None and value > legal_max:
        return Problem(Fault.ABOVE_MAXIMUM, value, legal_max)
    return None


def check_decimals(value: Decimal | None, allowed: int | None) -> Problem | None:
    """Whether a value has more decimals than its unit of measure takes (None: any number)."""
    if value is None or allowed is None or rounded(value, allowed) == value:
        return None
    return Problem(Fault.TOO_MANY_DECIMALS, value, Decimal(allowed))


def _not_negative(known: Mapping[Month, Decimal]) -> list[Problem]:
    return [
        Problem(Fault.NEGATIVE, asked, Decimal(0), month)
        for month, asked in sorted(known.items())
        if asked < 0
    ]


def _sums_to_target(sheet: Sheet, asked: Iterable[Decimal]) -> list[Problem]:
    with wide_arithmetic():
        total = sum(asked, Decimal(0))
    if sheet.annual_target is None:
        return [Problem(Fault.NO_ANNUAL_TARGET, found=total)] if total else []
    if total == sheet.annual_target:
        return []
    return [Problem(Fault.SUM_DIFFERS, total, sheet.annual_target)]


def _constant(sheet: Sheet, known: Mapping[Month, Decimal]) -> list[Problem]:
    return [
        Problem(Fault.NOT_CONSTANT, asked, sheet.annual_target, month)
        for month, asked in sorted(known.items())
        if sheet.annual_target is not None and asked != sheet.annual_target
    ]


def _in_range(sheet: Sheet, known: Mapping[Month, Decimal]) -> list[Problem]:
    return [
        Problem(problem.fault, problem.found, problem.expected, month)
        for month, asked in sorted(known.items())
        if (problem := check_range(asked, sheet.legal_min, sheet.legal_max))
    ]
