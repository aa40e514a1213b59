"""Measure an indicator: the month, the year to date and the share of the year.

This is the door to indicator arithmetic; the formulas' version goes into every frozen report.
"""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from govplan.domain.figures import Figure, Period, figure, figure_to_date
from govplan.domain.formulas import compliance, measures_gap, plain
from govplan.domain.periods import Frequency, Month, period_of
from govplan.domain.programming import Fault, Problem, check_programming, check_range
from govplan.domain.quantity import MAX_DECIMALS, rounded, wide_arithmetic
from govplan.domain.sheets import (
    Accumulation,
    Direction,
    IndicatorError,
    MaintenanceRule,
    Observation,
    Result,
    Sheet,
    Status,
)

__all__ = [
    "FORMULA_VERSION",
    "Accumulation",
    "Direction",
    "Fault",
    "Frequency",
    "IndicatorError",
    "MaintenanceRule",
    "Observation",
    "Problem",
    "Result",
    "Sheet",
    "Status",
    "check_programming",
    "check_range",
    "measure",
]

FORMULA_VERSION = "1"


def measure(sheet: Sheet, observations: Iterable[Observation], month: Month) -> Result:
    """The indicator in the report of `month`, from this fiscal year's observations.

    Later observations are left out, and with a data lag also those of the lag's months. A month
    without an observation has nothing programmed. Raises IndicatorError for two observations
    of a month, or a ratio told by its value alone.
    """
    with wide_arithmetic():
        about = month.minus(sheet.data_lag)
        periods = _periods(sheet, observations, about)
        current = periods[-1]
        now = figure(sheet, [current]) if _is_asked(current, about) else Figure()
        to_date = figure_to_date(sheet, periods)
        return Result(
            status=_status(sheet, current, now, about),
            month_value=_kept(now.value),
            month_programmed=now.target,
            month_percent=_percent(compliance(sheet, now.value, now.target)),
            plain_percent=_plain_beside_gap(sheet, now),
            to_date_value=_kept(to_date.value),
            programmed_to_date=to_date.target,
            to_date_percent=_percent(compliance(sheet, to_date.value, to_date.target)),
            of_year_percent=_percent(_of_year(sheet, to_date)),
            unplanned=now.as_of is not None and not current.is_programmed(sheet),
            as_of=to_date.as_of,
            missing=tuple(one.last for one in periods if _is_missing(sheet, one, about)),
        )


def _periods(sheet: Sheet, observations: Iterable[Observation], about: Month) -> list[Period]:
    """The periods up to `about`, whose own comes last even when nothing is in it."""
    end_of_current = _period_end(sheet, about)
    by_end: dict[Month, list[Observation]] = {end_of_current: []}
    for one in _in_order(sheet, observations):
        if one.month <= about:
            by_end.setdefault(_period_end(sheet, one.month), []).append(one)
    if end_of_current != about:
        by_end[end_of_current] = _answered_so_far(by_end[end_of_current])
    return [Period(end, tuple(by_end[end])) for end in sorted(by_end)]


def _period_end(sheet: Sheet, month: Month) -> Month:
    return period_of(sheet.frequency, month, sheet.year_starts)[1]


def _in_order(sheet: Sheet, observations: Iterable[Observation]) -> list[Observation]:
    ordered = sorted(observations, key=lambda one: one.month)
    for earlier, later in pairwise(ordered):
        if earlier.month == later.month:
            raise IndicatorError(f"{later.month}: two observations of one month")
    if sheet.accumulation is Accumulation.RATIO:
        for one in ordered:
            if one.is_reported and one.denominator is None:
                raise IndicatorError(f"{one.month}: a ratio needs numerator and denominator")
    return ordered


def _answered_so_far(observations: list[Observation]) -> list[Observation]:
    """An open period asks for nothing beyond the last month somebody answered early."""
    while observations and not (observations[-1].is_reported or observations[-1].not_applicable):
        observations = observations[:-1]
    return observations


def _status(sheet: Sheet, current: Period, now: Figure, about: Month) -> Status:
    if not _is_asked(current, about):
        return Status.NOT_DUE
    if not current.is_reported and current.is_declared_away:
        return Status.NOT_APPLICABLE
    if not current.is_programmed(sheet):
        return Status.NOT_PROGRAMMED
    if not current.is_reported:
        return Status.NOT_REPORTED
    return Status.REPORTED if now.value is not None else Status.NOT_APPLICABLE


def _is_asked(current: Period, about: Month) -> bool:
    """Whether the period ends in `about`, or was answered in it ahead of its end."""
    answered_early = bool(current.observations) and current.observations[-1].month == about
    return current.last == about or answered_early


def _is_missing(sheet: Sheet, period: Period, about: Month) -> bool:
    return period.last <= about and period.is_programmed(sheet) and not period.is_answered


def _plain_beside_gap(sheet: Sheet, now: Figure) -> Decimal | None:
    if now.value is None or now.target is None or not measures_gap(sheet, now.target):
        return None
    return _percent(plain(now.value, now.target, sheet.direction))


def _of_year(sheet: Sheet, to_date: Figure) -> Decimal | None:
    """A yearly ceiling is kept or not only when the year is over, so it has no share so far."""
    cumulative = sheet.accumulation is Accumulation.CUMULATIVE
    if cumulative and sheet.direction is Direction.DESCENDING:
        return None
    return compliance(sheet, to_date.value, sheet.year_target)


def _percent(unrounded: Decimal | None) -> Decimal | None:
    return None if unrounded is None else rounded(unrounded)


def _kept(value: Decimal | None) -> Decimal | None:
    """Sums as they are; quotients, which may never end, to the decimals a quantity may have."""
    if value is None:
        return None
    shown = rounded(value, MAX_DECIMALS)
    return value if value == shown else shown
