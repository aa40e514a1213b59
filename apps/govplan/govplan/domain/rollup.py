"""Many percents made one: indicators into a unit, units into a town."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from govplan.domain.quantity import rounded, wide_arithmetic
from govplan.domain.sheets import HUNDRED, Status


@dataclass(frozen=True)
class Part:
    """One item: its weight (None weighs as one), the percent as published, and its status.

    Raises ValueError for a negative weight.
    """

    weight: Decimal | None
    percent: Decimal | None
    status: Status

    def __post_init__(self) -> None:
        if self.weight is not None and self.weight < 0:
            raise ValueError(f"A weight cannot be negative: {self.weight}")

    @property
    def is_reported(self) -> bool:
        return self.percent is not None

    @property
    def is_applicable(self) -> bool:
        return self.is_reported or self.status is Status.NOT_REPORTED


@dataclass(frozen=True)
class Rollup:
    """The weighted percent, the same without caps, and "reported n of N" in numbers.

    `applicable` are those reported and those that should have been; `total` is every part.
    """

    percent: Decimal | None
    raw_percent: Decimal | None
    applicable: int
    reported: int
    total: int

    @property
    def status(self) -> Status:
        """What this is as a part of something larger."""
        return _status(self.percent, self.applicable > 0)


def roll_up(parts: Iterable[Part]) -> Rollup:
    """The weighted mean of the parts that have a percent, each held between 0 and 100.

    A part without a percent is left out, never counted as zero; whether it should have had one
    shows in `applicable`. The percent is None when no part has one or all weigh nothing.
    """
    every = list(parts)
    reported = [part for part in every if part.is_reported]
    return Rollup(
        percent=_weighted((part.weight, _capped(part.percent)) for part in reported),
        raw_percent=_weighted((part.weight, part.percent) for part in reported),
        applicable=sum(part.is_applicable for part in every),
        reported=len(reported),
        total=len(every),
    )


def of_units(units: Iterable[tuple[Decimal | None, bool]]) -> Rollup:
    """A town from (percent, whether a report was due) of its units, which all weigh the same."""
    return roll_up(Part(None, percent, _status(percent, due)) for percent, due in units)


def _status(percent: Decimal | None, due: bool) -> Status:
    if percent is not None:
        return Status.REPORTED
    return Status.NOT_REPORTED if due else Status.NOT_APPLICABLE


def _capped(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else min(max(percent, Decimal(0)), HUNDRED)


def _weighted(pairs: Iterable[tuple[Decimal | None, Decimal | None]]) -> Decimal | None:
    with wide_arithmetic():
        above = below = Decimal(0)
        for given, percent in pairs:
            weight = Decimal(1) if given is None else given
            above += weight * (percent or 0)
            below += weight
        return rounded(above / below) if below else None
