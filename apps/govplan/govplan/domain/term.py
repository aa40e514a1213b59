"""A term of several years: what each reached, and how far they are together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from govplan.domain.formulas import compliance
from govplan.domain.programming import Fault, Problem
from govplan.domain.quantity import rounded, wide_arithmetic
from govplan.domain.sheets import HUNDRED, Accumulation, Direction, MaintenanceRule, Sheet


@dataclass(frozen=True)
class Year:
    """A year of the term: the target in force, and what was achieved; None is not known."""

    year: int
    target: Decimal | None = None
    achieved: Decimal | None = None


@dataclass(frozen=True)
class YearProgress:
    """A year with its own percent and with the part of the term reached by its end."""

    year: int
    target: Decimal | None
    achieved: Decimal | None
    percent: Decimal | None
    of_term: Decimal | None


@dataclass(frozen=True)
class TermProgress:
    """The years in order; what they reached together, as a quantity and of the term's target.

    `to_date_percent` compares years that have both a figure and a target.
    """

    years: tuple[YearProgress, ...]
    achieved: Decimal | None
    of_term: Decimal | None
    to_date_percent: Decimal | None


def accumulated_to_term(
    achievements: Iterable[Decimal | None], term_target: Decimal | None
) -> Decimal | None:
    """Percent of the term's target reached by the years together (Colombia's cuatrienio).

    Years without a figure are left out; None when none has one or nothing is asked.
    """
    known = [achieved for achieved in achievements if achieved is not None]
    if not known or not term_target:
        return None
    with wide_arithmetic():
        return rounded(HUNDRED * sum(known) / term_target)


def term_progress(sheet: Sheet, years: Iterable[Year], term_target: Decimal | None) -> TermProgress:
    """Progress through a term, as the accumulation asks (Colombia's plan indicativo).

    What adds up is summed over the years; a flow, a level, a ratio or a milestone is told by
    its last year; maintenance by its rule. A ceiling is kept or not when the term is over, so
    it has no share so far.
    """
    ordered = sorted(years, key=lambda one: one.year)
    with wide_arithmetic():
        comparable = [one for one in ordered if one.target is not None]
        return TermProgress(
            years=tuple(
                _year(sheet, ordered[: place + 1], term_target) for place in range(len(ordered))
            ),
            achieved=_together(sheet, ordered),
            of_term=_of_term(sheet, ordered, term_target),
            to_date_percent=_percent(
                compliance(sheet, _together(sheet, comparable), _asked_so_far(sheet, comparable))
            ),
        )


def check_term(sheet: Sheet, years: Iterable[Year], term_target: Decimal | None) -> list[Problem]:
    """How the term's target disagrees with those of its years; empty when it does not.

    What adds up sums to it, what is maintained equals it every year, a flow equals it in the
    last year (Colombia's rule for each kind of goal).
    """
    asked = [one for one in sorted(years, key=lambda one: one.year) if one.target is not None]
    if term_target is None or not asked:
        return []
    targets = [one.target for one in asked if one.target is not None]
    if sheet.accumulation is Accumulation.CUMULATIVE:
        with wide_arithmetic():
            total = sum(targets, Decimal(0))
        return [] if total == term_target else [Problem(Fault.SUM_DIFFERS, total, term_target)]
    if sheet.accumulation is not Accumulation.MAINTENANCE:
        targets = targets[-1:]
    differing = (target for target in targets if target != term_target)
    return [Problem(Fault.NOT_CONSTANT, target, term_target) for target in differing][:1]


def _year(sheet: Sheet, so_far: Sequence[Year], term_target: Decimal | None) -> YearProgress:
    one = so_far[-1]
    known = one.achieved is not None
    return YearProgress(
        year=one.year,
        target=one.target,
        achieved=one.achieved,
        percent=_percent(compliance(sheet, one.achieved, one.target)),
        of_term=_of_term(sheet, so_far, term_target) if known else None,
    )


def _together(sheet: Sheet, years: Sequence[Year]) -> Decimal | None:
    known = [one.achieved for one in years if one.achieved is not None]
    if not known:
        return None
    if sheet.accumulation is Accumulation.CUMULATIVE:
        return sum(known, Decimal(0))
    if sheet.accumulation is not Accumulation.MAINTENANCE:
        return known[-1]
    return _maintained(sheet, known)


def _maintained(sheet: Sheet, known: Sequence[Decimal]) -> Decimal:
    if sheet.maintenance_rule is MaintenanceRule.MEAN:
        return sum(known, Decimal(0)) / len(known)
    if sheet.maintenance_rule is MaintenanceRule.LAST:
        return known[-1]
    return min(known) if sheet.direction is Direction.ASCENDING else max(known)


def _of_term(sheet: Sheet, years: Sequence[Year], target: Decimal | None) -> Decimal | None:
    if sheet.accumulation is not Accumulation.CUMULATIVE:
        return _percent(compliance(sheet, _together(sheet, years), target))
    if sheet.direction is Direction.DESCENDING:
        return None
    return accumulated_to_term((one.achieved for one in years), target)


def _asked_so_far(sheet: Sheet, years: Sequence[Year]) -> Decimal | None:
    """The targets of the years that have a figure, together as their figures are."""
    asked = [one.target for one in years if one.achieved is not None and one.target is not None]
    if not asked:
        return None
    return sum(asked, Decimal(0)) if sheet.accumulation is Accumulation.CUMULATIVE else asked[-1]


def _percent(unrounded: Decimal | None) -> Decimal | None:
    return None if unrounded is None else rounded(unrounded)
