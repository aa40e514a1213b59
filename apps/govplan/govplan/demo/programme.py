"""The figures of a line of the town's files in each year the town has lived through."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from govplan.domain.periods import Month
from govplan.domain.quantity import canonical, parse_quantity
from govplan.domain.weights import as_percents

Line = dict[str, Any]
_LED_BY_A_BASELINE = frozenset({"Level", "Milestone"})


@dataclass(frozen=True)
class Programme:
    """The files tell one year, `told`; the town reports since `first`, a month of it or before.

    The year before has the months since `first`, without the lines that start from the files'
    baseline; the year after goes on from where the told one ends. `sheets` are the indicators by
    code.
    """

    first: Month
    told: int
    sheets: dict[str, dict[str, Any]]

    def lines(self, told: Iterable[Line], year: int) -> list[Line]:
        """The lines of a unit's POA for a year, in the shape of the files."""
        made = (self._line(line, year) for line in told if self._is_in(line, year))
        return _weighed([line for line in made if any(line["programmed"])])

    def said(self, line: Line, month: Month) -> str | list[str] | None:
        """What was done in a month: a quantity, numerator and denominator, or nothing."""
        actual = line["actual"][month.month - 1]
        return self._moved(actual, line, month.year) if isinstance(actual, str) else actual

    def _is_in(self, line: Line, year: int) -> bool:
        sheet = self.sheets[line["indicator"]]
        if year < self.told:
            led = "baseline_value" in sheet or sheet["accumulation"] in _LED_BY_A_BASELINE
            return not led
        return year == self.told or sheet["accumulation"] != "Milestone"

    def _line(self, line: Line, year: int) -> Line:
        if year == self.told:
            return line
        programmed = [
            self._moved(asked, line, year) if asked and Month(year, month) >= self.first else ""
            for month, asked in enumerate(line["programmed"], start=1)
        ]
        target = self._moved(line["annual_target"], line, year)
        if self.sheets[line["indicator"]]["accumulation"] == "Cumulative":
            target = canonical(sum((Decimal(asked) for asked in programmed if asked), Decimal(0)))
        # The wording of the target holds the told year's figure.
        return {**line, "programmed": programmed, "annual_target": target, "target_text": ""}

    def _moved(self, quantity: str, line: Line, year: int) -> str:
        baseline = self.sheets[line["indicator"]].get("baseline_value")
        if baseline is None or year <= self.told:
            return quantity
        gone = (Decimal(line["annual_target"]) - Decimal(baseline)) * (year - self.told)
        return canonical(Decimal(quantity) + gone)


def _weighed(lines: list[Line]) -> list[Line]:
    """A year without some of the lines: those that stay share the hundred."""
    weights = as_percents([parse_quantity(line["weight"]) for line in lines])
    return [
        {**line, "weight": "" if weight is None else canonical(weight)}
        for line, weight in zip(lines, weights, strict=True)
    ]
