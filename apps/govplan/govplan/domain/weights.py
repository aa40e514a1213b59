"""Weights of the lines of a plan: all blank for equal parts, or percents that sum to a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from govplan.domain.distribution import in_proportion
from govplan.domain.quantity import MAX_DECIMALS, wide_arithmetic
from govplan.domain.sheets import HUNDRED
from govplan.domain.words import Word

Weights = Sequence[Decimal | None]


class WeightFault(Word):
    """What is wrong with the weights of some lines."""

    NOT_POSITIVE = "Not above zero"
    SOME_BLANK = "Some are blank"
    SUM_DIFFERS = "Sum differs from a hundred"


@dataclass(frozen=True)
class WeightProblem:
    """A fault, the lines it is about (counted from nought), and the sum where it is the sum."""

    fault: WeightFault
    lines: tuple[int, ...]
    total: Decimal | None = None

    @property
    def difference(self) -> Decimal:
        """How much is too much; negative when it is missing."""
        return (self.total or Decimal(0)) - HUNDRED


def check_weights(weights: Weights) -> list[WeightProblem]:
    """What is wrong with the weights of all the lines; the sum is asked when each has one."""
    given = {place: weight for place, weight in enumerate(weights) if weight is not None}
    if not given:
        return []
    wrong = tuple(place for place, weight in given.items() if weight <= 0)
    blank = tuple(place for place, weight in enumerate(weights) if weight is None)
    problems = [WeightProblem(WeightFault.NOT_POSITIVE, wrong)] if wrong else []
    if blank:
        problems.append(WeightProblem(WeightFault.SOME_BLANK, blank))
    total = total_weight(weights)
    if not problems and total != HUNDRED:
        problems.append(WeightProblem(WeightFault.SUM_DIFFERS, tuple(given), total))
    return problems


def total_weight(weights: Weights) -> Decimal | None:
    """The sum of the weights given; None when all are blank."""
    given = [weight for weight in weights if weight is not None]
    with wide_arithmetic():
        return sum(given, Decimal(0)) if given else None


def as_percents(weights: Weights) -> list[Decimal | None]:
    """The same shares in the form `check_weights` accepts.

    Equal ones become blank; others percents of two decimals, more where one would vanish. A
    blank weighs one, as in a roll-up. Weights are above zero.
    """
    if not check_weights(weights):
        return list(weights)
    shares = [Decimal(1) if weight is None else weight for weight in weights]
    if len(set(shares)) == 1:
        return [None] * len(shares)
    for decimals in range(2, MAX_DECIMALS):
        percents = in_proportion(HUNDRED, shares, decimals)
        if all(percents):
            return list(percents)
    return list(in_proportion(HUNDRED, shares, MAX_DECIMALS))
