"""`make start-full`: the town on MariaDB and Redis, each process killed in turn, then stopped."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SITE = f"start-full-{os.getpid()}.test"
PROCESSES = {"mariadb", "redis-cache", "redis-queue", "schedule", "web", "worker"}
PATIENCE = 180.0  # seconds


class Town:
    """A town started as in a terminal, with folder, site and port of its own."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {**os.environ, "RUN": str(folder), "SITE": SITE, "PORT": str(self.port)}
        self.said = folder.with_suffix(".log")
        with self.said.open("w") as said:
            self.make = subprocess.Popen(
                ["make", "start-full"], cwd=ROOT, env=self.environment, stdout=said, stderr=said,
                start_new_session=True,
            )  # fmt: skip
        self.folder = folder
        wait(lambda: "are running" in self.said.read_text() or self.make.poll() is not None)
        assert "are running" in self.said.read_text(), self.said.read_text()

    def pids(self):
        """Name to process number of what runs under the manager."""
        listed = (self.folder / "logs" / "supervisord.log").read_text().splitlines()
        spawned = [line.partition("spawned: ")[2] for line in listed if "spawned: " in line]
        pairs = (line.replace("'", "").split(" with pid ") for line in spawned)
        return {name: int(pid) for name, pid in pairs}

    def answers(self, path="/"):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as page:
                return page.read()
        except OSError:
            return None

    def is_well(self):
        found = self.answers("/health")
        return found is not None and json.loads(found)["status"] == "ok"

    def stop(self):
        """Press Ctrl-C."""
        os.killpg(self.make.pid, signal.SIGINT)
        self.make.wait(PATIENCE)
        wait(lambda: not any(is_alive(pid) for pid in self.pids().values()))


def wait(done):
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until
        time.sleep(0.2)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def town(tmp_path):
    made = Town(tmp_path / "run")
    yield made
    if made.make.poll() is None:
        made.stop()
    shutil.rmtree(ROOT / "sites" / SITE)


def test_it_serves_the_town_again_whichever_process_is_killed_and_stops_when_told(town):
    assert set(town.pids()) == PROCESSES
    wait(town.is_well)
    for name in sorted(PROCESSES):
        killed = town.pids()[name]
        os.kill(killed, signal.SIGKILL)
        wait(lambda name=name, killed=killed: town.pids()[name] != killed)
        wait(town.is_well)
        wait(lambda: b"San Jacinto" in (town.answers() or b""))
    second = subprocess.run(
        [ROOT / "bin" / "start-full"], env=town.environment, capture_output=True, text=True
    )
    assert (second.returncode, second.stderr.count("\n")) == (2, 1)
    town.stop()
    assert town.answers() is None
