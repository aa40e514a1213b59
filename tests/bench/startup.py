"""W11 and W12: whole processes, memory of a worker after load, what the environment weighs."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from tests.bench.nginx import free_port
from tests.bench.references import seconds
from tests.bench.table import Row

RUNS = 11
BENCH = Path(sys.executable).with_name("bench")
SITE = "start.site"
# Compiled files are kept, as in any installation; the turn that does not count makes them.
ENV = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
HELLO = "tests.bench.probe.hello:application"


def commands() -> list[Row]:
    """Commands as whole processes, each in turn with a bare Python."""
    with tempfile.TemporaryDirectory(prefix="govplan-start-") as sites:
        Path(sites, "apps.txt").write_text("frappe\ngovplan\n", "utf-8")
        bench = [BENCH, "--sites-path", sites]
        number = count()

        def new_site() -> list[object]:
            return [*bench, "new-site", f"n{next(number)}.site", "--admin-password", "x"]

        _run([*bench, "new-site", SITE, "--admin-password", "x", "--install-app", "govplan"])
        on_site = [*bench, "--site", SITE]
        cells = {
            "python": lambda: [sys.executable, "-c", "pass"],
            "no-op": lambda: [*bench, "--version"],
            "execute": lambda: [*on_site, "execute", "frappe.ping"],
            "new-site": new_site,
            "migrate": lambda: [*on_site, "migrate"],
        }
        times = _interleaved({name: _process(make) for name, make in cells.items()})
        serving = _server_starts(sites)
    return [
        Row("W11 CLI no-op", times["no-op"], "s", times["python"], "python", at_most=5),
        Row("W11 execute frappe.ping", times["execute"], "s", times["python"], "python"),
        Row("W11 new-site", times["new-site"], "s", at_most=0.5),
        Row("W11 migrate, no change", times["migrate"], "s", at_most=0.15),
        Row("W11 first answer", serving["engine"], "s", serving["hello"], "hello", at_most=2),
    ]


def _interleaved(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median seconds of each work; they take turns, and the first turn does not count."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(RUNS + 1):
        for name, work in works.items():
            taken = seconds(work)
            if turn:
                times[name].append(taken)
    return {name: statistics.median(found) for name, found in times.items()}


def _process(make: Callable[[], Sequence[object]]) -> Callable[[], object]:
    return lambda: _run(make())


def _run(command: Sequence[object]) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True, env=ENV)


def _server_starts(sites: str) -> dict[str, float]:
    hello = [sys.executable, "-m", "gunicorn", "--threads=8", "--worker-class=gthread"]
    hello += ["--worker-tmp-dir=/dev/shm", "--no-control-socket", HELLO]
    engine = [BENCH, "--sites-path", sites, "--site", SITE, "serve", "--no-scheduler"]
    return _interleaved(
        {
            "hello": lambda: _first_answer(lambda port: [*hello, f"-b127.0.0.1:{port}"], "/"),
            "engine": lambda: _first_answer(
                lambda port: [*engine, "--port", port], "/api/method/ping"
            ),
        }
    )


def _first_answer(command: Callable[[int], Sequence[object]], path: str) -> None:
    port = free_port()
    process = subprocess.Popen(
        [str(part) for part in command(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=ENV,
    )
    try:
        _wait_for_answer(f"http://127.0.0.1:{port}{path}")
    finally:
        process.kill()
        process.wait()


def _wait_for_answer(url: str) -> None:
    for _turn in range(2000):
        with suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(url):
            return
        time.sleep(0.005)
    raise TimeoutError(url)


WORKLOADS = {"W11": commands}
