"""An a4 edition beside the matrix it came from, cell by cell, in every form it was published in."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path, PurePath

from govplan.domain.packages import Package, UnreadableFile, open_package
from govplan.transparency.a4.cleaning import cells_of
from govplan.transparency.a4.layout import WIDTH
from govplan.transparency.a4.reader import read_matrix
from govplan.transparency.grids import UnreadableGrid, WrongEncoding, read_grid

COMPARED = (".csv", ".xlsx", ".html")

Cells = list[tuple[str, ...]]


@dataclass(frozen=True)
class Difference:
    """A cell that is not the source's; row and column count from one within the matrix."""

    file: str
    row: int
    column: int
    expected: str
    found: str


@dataclass(frozen=True)
class Comparison:
    """The files compared, how many cells each should have, what differs, what cannot be read."""

    files: tuple[str, ...]
    cells: int
    differences: tuple[Difference, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def is_equal(self) -> bool:
        return bool(self.files) and not (self.differences or self.unreadable)


def compare(package_path: Path, source_name: str, source: bytes) -> Comparison:
    """Every CSV, XLSX and HTML of the package against the source.

    Raises MatrixRefused when the source is no sound matrix and PackageError when the package
    cannot be opened.
    """
    read_matrix(source_name, source)
    expected = cells_of(read_grid(source_name, source))
    with open_package(package_path) as package:
        names = tuple(sorted(name for name in package.names() if _is_compared(name)))
        found = {name: _cells_in(package, name) for name in names}
    return Comparison(
        files=names,
        cells=len(expected) * WIDTH,
        differences=tuple(
            one
            for name, cells in found.items()
            if cells is not None
            for one in _differences(name, expected, cells)
        ),
        unreadable=tuple(name for name, cells in found.items() if cells is None),
    )


def _is_compared(name: str) -> bool:
    return PurePath(name).suffix.lower() in COMPARED


def _cells_in(package: Package, name: str) -> Cells | None:
    """The cells as published: unlike a source's, no marks are cleaned off."""
    try:
        rows = read_grid(name, b"".join(package.chunks(name)))
    except (UnreadableGrid, WrongEncoding, UnreadableFile):
        return None
    return [row.cells for row in rows if any(row.cells)]


def _differences(name: str, expected: Cells, found: Cells) -> Iterator[Difference]:
    for row, (wanted, seen) in enumerate(zip_longest(expected, found, fillvalue=()), 1):
        for column, (want, see) in enumerate(zip_longest(wanted, seen, fillvalue=""), 1):
            if want != see:
                yield Difference(name, row, column, want, see)
