"""Sites in a folder of their own: bench commands on them, and a server of one."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

BENCH = str(Path(sys.executable).parent / "bench")


def make_folder(folder: Path, common_config: dict[str, Any]) -> None:
    """What a folder of sites begins with."""
    (folder / "apps.txt").write_text("frappe\ngovplan\n")
    (folder / "common_site_config.json").write_text(json.dumps(common_config))


def bench(folder: Path, *arguments: str) -> str:
    """Run a bench command on a folder of sites; what it printed. Fails with its words."""
    command = [BENCH, "--sites-path", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(folder: Path, site: str, port: int) -> Iterator[str]:
    """The site served without its scheduler; its address."""
    address = f"http://127.0.0.1:{port}"
    command = [BENCH, "--sites-path", str(folder), "--site", site, "serve", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen([*command, "--no-scheduler"], stdout=log, stderr=log)
        try:
            _wait_for(address)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(address: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/api/method/ping", timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{address} did not answer")
