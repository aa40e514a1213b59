"""W7-W9: what is answered over HTTP, behind nginx, beside what the machine allows.

Rounds go over all cells in turn, so that a slow minute of the machine touches every one of them; a
figure is the median of its rounds. BENCH_SECONDS and BENCH_ROUNDS shorten or lengthen the run.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from tests.bench import served_town
from tests.bench.footprint import environment, worker_memory
from tests.bench.nginx import Cell, free_port, gunicorn, nginx, wrk
from tests.bench.probe import data
from tests.bench.table import Row

SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
PAUSE = 0.3
UNIT = 150  # a division, whose director sees one unit
HOME = Path(__file__).parents[2]


@dataclass(frozen=True)
class Place:
    """The servers of a run by name, the town the engine serves, and its process."""

    urls: dict[str, str]
    town: served_town.ServedTown
    engine: int


@dataclass
class Found:
    """The cells of each name, one a round."""

    cells: dict[str, list[Cell]] = field(default_factory=dict)
    memory: float = 0

    def add(self, name: str, cell: Cell) -> None:
        self.cells.setdefault(name, []).append(cell)

    def rate(self, name: str) -> float:
        return statistics.median(cell.rate for cell in self.cells[name])

    def p99(self, name: str) -> float:
        return statistics.median(cell.p99 for cell in self.cells[name])

    def failed(self, name: str) -> int:
        return sum(cell.failed for cell in self.cells[name])


Measure = Callable[[Place, int], Iterator[tuple[str, Cell]]]


@contextmanager
def served() -> Iterator[Place]:
    """nginx before the hello-world, the probe and the engine, and over plain files."""
    folder = Path(tempfile.mkdtemp(prefix="govplan-http-"))
    folder.chmod(0o755)  # nginx reads its files as nobody
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        town = served_town.make(folder / "sites", ROUNDS, UNIT)
        data.make(folder / "probe.db")
        os.environ["PROBE_DB"] = str(folder / "probe.db")
        ports = {name: free_port() for name in ("hello", "probe", "engine")}
        commands = {
            "hello": _gunicorn("tests.bench.probe.hello:application", ports["hello"]),
            "probe": _gunicorn("tests.bench.probe.server:application", ports["probe"]),
            "engine": _serve(town, ports["engine"]),
        }
        processes = {
            name: stack.enter_context(gunicorn(command, ports[name], folder / f"{name}.log"))
            for name, command in commands.items()
        }
        files = {"static": folder / "static", "published": folder / "published"}
        urls = stack.enter_context(nginx(folder / "nginx", ports, files))
        place = Place(urls, town, processes["engine"].pid)
        served_town.publish(urls["engine"], files["published"], files["static"])
        yield place


def _gunicorn(program: str, port: int) -> list[object]:
    """The container distribution's command line, as the baseline used it."""
    options = "--threads=4 --workers=2 --worker-class=gthread --timeout=120 --preload"
    places = ["--worker-tmp-dir=/dev/shm", f"--pythonpath={HOME}", f"--bind=127.0.0.1:{port}"]
    module = [sys.executable, "-m", "gunicorn", *options.split(), *places]
    return [*module, "--no-control-socket", program]


def _serve(town: served_town.ServedTown, port: int) -> list[object]:
    """What an operator runs, with as many workers and threads."""
    bench = [Path(sys.executable).with_name("bench"), "--sites-path", town.sites]
    options = ["--workers", 2, "--threads", 4, "--no-scheduler", "--port", port]
    return [*bench, "--site", town.site, "serve", *options]


# What is measured


def _pages(place: Place, turn: int) -> Iterator[tuple[str, Cell]]:
    urls = place.urls
    yield "hello", wrk(urls["hello"], SECONDS)
    yield "page, cached", wrk(f"{urls['engine']}/bench_units", SECONDS)
    yield "page, not cached", wrk(f"{urls['engine']}/bench_fresh", SECONDS)
    yield "probe page", wrk(f"{urls['probe']}/page", SECONDS)
    yield "static file", wrk(f"{urls['static']}/units.html", SECONDS)
    yield "published page", wrk(f"{urls['published']}/bench_units", SECONDS)


def _reads(place: Place, turn: int) -> Iterator[tuple[str, Cell]]:
    urls, town = place.urls, place.town
    probe, engine = _token("key5", "secret5"), _token(*town.tokens[UNIT])
    yield "probe list", wrk(f"{urls['probe']}/list", SECONDS, probe)
    yield "list", wrk(urls["engine"] + _list_path(town), SECONDS, engine)
    yield "probe get", wrk(f"{urls['probe']}/get/P005-03", SECONDS, probe)
    name = f"/api/resource/Bench%20Progress/{town.read[UNIT]}"
    yield "get", wrk(urls["engine"] + name, SECONDS, engine)


def _list_path(town: served_town.ServedTown) -> str:
    query = {
        "fields": json.dumps(served_town.LISTED),
        "filters": json.dumps({"workflow_state": "Approved", "period": [">=", "2025-06-01"]}),
        "order_by": "period desc",
        "limit_page_length": 20,
    }
    return f"/api/resource/Bench%20Progress?{urlencode(query)}"


def _writes(place: Place, turn: int) -> Iterator[tuple[str, Cell]]:
    urls, town = place.urls, place.town
    probe = _token("key5", "secret5")
    body = json.dumps({"period": "2026-11-01", "summary": "s" * 90, "rows": served_town.PROBE_ROWS})
    yield "probe insert", wrk(f"{urls['probe']}/insert", SECONDS, probe + _post(body))
    yield "insert", wrk(urls["engine"], SECONDS, town.records.insert_script(turn))
    step = probe + _post(json.dumps({"name": "P005-03"}))
    yield "probe step", wrk(f"{urls['probe']}/step", SECONDS, step)
    yield "step", wrk(urls["engine"], SECONDS, town.records.step_script(turn))
    yield "govplan's insert", wrk(urls["engine"], SECONDS, town.insert_script(turn))
    yield "govplan's step", wrk(urls["engine"], SECONDS, town.step_script(turn))


def _readers(place: Place, turn: int) -> Iterator[tuple[str, Cell]]:
    """Readers alone, as many clients all reading, and readers beside writers."""
    engine, town = place.urls["engine"], place.town
    reader, path = _token(*town.tokens[UNIT]), engine + _list_path(town)
    yield "readers, quiet", wrk(path, SECONDS, reader)
    yield "twice the readers", wrk(path, SECONDS, reader, clients=16)
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(wrk, path, SECONDS, reader)
        writers = wrk(engine, SECONDS, town.records.step_script(turn + ROUNDS))
        yield "readers beside writers", beside.result()
    yield "writers beside readers", writers


def _token(key: str, secret: str) -> str:
    return f'wrk.headers["Authorization"] = "token {key}:{secret}"\n'


def _post(body: str) -> str:
    return (
        f'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
        f"wrk.body = [==[{body}]==]\n"
    )


MEASURES: tuple[Measure, ...] = (_pages, _reads, _writes, _readers)


@cache
def found() -> Found:
    """Every cell of the run, measured once."""
    results = Found()
    with served() as place:
        served_town.warm(place.urls["engine"], place.town)
        for turn in range(ROUNDS):
            for measure in MEASURES:
                for name, cell in measure(place, turn):
                    results.add(name, cell)
                    time.sleep(PAUSE)
        results.memory = worker_memory(place.engine)
    return results


# What it says


def _share(name: str, cell: str, reference: str, at_least: float) -> Row:
    results = found()
    return Row(
        name, results.rate(cell), "req/s", results.rate(reference), reference, at_least=at_least
    )


def pages() -> list[Row]:
    return [
        _share("W7 page, cached", "page, cached", "hello", 0.5),
        _share("W7 page, published file", "published page", "static file", 0.95),
        _share("W7 page, not cached", "page, not cached", "probe page", 0.65),
    ]


def reads() -> list[Row]:
    return [
        _share("W8 list", "list", "probe list", 0.5),
        _share("W8 get", "get", "probe get", 0.5),
    ]


def writes() -> list[Row]:
    results = found()
    quiet, beside = results.p99("readers, quiet"), results.p99("readers beside writers")
    crowd = results.p99("twice the readers")
    failed = sum(map(results.failed, results.cells))
    return [
        _share("W9 insert", "insert", "probe insert", 0.45),
        Row("W9 insert, p99", results.p99("insert"), "ms", at_most=60),
        _share("W9 step", "step", "probe step", 0.45),
        Row("W9 step, p99", results.p99("step"), "ms", at_most=60),
        Row("W9 readers' p99", beside, "ms", quiet, "quiet", at_most=2),
        Row("W9 readers' p99, 16 clients", beside, "ms", crowd, "16 readers", at_most=2),
        Row("W7-W9 failed", failed, "requests", at_most=0),
    ]


def govplan_writes() -> list[Row]:
    results = found()
    return [
        _share("W9-govplan insert", "govplan's insert", "probe insert", 0.45),
        Row("W9-govplan insert, p99", results.p99("govplan's insert"), "ms", at_most=60),
        _share("W9-govplan step", "govplan's step", "probe step", 0.45),
        Row("W9-govplan step, p99", results.p99("govplan's step"), "ms", at_most=60),
    ]


def memory() -> list[Row]:
    row = Row("W12 worker after load", found().memory, "MiB", at_most=50)
    return [row, *environment()]


WORKLOADS = {
    "W7": pages,
    "W8": reads,
    "W9": writes,
    "W9-govplan": govplan_writes,
    "W12": memory,
}
