"""W10: the publication of 2,000 indicators, as CSV, XLSX and JSON on disk, each a new process."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.baseline_town import baseline_town
from tests.bench.references import seconds
from tests.bench.table import Row

RUNS = 5
HOME = Path(__file__).parents[2]
PROBE = Path(__file__).parent / "probe" / "publish.py"


def publication() -> list[Row]:
    town = baseline_town()
    database = town.sites / town.site / "site.db"
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "tests.bench.publishing", str(town.sites), town.site, folder]
        bare = [sys.executable, str(PROBE), str(database), folder]
        found: dict[str, list[dict[str, float]]] = {"ours": [], "bare": []}
        for turn in range(RUNS + 1):
            for name, command in (("bare", bare), ("ours", ours)):
                told = _run(command)
                if turn:
                    found[name].append(told)
    own, probe = found["ours"], found["bare"]
    return [
        Row(
            "W10 publication", _ms(own, "seconds"), "ms", _ms(probe, "seconds"), "probe", at_most=2
        ),
        Row("W10 whole process", _ms(own, "whole"), "ms", _ms(probe, "whole"), "probe"),
        Row("W10 peak", max(one["peak"] for one in own), "MiB", at_most=45),
    ]


def _run(command: list[str]) -> dict[str, float]:
    answers: list[str] = []

    def work() -> None:
        done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True)
        answers.append(done.stdout)

    whole = seconds(work)
    return {**json.loads(answers[0]), "whole": whole}


def _ms(runs: list[dict[str, float]], key: str) -> float:
    return statistics.median(run[key] for run in runs) * 1000


WORKLOADS = {"W10": publication}
