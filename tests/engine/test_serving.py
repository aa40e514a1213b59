"""The processes that run all day: how many, what they load, and that they stop with work done."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import frappe
import pytest

from frappe_embedded.cache import notice_changes
from frappe_embedded.site import update_site_config
from frappe_embedded.text import generate_hash

BENCH = Path(sys.executable).parent / "bench"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parent / "apps")}


@pytest.fixture
def served(ct, ct_sites):
    """The site with ctapp served by two processes: the server, and a function that asks it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    update_site_config("gunicorn_workers", 2)
    words = [BENCH, "--sites-path", ct_sites, "--site", ct, "serve", "--port", str(port)]
    server = subprocess.Popen([*words, "--no-scheduler"], env=ENVIRONMENT)

    def ask(method, **given):
        data = urllib.parse.urlencode(given).encode() if given else None
        address = f"http://127.0.0.1:{port}/api/method/{method}"
        with urllib.request.urlopen(address, data, timeout=30) as answer:
            return answer.read()

    for _try in range(200):
        try:
            ask("ping")
            break
        except OSError:
            time.sleep(0.1)
    yield server, ask
    server.kill()
    server.wait()
    update_site_config("gunicorn_workers", None)


def test_as_many_processes_serve_as_are_configured(served):
    server, _ask = served
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    # The first answers while the second is still being started.
    until = time.monotonic() + 10
    while len(children.read_text().split()) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(children.read_text().split()) == 2


def test_a_server_told_to_stop_finishes_its_requests_and_the_jobs_of_its_threads(served):
    server, ask = served
    key = f"ct_{generate_hash(length=8)}"
    with ThreadPoolExecutor(1) as browser:
        answer = browser.submit(ask, "ctapp.api.slow", key=key, seconds="1.5")
        while default(f"{key}_job") != "1":
            time.sleep(0.05)
        server.send_signal(signal.SIGTERM)
        assert answer.result(30) == b'{"message":"ended"}'
    assert server.wait(30) == 0
    assert default(key) == "ended"
    assert default(f"{key}_job") == "2"


def default(key):
    frappe.db.rollback()
    notice_changes()
    return frappe.db.get_default(key)
