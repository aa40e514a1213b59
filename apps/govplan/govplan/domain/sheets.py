"""What an indicator is (its sheet), what was observed, and what is said about a month."""

from dataclasses import dataclass
from decimal import Decimal

from govplan.domain.periods import Frequency, Month
from govplan.domain.words import Word

HUNDRED = Decimal(100)


class IndicatorError(ValueError):
    """A sheet or an observation contradicts itself."""


class Direction(Word):
    """Whether more or less is better."""

    ASCENDING = "Ascending"
    DESCENDING = "Descending"


class Accumulation(Word):
    """How the values of several months make one."""

    CUMULATIVE = "Cumulative"
    PERIOD_FLOW = "Period flow"
    LEVEL = "Level"
    MAINTENANCE = "Maintenance"
    RATIO = "Ratio"
    MILESTONE = "Milestone"


class MaintenanceRule(Word):
    """Which value speaks for the year so far where the same target holds every period."""

    MEAN = "Mean"
    MINIMUM = "Minimum"
    LAST = "Last"


class Status(Word):
    """Whether there is a number, and why not."""

    REPORTED = "Reported"
    NOT_REPORTED = "Not reported"
    NOT_DUE = "Not due"
    NOT_PROGRAMMED = "Not programmed"
    NOT_APPLICABLE = "Not applicable"


@dataclass(frozen=True)
class Sheet:
    """The arithmetic part of an indicator sheet.

    `data_lag` is in months. `ratio_scale` is what a ratio is told per: 100 for percent. A
    milestone without annual target has 100, all its steps. `MINIMUM` is the worst value: the
    lowest of an ascending indicator, the highest of a descending one.
    """

    direction: Direction = Direction.ASCENDING
    accumulation: Accumulation = Accumulation.CUMULATIVE
    frequency: Frequency = Frequency.MONTHLY
    baseline: Decimal | None = None
    annual_target: Decimal | None = None
    maintenance_rule: MaintenanceRule = MaintenanceRule.MEAN
    legal_min: Decimal | None = None
    legal_max: Decimal | None = None
    data_lag: int = 0
    ratio_scale: Decimal = HUNDRED
    year_starts: int = 1

    @property
    def year_target(self) -> Decimal | None:
        if self.annual_target is None and self.accumulation is Accumulation.MILESTONE:
            return HUNDRED
        return self.annual_target

    def is_programmed(self, quantity: Decimal | None) -> bool:
        """Whether a programmed quantity asks for anything.

        Zero kilometres is nothing to do; zero accidents, or a deficit brought to zero, is a
        target.
        """
        if quantity is None:
            return False
        zero_is_a_target = self.direction is Direction.DESCENDING or self.accumulation in (
            Accumulation.LEVEL,
            Accumulation.MAINTENANCE,
        )
        return quantity != 0 or zero_is_a_target


@dataclass(frozen=True)
class Observation:
    """What was programmed for and observed in the month the figures are about.

    A ratio brings numerator and denominator; a milestone may, as weight of steps done over
    total weight. `not_applicable` is the unit's declaration that there is nothing to measure.
    Raises IndicatorError when only one of numerator and denominator is there.
    """

    month: Month
    programmed: Decimal | None = None
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    not_applicable: bool = False

    def __post_init__(self) -> None:
        if (self.numerator is None) != (self.denominator is None):
            raise IndicatorError(f"{self.month}: numerator and denominator go together")

    @property
    def is_reported(self) -> bool:
        return self.value is not None or self.denominator is not None


@dataclass(frozen=True)
class Result:
    """One indicator in one month. Percents are rounded, raw (neither capped nor floored).

    `plain_percent` stands beside `month_percent` where that is the gap closed. `as_of` is the
    last month with a value behind the figures to date. `programmed_to_date` is what
    `to_date_percent` compares with: months in `missing`, due and not reported, count on
    neither side.
    """

    status: Status
    month_value: Decimal | None = None
    month_programmed: Decimal | None = None
    month_percent: Decimal | None = None
    plain_percent: Decimal | None = None
    to_date_value: Decimal | None = None
    programmed_to_date: Decimal | None = None
    to_date_percent: Decimal | None = None
    of_year_percent: Decimal | None = None
    unplanned: bool = False
    as_of: Month | None = None
    missing: tuple[Month, ...] = ()
