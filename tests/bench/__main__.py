"""The benchmarks: `python -m tests.bench [WORKLOAD...]` prints a table and writes JSON.

Without a name everything runs. Names are those of `--list`.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from tests.bench import aggregates, baseline, growth, http, mariadb, publication, records, startup
from tests.bench.table import Row, text_of, write_json

Workload = Callable[[], Iterable[Row]]

# In the order they run. Each has the workloads of a kind, by the names of the issue.
GROUPS = (baseline, records, aggregates, publication, growth, mariadb, http, startup)
WORKLOADS: dict[str, Workload] = {
    name: work for group in GROUPS for name, work in group.WORKLOADS.items()
}


def main() -> None:
    asked = _arguments()
    rows: list[Row] = []
    for name in asked.names or WORKLOADS:
        sys.stderr.write(f"{name} …\n")
        rows += WORKLOADS[name]()
        write_json(rows, _machine(), asked.json)
    sys.stdout.write(text_of(rows))
    sys.stdout.write(f"\n{asked.json}: {json.dumps(_machine())}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*WORKLOADS, []], metavar="WORKLOAD")
    parser.add_argument("--json", type=Path, default=Path("bench.json"))
    parser.add_argument("--list", action="version", version="\n".join(WORKLOADS))
    return parser.parse_args()


def _machine() -> dict[str, object]:
    return {
        "at": datetime.now().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
    }


if __name__ == "__main__":
    main()
