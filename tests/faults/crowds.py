"""A served town that can be killed, and people who act on it by the hundred."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

HERE = Path(__file__).parent
BENCH = Path(sys.executable).parent / "bench"
SITE = "crowd"
UNITS = 16
PATIENCE = 30.0  # seconds


class Answer(NamedTuple):
    """What came back; status 0 when nothing did."""

    status: int
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Crowd:
    """The site `crowd` of a folder of sites: its server, its people, what is not whole in it."""

    def __init__(self, folder: Path, people: dict[str, Any]) -> None:
        self.folder = folder
        self.reports: list[dict[str, str]] = people["reports"]
        self.coordinator: str = people["coordinator"]
        self.mayor: str = people["mayor"]
        self.planner: str = people["planner"]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._server: subprocess.Popen[bytes] | None = None

    def start(self, ready: int = 200, **limits: Any) -> None:
        """Serve the site; back when it answers a ping with the status `ready`."""
        command = [str(BENCH), "--sites-path", str(self.folder), "--site", SITE]
        with (self.folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                [*command, "serve", "--port", str(self.port), "--no-scheduler"],
                stdout=log, stderr=log, start_new_session=True, **limits,
            )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while self.ask("", "GET", "/api/method/ping").status != ready:
            if time.monotonic() > until or self._server.poll() is not None:
                pytest.fail("the town is not served:\n" + self.log())
            time.sleep(0.05)

    def kill(self) -> None:
        """End every process of the server at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the server to end."""
        self._end(signal.SIGTERM)

    def _end(self, sign: int) -> None:
        if self._server is None:
            return
        group = os.getpgid(self._server.pid)
        if sign == signal.SIGKILL:
            os.killpg(group, sign)
        else:
            self._server.send_signal(sign)
        self._server.wait(PATIENCE)
        self._server = None

    def log(self) -> str:
        return (self.folder / "server.log").read_text("utf-8", "replace")[-3000:]

    def ask(
        self,
        token: str,
        method: str,
        path: str,
        body: Any = None,
        kind: str = "application/json",
        accept: str = "application/json",
    ) -> Answer:
        """One request of its own connection."""
        headers = {"Accept": accept, "Content-Type": kind}
        if token:
            headers["Authorization"] = token
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, quote(path, safe='/?=&[]",:%'), content, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read().decode())
        except (OSError, HTTPException):
            return Answer(0, "")
        finally:
            connection.close()

    def act(self, token: str, report: str, act: str, **more: str) -> Answer:
        """One act of the approval path."""
        given = {"doctype": "Gov Progress Report", "name": report, "act": act, **more}
        return self.ask(token, "POST", "/api/method/govplan.api.approval.act", given)

    def record(self, report: str) -> str:
        return f"/api/resource/Gov Progress Report/{report}"

    def attach(self, token: str, report: str, name: str, content: bytes) -> Answer:
        """Upload a private file to a report."""
        fields = {"doctype": "Gov Progress Report", "docname": report, "is_private": "1"}
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = b"".join([*parts, head.encode(), content, b"\r\n--x--\r\n"])
        kind = "multipart/form-data; boundary=x"
        return self.ask(token, "POST", "/api/method/upload_file", body, kind)

    def bench(self, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        command = [str(BENCH), "--sites-path", str(self.folder), "--site", SITE, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, **more)

    def faults(self) -> list[str]:
        """What is not whole, read by a process of its own."""
        return json.loads(run("look_over.py", self.folder, SITE))


def run(script: str, *arguments: object) -> str:
    """Run a script of this folder; what it printed."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def make_sites(folder: Path, config: dict[str, Any], units: int = UNITS) -> Crowd:
    """A folder of sites with the crowd's town."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "apps.txt").write_text("frappe\ngovplan\n")
    (folder / "common_site_config.json").write_text(json.dumps(config))
    command = [str(BENCH), "--sites-path", str(folder), "new-site", SITE, "--install-app"]
    done = subprocess.run([*command, "govplan"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return Crowd(folder, json.loads(run("make_crowd.py", folder, SITE, units)))
