"""The progress of a plan: indicators into elements, elements into axes, axes into the plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from govplan.domain.quantity import rounded, wide_arithmetic
from govplan.domain.rollup import Part, Rollup, roll_up
from govplan.domain.sheets import HUNDRED


@dataclass(frozen=True)
class Line:
    """A line of a unit's POA that serves an element; `part.weight` is its weight in that POA."""

    unit: str
    part: Part


@dataclass(frozen=True)
class Element:
    """An element of a plan; `parent` is the code of the one above, None at the top.

    A weight counts among the elements beside it; None weighs one.
    """

    code: str
    parent: str | None = None
    weight: Decimal | None = None


@dataclass(frozen=True)
class Progress:
    """How far an element, or the whole plan, is with all below it.

    `own` is made of the element's own lines. Of the lines at it and below, `reported` have a
    figure, `applicable` should have one, `lines` is every one. `measurable` counts the elements at
    the end of a branch and those above that have lines of their own; `measured` those of them
    that have lines.
    """

    percent: Decimal | None
    raw_percent: Decimal | None
    own: Rollup
    reported: int
    applicable: int
    lines: int
    measured: int
    measurable: int

    @property
    def rollup(self) -> Rollup:
        """The same as one part of something larger."""
        return Rollup(self.percent, self.raw_percent, self.applicable, self.reported, self.lines)


def of_lines(lines: Iterable[Line]) -> Rollup:
    """The lines of one element: percent capped in 0 to 100, raw beside it, and the counts.

    Weights of different POAs do not compare, so the lines of a unit weigh among each other as in
    its POA, and a unit weighs as many times as it has lines with a figure. Without weights it is
    the plain mean of the lines.
    """
    every = list(lines)
    counted = roll_up(line.part for line in every)
    by_unit: dict[str, list[Part]] = {}
    for line in every:
        if line.part.is_reported:
            by_unit.setdefault(line.unit, []).append(line.part)
    units = [parts for parts in by_unit.values() if sum(map(_weight, parts))]
    return Rollup(
        percent=_mean((len(parts), _unit_mean(parts, capped=True)) for parts in units),
        raw_percent=_mean((len(parts), _unit_mean(parts, capped=False)) for parts in units),
        applicable=counted.applicable,
        reported=counted.reported,
        total=counted.total,
    )


def of_plan(
    elements: Iterable[Element], lines: Mapping[str, Sequence[Line]]
) -> tuple[Progress, dict[str, Progress]]:
    """The plan's progress and that of each element by code; `lines` are by element's code.

    An element is the weighted mean of those right below it, each with its percent as published.
    Lines of its own count as one element more, of the average weight of those below. What has no
    percent is left out, never counted as zero. The elements are a forest: raises ValueError when
    one is below itself; one whose parent is not there stands at the top.
    """
    every = {element.code: element for element in elements}
    below: dict[str | None, list[Element]] = {}
    for element in every.values():
        parent = element.parent if element.parent in every else None
        below.setdefault(parent, []).append(element)
    found: dict[str, Progress] = {}
    for code in _from_the_leaves(below, len(every)):
        children = below.get(code, [])
        own = of_lines(lines.get(code, ()))
        found[code] = _joined(own, [(one.weight, found[one.code]) for one in children])
    roots = [(one.weight, found[one.code]) for one in below.get(None, [])]
    return _joined(of_lines(()), roots, is_plan=True), found


def _from_the_leaves(below: Mapping[str | None, list[Element]], count: int) -> list[str]:
    order: list[str] = []
    waiting = [element.code for element in below.get(None, [])]
    while waiting:
        code = waiting.pop()
        order.append(code)
        waiting.extend(element.code for element in below.get(code, []))
    if len(order) != count:
        raise ValueError("An element of the plan is below itself")
    return order[::-1]


def _joined(
    own: Rollup, children: list[tuple[Decimal | None, Progress]], is_plan: bool = False
) -> Progress:
    below = [child for _given, child in children]
    weighed = _weighed(own, children)
    measurable = not is_plan and (not children or own.total > 0)
    return Progress(
        percent=roll_up(Part(w, one.percent, one.status) for w, one in weighed).percent,
        raw_percent=roll_up(Part(w, one.raw_percent, one.status) for w, one in weighed).raw_percent,
        own=own,
        reported=own.reported + sum(child.reported for child in below),
        applicable=own.applicable + sum(child.applicable for child in below),
        lines=own.total + sum(child.lines for child in below),
        measured=(own.total > 0) + sum(child.measured for child in below),
        measurable=measurable + sum(child.measurable for child in below),
    )


def _weighed(
    own: Rollup, children: list[tuple[Decimal | None, Progress]]
) -> list[tuple[Decimal, Rollup]]:
    """Weights are multiplied by the number of children, so that their average is exact."""
    with wide_arithmetic():
        weights = [Decimal(1) if given is None else given for given, _child in children]
        whole = sum(weights, Decimal(0)) if weights else Decimal(1)
        below = [
            (weight * len(weights), child.rollup)
            for weight, (_given, child) in zip(weights, children, strict=True)
        ]
    return [(whole, own), *below]


def _unit_mean(parts: list[Part], capped: bool) -> Fraction:
    above = below = Fraction(0)
    for part in parts:
        percent = part.percent or Decimal(0)
        held = min(max(percent, Decimal(0)), HUNDRED) if capped else percent
        above += _weight(part) * Fraction(held)
        below += _weight(part)
    return above / below


def _mean(pairs: Iterable[tuple[int, Fraction]]) -> Decimal | None:
    """Rounded once, here."""
    every = list(pairs)
    count = sum(weight for weight, _percent in every)
    if not count:
        return None
    exact = sum((weight * percent for weight, percent in every), Fraction(0)) / count
    with wide_arithmetic():
        return rounded(Decimal(exact.numerator) / Decimal(exact.denominator))


def _weight(part: Part) -> Fraction:
    return Fraction(1) if part.weight is None else Fraction(part.weight)
