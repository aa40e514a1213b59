"""What the figures are held against, measured in the same run."""

import json
import sqlite3
import statistics
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

# The 12-row document of perf_baseline.md, section 2, whose JSON round trip is the yardstick Y.
DOCUMENT = {
    "unit": "U001",
    "period": "2026-10-01",
    "workflow_state": "Draft",
    "title": "Unidad número 1 · 2026-10",
    "summary": "Los trabajos del mes se hicieron según lo programado en el plan operativo anual",
    "total_planned": 1200.0,
    "total_achieved": 1100.0,
    "percent": 91.67,
    "rows": [
        {
            "indicator": f"I{place:05d}",
            "planned": 100.0,
            "achieved": 91.5,
            "percent": 91.5,
            "comment": "Los trabajos del mes se hicieron según lo programado en el POA",
        }
        for place in range(1, 13)
    ],
}


def median_ms(times: list[float]) -> float:
    """The median of seconds, in milliseconds."""
    return statistics.median(times) * 1000


def seconds(work: Callable[[], object]) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class Yardstick:
    """Y: one JSON round trip of the 12-row document, taken between the measured operations.

    Of another document on request: what the app's own report costs is told in its own round trip.
    """

    def __init__(self, document: object = None) -> None:
        self.text = json.dumps(document or DOCUMENT, default=str)
        self.document = json.loads(self.text)
        self.times: list[float] = []

    def take(self) -> None:
        """A few round trips, remembered as one."""
        self.times.append(seconds(self._five) / 5)

    @property
    def ms(self) -> float:
        return median_ms(self.times)

    def _five(self) -> None:
        for _turn in range(5):
            json.loads(json.dumps(self.document))


def bare_insert(folder: Path) -> Callable[[], None]:
    """A function that writes 1 + 12 rows and commits, in bare SQLite with synchronous = FULL."""
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        bare.execute(f"PRAGMA {pragma}")
    parent = [key for key in DOCUMENT if key != "rows"]
    row = list(DOCUMENT["rows"][0])
    bare.execute(f"create table doc (name primary key, {', '.join(parent)})")
    bare.execute(f"create table line (name primary key, parent, {', '.join(row)})")
    bare.execute("create index line_parent on line (parent)")
    fresh = count()

    def insert() -> None:
        name = str(next(fresh))
        bare.execute("begin immediate")
        given = [name, *(DOCUMENT[key] for key in parent)]
        bare.execute(f"insert into doc values ({', '.join('?' * len(given))})", given)
        lines = [
            [f"{name}-{place}", name, *line.values()] for place, line in enumerate(DOCUMENT["rows"])
        ]
        bare.executemany(f"insert into line values ({', '.join('?' * len(lines[0]))})", lines)
        bare.execute("commit")

    return insert
