"""Compliance of one value with one target, in percent and not yet rounded."""

from decimal import Decimal

from govplan.domain.sheets import HUNDRED, Accumulation, Direction, Sheet


def compliance(sheet: Sheet, value: Decimal | None, target: Decimal | None) -> Decimal | None:
    """How far `value` meets `target`; None where either is missing or nothing is asked.

    A level with a baseline is measured by the gap closed, everything else by the plain ratio,
    and where that has no meaning (a zero or negative divisor) by yes or no: 100 or 0.
    """
    if value is None or target is None or not sheet.is_programmed(target):
        return None
    if measures_gap(sheet, target):
        return gap_closed(value, sheet.baseline or Decimal(0), target)
    ratio = plain(value, target, sheet.direction)
    if ratio is not None:
        return ratio
    return HUNDRED if is_met(value, target, sheet.direction) else Decimal(0)


def measures_gap(sheet: Sheet, target: Decimal) -> bool:
    """Whether there is a gap to close: a level, a baseline, and a target better than it.

    A target no better than the baseline asks to maintain, so progress towards it is no measure.
    """
    if sheet.accumulation is not Accumulation.LEVEL or sheet.baseline is None:
        return False
    if sheet.direction is Direction.ASCENDING:
        return target > sheet.baseline
    return target < sheet.baseline


def gap_closed(value: Decimal, baseline: Decimal, target: Decimal) -> Decimal:
    """Share of the way from baseline to target, up or down; `target` differs from `baseline`."""
    return HUNDRED * (value - baseline) / (target - baseline)


def plain(value: Decimal, target: Decimal, direction: Direction) -> Decimal | None:
    """Value over target, or target over value where less is better.

    None where the divisor is zero or negative, since the quotient would not grow with merit.
    """
    part, whole = (value, target) if direction is Direction.ASCENDING else (target, value)
    return HUNDRED * part / whole if whole > 0 else None


def is_met(value: Decimal, target: Decimal, direction: Direction) -> bool:
    return value >= target if direction is Direction.ASCENDING else value <= target
