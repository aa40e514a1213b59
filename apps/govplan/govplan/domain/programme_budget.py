"""The budget by what it is for: every element of a plan with all that is under it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from govplan.domain.finance import financial_percent, sum_known
from govplan.domain.rollup import Part, Rollup, roll_up
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


@dataclass(frozen=True)
class BudgetLine:
    """A line's money and how far it has come; `node` is the element it serves, None for none.

    `accrued` is None where no report tells it, which is not the same as nothing spent.
    """

    node: str | None
    programmed: Decimal | None
    codified: Decimal | None
    accrued: Decimal | None
    progress: Part


@dataclass(frozen=True)
class BudgetTotal:
    """Lines together; a sum is None when no line has an amount. `financial` is accrued over
    codified of the lines that tell both."""

    lines: int
    programmed: Decimal | None
    codified: Decimal | None
    accrued: Decimal | None
    financial: Decimal | None
    physical: Rollup


def alignment(serves_objective: bool, feeds_target: bool) -> Alignment:
    """Which of the four states a line is in."""
    if serves_objective:
        return Alignment.BOTH if feeds_target else Alignment.OBJECTIVE_ONLY
    return Alignment.TARGET_ONLY if feeds_target else Alignment.NONE


def total_of(lines: Iterable[BudgetLine]) -> BudgetTotal:
    """The sums of some lines; their physical progress is the plain mean, each weighing the same."""
    every = list(lines)
    return BudgetTotal(
        lines=len(every),
        programmed=sum_known(line.programmed for line in every),
        codified=sum_known(line.codified for line in every),
        accrued=sum_known(line.accrued for line in every),
        financial=financial_percent((line.accrued, line.codified) for line in every),
        physical=roll_up(line.progress for line in every),
    )


def totals_by_node(
    lines: Iterable[BudgetLine], parents: Mapping[str, str | None]
) -> dict[str, BudgetTotal]:
    """The total of each element with everything under it; elements without lines are left out.

    `parents` maps every element to the one it is part of, without circles.
    """
    under: dict[str, list[BudgetLine]] = {}
    for line in lines:
        node = line.node
        while node:
            under.setdefault(node, []).append(line)
            node = parents.get(node)
    return {node: total_of(found) for node, found in under.items()}
