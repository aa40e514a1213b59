"""The observations of several months made one figure, as the accumulation asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from govplan.domain.periods import Month
from govplan.domain.sheets import (
    Accumulation,
    Direction,
    MaintenanceRule,
    Observation,
    Sheet,
)


@dataclass(frozen=True)
class Figure:
    """A value, what it is compared with, and the month of its last observation."""

    value: Decimal | None = None
    target: Decimal | None = None
    as_of: Month | None = None


@dataclass(frozen=True)
class Period:
    """One period of the indicator's frequency, up to its `last` month, observations in order."""

    last: Month
    observations: tuple[Observation, ...]

    @property
    def is_reported(self) -> bool:
        return any(one.is_reported for one in self.observations)

    @property
    def is_declared_away(self) -> bool:
        return any(one.not_applicable for one in self.observations)

    @property
    def is_answered(self) -> bool:
        return self.is_reported or self.is_declared_away

    def is_programmed(self, sheet: Sheet) -> bool:
        return any(sheet.is_programmed(one.programmed) for one in self.observations)


def figure_to_date(sheet: Sheet, periods: list[Period]) -> Figure:
    """All periods together. One without a value weighs on neither side of a sum."""
    if sheet.accumulation is Accumulation.CUMULATIVE:
        return figure(sheet, [period for period in periods if period.is_reported])
    if sheet.accumulation is Accumulation.PERIOD_FLOW:
        return figure(sheet, _latest_comparable(sheet, periods))
    while periods and not periods[-1].is_reported:
        periods = periods[:-1]
    return figure(sheet, periods)


def figure(sheet: Sheet, periods: list[Period]) -> Figure:
    """The value of these periods against their total, or against the last target in force."""
    seen = [one for period in periods for one in period.observations]
    reported = [one for one in seen if one.is_reported]
    programmed = [one.programmed for one in seen if sheet.is_programmed(one.programmed)]
    as_of = reported[-1].month if reported else None
    if sheet.accumulation is Accumulation.CUMULATIVE:
        return Figure(_total(_single(sheet, one) for one in reported), _total(programmed), as_of)
    return Figure(_value(sheet, reported), programmed[-1] if programmed else None, as_of)


def _latest_comparable(sheet: Sheet, periods: list[Period]) -> list[Period]:
    """The last reported period, one with something programmed if any: each stands alone."""
    reported = [period for period in periods if period.is_reported]
    comparable = [period for period in reported if period.is_programmed(sheet)]
    return (comparable or reported)[-1:]


def _value(sheet: Sheet, reported: list[Observation]) -> Decimal | None:
    if sheet.accumulation is Accumulation.RATIO:
        return _quotient(sheet, reported)
    if sheet.accumulation is Accumulation.MAINTENANCE:
        return _maintained(sheet, reported)
    return _single(sheet, reported[-1]) if reported else None


def _maintained(sheet: Sheet, reported: list[Observation]) -> Decimal | None:
    values = [value for one in reported if (value := _single(sheet, one)) is not None]
    if not values or sheet.maintenance_rule is MaintenanceRule.LAST:
        return values[-1] if values else None
    if sheet.maintenance_rule is MaintenanceRule.MEAN:
        return sum(values, Decimal(0)) / len(values)
    return min(values) if sheet.direction is Direction.ASCENDING else max(values)


def _single(sheet: Sheet, one: Observation) -> Decimal | None:
    return _quotient(sheet, [one]) if one.value is None else one.value


def _quotient(sheet: Sheet, reported: list[Observation]) -> Decimal | None:
    """Numerators together over denominators together; None when there was nothing to count."""
    above = _total(one.numerator for one in reported)
    below = _total(one.denominator for one in reported)
    return sheet.ratio_scale * above / below if above is not None and below else None


def _total(quantities: Iterable[Decimal | None]) -> Decimal | None:
    known = [quantity for quantity in quantities if quantity is not None]
    return sum(known, Decimal(0)) if known else None
