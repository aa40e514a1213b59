"""What the sections of a yearly report are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from govplan.annual.gathering import Gathered
from govplan.domain.finance import Money, spending
from govplan.domain.quantity import parse_quantity, text_of
from govplan.domain.traffic_light import Bands

SUMMARY, AXIS, UNIT = "Summary", "Axis", "Unit"
AGREEMENTS, PARTICIPATION, BUDGET, COVERAGE = "Agreements", "Participation", "Budget", "Coverage"

_OF_LINE = (
    "indicator",
    "indicator_name",
    "activity",
    "unit_of_measure",
    "annual_target",
    "to_date",
    "percent_year",
    "percent_to_date",
    "light",
    "status",
)
_OF_MONEY = ("budget_programmed", "budget_codified", "budget_accrued")


@dataclass(frozen=True)
class Section:
    """One part of the report; `subject` tells it from others of its kind."""

    kind: str
    subject: str
    title: str
    figures: dict[str, Any]


@dataclass(frozen=True)
class UnitYear:
    """A unit at its last approved month of the year (None without one), and month by month."""

    unit: dict[str, Any]
    as_of: str | None
    months: tuple[dict[str, Any], ...]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return self.unit["lines"]


def line_of(line: dict[str, Any]) -> dict[str, Any]:
    """What a report tells of a published line."""
    return {key: line[key] for key in (*_OF_LINE, *_OF_MONEY)}


def spending_of(lines: Iterable[dict[str, Any]]) -> dict[str, str | None]:
    """The money of published lines together."""
    whole = spending(Money(*(parse_quantity(line[field]) for field in _OF_MONEY)) for line in lines)
    return {
        "budget": text_of(whole.codified),
        "accrued": text_of(whole.accrued),
        "percent": text_of(whole.financial),
    }


def bands_of(gathered: Gathered) -> Bands:
    """The limits the last published month was judged by."""
    if not gathered.months:
        return Bands()
    stated = {key: parse_quantity(value) for key, value in gathered.months[-1]["bands"].items()}
    return Bands(stated["green_from"], stated["yellow_from"], stated["purple_above"])
