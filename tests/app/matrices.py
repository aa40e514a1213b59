"""The published matrices the tests read: our own always, the original too where it stands."""

from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
ALAUSI = CHECKOUT / "fixtures" / "alausi"
TEXT = ALAUSI / "matriz-a4-2021-10.txt"
CSV = ALAUSI / "matriz-a4-2021-10.csv"
XLSX = ALAUSI / "matriz-a4-2021-10.xlsx"

_ORIGINAL = CHECKOUT.parent / "shared" / "seeds" / "003_087f7b7fbdcbed42.txt"
SOURCES = [path for path in (TEXT, CSV, XLSX, _ORIGINAL) if path.exists()]
TEXT_SOURCES = [path for path in SOURCES if path.suffix == ".txt"]


def lines_of(path: Path = TEXT) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def changed(*edits: tuple[int, str, str], path: Path = TEXT) -> bytes:
    """The matrix with `old` replaced by `new` in the rows named, counted from one."""
    lines = lines_of(path)
    for row, old, new in edits:
        assert old in lines[row - 1], f"row {row} has no {old!r}"
        lines[row - 1] = lines[row - 1].replace(old, new)
    return "\n".join(lines).encode("utf-8")


def without(*rows: int, path: Path = TEXT) -> bytes:
    """The matrix without these rows, counted from one."""
    kept = [line for row, line in enumerate(lines_of(path), 1) if row not in rows]
    return "\n".join(kept).encode("utf-8")
