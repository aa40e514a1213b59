"""W1-W5 on MariaDB, beside the same on SQLite in the same run.

MariaDB on a unix socket, flushing at every commit as SQLite does with synchronous = FULL.
"""

from tests.bench import baseline
from tests.bench.baseline_town import furnish
from tests.bench.table import Row
from tests.bench.town import Town, make_town
from tests.services.mariadb import MariaDB

DURABLE = ("--innodb-flush-log-at-trx-commit=1", "--innodb-doublewrite=1")


def on_mariadb() -> list[Row]:
    # A town of its own: the acts of W1-W5 have used up the other's month.
    beside = make_town("bench-beside.site", 200, 24, {})
    furnish(beside)
    reference = _times(beside)
    with MariaDB(*DURABLE) as server:
        town = make_town("bench-mariadb.site", 200, 24, server.config)
        furnish(town)
        found = _times(town)
    return [
        Row(f"{name}, on MariaDB", taken, "Y", reference[name], "SQLite", at_most=3)
        for name, taken in found.items()
    ]


def _times(town: Town) -> dict[str, float]:
    """Each act in Y, which the machine's load touches as it does the act."""
    rows = [
        *baseline.inserted(town),
        *baseline.saved(town),
        *baseline.stepped(town),
        *baseline.got(town),
        *baseline.listed_in(town, "4,800"),
    ]
    return {row.workload: row.ratio for row in rows if row.ratio is not None}


WORKLOADS = {"mariadb": on_mariadb}
