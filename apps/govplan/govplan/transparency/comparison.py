"""An a4 edition beside the matrix it came from, cell by cell, in every form it was published in."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path, PurePath

from govplan.domain.packages import Package, open_package
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
    """The files compared, how many cells each has, and what differs."""

    files: tuple[str, ...]
    cells: int
    differences: tuple[Difference, ...]


def compare(package_path: Path, source_name: str, source: bytes) -> Comparison:
    """Every CSV, XLSX and HTML of the package against the source.

    Raises MatrixRefused when the source is no sound matrix and PackageError when the package
    cannot be opened.
    """
    read_matrix(source_name, source)
    expected = cells_of(read_grid(source_name, source))
    with open_package(package_path) as package:
        names = tuple(sorted(name for name in package.names() if _is_compared(name)))
        differences = [one for name in names for one in _of_file(package, name, expected)]
    return Comparison(names, len(expected) * WIDTH, tuple(differences))


def _is_compared(name: str) -> bool:
    return PurePath(name).suffix.lower() in COMPARED


def _of_file(package: Package, name: str, expected: Cells) -> Iterator[Difference]:
    try:
        grid = read_grid(name, b"".join(package.chunks(name)))
    except (UnreadableGrid, WrongEncoding) as error:
        yield Difference(name, 0, 0, "", str(error))
        return
    # Unlike the source, a publication is taken as it is: no marks are cleaned off.
    found = [row.cells for row in grid if any(row.cells)]
    yield from _differences(name, expected, found)


def _differences(name: str, expected: Cells, found: Cells) -> Iterator[Difference]:
    for row, (wanted, seen) in enumerate(zip_longest(expected, found, fillvalue=()), 1):
        for column, (want, see) in enumerate(zip_longest(wanted, seen, fillvalue=""), 1):
            if want != see:
                yield Difference(name, row, column, want, see)
