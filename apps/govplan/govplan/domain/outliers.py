"""Which typed values deserve a second look before they are sent: warnings, never refusals.

A value is compared with the line's own earlier values and with what was programmed. One that
lies within half and one and a half times what was programmed surprises nobody and is let through.
Every rule is a ratio, so units of measure make no difference.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from govplan.domain.quantity import wide_arithmetic
from govplan.domain.words import Word


class Alert(Word):
    """Why a value may be a slip of the pen, or something that wants explaining."""

    SCALE_SLIP = "Scale slip"
    OUTLIER = "Outlier"
    JUMP = "Jump"
    FAR_ABOVE_PROGRAMMED = "Far above programmed"


@dataclass(frozen=True)
class Limits:
    """How far is too far.

    `score`: the modified z-score, 0.6745 × distance from the median / MAD, above which a value is
    an outlier (3.5: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993), asked of at
    least `least_history` values; `floor`: the MAD is never less than this part of the median, so
    that a line that hardly moves may move. `jump` and `steady_jump`: times the previous value, of
    a flow and of a level. `above_programmed`: times what was programmed. `slip`: how near a power
    of ten the ratio has to be to look like a decimal mark in the wrong place.
    """

    score: Decimal = Decimal("3.5")
    least_history: int = 4
    floor: Decimal = Decimal("0.05")
    jump: Decimal = Decimal(3)
    steady_jump: Decimal = Decimal(2)
    above_programmed: Decimal = Decimal(3)
    slip: Decimal = Decimal("0.2")


@dataclass(frozen=True)
class Context:
    """What a value is compared with: earlier values oldest first, and the month's programme.

    `steady`: the values are a state (a level, a share), not what was added in a month. `percent`:
    the unit of measure counts out of a hundred.
    """

    history: Sequence[Decimal] = ()
    programmed: Decimal | None = None
    steady: bool = False
    percent: bool = False


_EXPECTED = (Decimal("0.5"), Decimal("1.5"))
_POWERS = (Decimal(10), Decimal(100), Decimal(1000))
_NORMAL = Decimal("0.6745")


def alerts(value: Decimal | None, context: Context, limits: Limits | None = None) -> list[Alert]:
    """The warnings a value raises, in the order of `Alert`; none for a missing value."""
    limits = limits or Limits()
    if value is None:
        return []
    with wide_arithmetic():
        if _was_expected(value, context.programmed):
            return []
        if _looks_slipped(value, context, limits):
            return [Alert.SCALE_SLIP]
        found = {
            Alert.OUTLIER: _is_outlier(value, context.history, limits),
            Alert.JUMP: _jumps(value, context, limits),
            Alert.FAR_ABOVE_PROGRAMMED: _is_far_above(value, context.programmed, limits),
        }
    return [alert for alert, raised in found.items() if raised]


def median(values: Iterable[Decimal]) -> Decimal:
    """The middle value, or the mean of the two in the middle. Raises ValueError for none."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    with wide_arithmetic():
        return (ordered[middle - 1] + ordered[middle]) / 2


def _was_expected(value: Decimal, programmed: Decimal | None) -> bool:
    if not programmed:
        return False
    least, most = _EXPECTED
    return least <= value / programmed <= most


def _looks_slipped(value: Decimal, context: Context, limits: Limits) -> bool:
    """Near a power of ten times what the line usually says, in either direction.

    Of the programme alone only upwards: a tenth of the target is a poor month before it is a slip.
    A share told as 0.72 where the others are told as 72 is one too.
    """
    usual = median(context.history) if context.history else None
    if _is_near_power(value, usual, limits) or _is_near_power(usual, value, limits):
        return True
    if usual is None and _is_near_power(value, context.programmed, limits):
        return True
    reference = usual or context.programmed
    told_as_share = context.percent and reference is not None and reference >= 10
    return told_as_share and 0 < value < 1


def _is_near_power(one: Decimal | None, other: Decimal | None, limits: Limits) -> bool:
    if not one or not other:
        return False
    ratio = one / other
    return any(abs(ratio / power - 1) <= limits.slip for power in _POWERS)


def _is_outlier(value: Decimal, history: Sequence[Decimal], limits: Limits) -> bool:
    if len(history) < limits.least_history:
        return False
    middle = median(history)
    spread = median(abs(one - middle) for one in history)
    spread = max(spread, abs(middle) * limits.floor)
    return bool(spread) and _NORMAL * abs(value - middle) / spread > limits.score


def _jumps(value: Decimal, context: Context, limits: Limits) -> bool:
    """From or to zero nothing can be said in times, and a change of sign is a jump of its own."""
    previous = context.history[-1] if context.history else None
    if not value or not previous:
        return False
    factor = limits.steady_jump if context.steady else limits.jump
    ratio = value / previous
    return ratio < 0 or ratio > factor or ratio < 1 / factor


def _is_far_above(value: Decimal, programmed: Decimal | None, limits: Limits) -> bool:
    return bool(programmed and programmed > 0 and value > programmed * limits.above_programmed)
