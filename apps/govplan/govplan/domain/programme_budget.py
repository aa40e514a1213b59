"""The budget by what it is for: every element of a plan with the money of all under it."""

from collections.abc import Iterable, Mapping

from govplan.domain.finance import Money, Spending, spending
from govplan.domain.words import Word


class Alignment(Word):
    """How a line of an operating plan hangs on the development plan.

    Objective and target are two alignments: a line may serve an objective of the plan with an
    indicator of its own, or feed a target of the plan that nobody put under an objective.
    """

    BOTH = "Objective and target"
    OBJECTIVE_ONLY = "Objective only"
    TARGET_ONLY = "Target only"
    NONE = "No link to the plan"


def alignment(serves_objective: bool, feeds_target: bool) -> Alignment:
    """Which of the four states a line is in."""
    if serves_objective:
        return Alignment.BOTH if feeds_target else Alignment.OBJECTIVE_ONLY
    return Alignment.TARGET_ONLY if feeds_target else Alignment.NONE


def totals_by_node(
    lines: Iterable[tuple[str | None, Money]], parents: Mapping[str, str | None]
) -> dict[str, Spending]:
    """The money of each element with everything under it; elements without lines are left out.

    Each line with the element it serves, None for none. `parents` maps every element to the one
    it is part of, without circles.
    """
    under: dict[str, list[Money]] = {}
    for serves, money in lines:
        node = serves
        while node:
            under.setdefault(node, []).append(money)
            node = parents.get(node)
    return {node: spending(found) for node, found in under.items()}
