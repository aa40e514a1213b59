"""What a benchmark found: one row for each figure, with the reference of the same run."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

HEADINGS = ("workload", "figure", "unit", "reference", "ratio", "target", "met")


@dataclass(frozen=True)
class Row:
    """One figure.

    `reference` is in the figure's unit and the ratio is figure / reference; without one the figure
    itself is held against the target. `at_most` / `at_least` are the target; a row with neither is
    only told.
    """

    workload: str
    figure: float
    unit: str
    reference: float | None = None
    reference_name: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the reference."""
        return self.figure / self.reference if self.reference else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        measured = self.figure if self.ratio is None else self.ratio
        if self.at_most is not None:
            return measured <= self.at_most
        return None if self.at_least is None else measured >= self.at_least

    @property
    def target(self) -> str:
        """The target in words."""
        name = f" x {self.reference_name}" if self.reference else ""
        if self.at_most is not None:
            return f"<= {_short(self.at_most)}{name}"
        return "" if self.at_least is None else f">= {_short(self.at_least)}{name}"

    def cells(self) -> tuple[str, ...]:
        """The row as text, in the order of the headings."""
        said = {True: "yes", False: "NO", None: ""}[self.met]
        reference = "" if self.reference is None else _short(self.reference)
        ratio = "" if self.ratio is None else _short(self.ratio)
        figure = _short(self.figure)
        return (self.workload, figure, self.unit, reference, ratio, self.target, said)

    def as_dict(self) -> dict[str, object]:
        """The row for the JSON file."""
        return {**asdict(self), "ratio": self.ratio, "target": self.target, "met": self.met}


def text_of(rows: Iterable[Row]) -> str:
    """All rows as one aligned table."""
    cells = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(HEADINGS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]]) + "\n"


def write_json(rows: Iterable[Row], about: dict[str, object], path: Path) -> None:
    """Everything that was measured, and where."""
    whole = {**about, "rows": [row.as_dict() for row in rows]}
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _short(value: float) -> str:
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
