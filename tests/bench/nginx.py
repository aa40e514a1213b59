"""A private nginx in front of several servers, as the usual deployment has it, and wrk as the load.

Each request opens a new connection to the server behind, which is nginx's default: with connections
kept, one worker takes them all and the figures swing two-fold.
"""

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_CONFIG = """
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ worker_connections 1024; }}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  sendfile on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{servers}
}}
"""
_BEHIND = """  server {{ listen 127.0.0.1:{port}; location / {{
    proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr; }} }}"""
_FILES = """  server {{ listen 127.0.0.1:{port}; root {root}; charset utf-8;
    location / {{ try_files $uri $uri/index.html $uri.html =404; }} }}"""

# wrk tells what came of the requests as one line of JSON after its own report.
_DONE = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\n{"requests":%d,"micros":%d,"p50":%f,"p99":%f,"failed":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True)
class Cell:
    """What one run of wrk found: requests a second, milliseconds, and how many failed."""

    rate: float
    p50: float
    p99: float
    failed: int


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(
    folder: Path, behind: Mapping[str, int], files: Mapping[str, Path]
) -> Iterator[dict[str, str]]:
    """Addresses by name: of servers on the ports `behind`, and of the folders `files`."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        raise SystemExit("bench: nginx is needed (Debian: apt-get install nginx-light)")
    folder.mkdir(parents=True, exist_ok=True)
    ports = {name: free_port() for name in (*behind, *files)}
    servers = [_BEHIND.format(port=ports[name], behind=port) for name, port in behind.items()]
    servers += [_FILES.format(port=ports[name], root=root) for name, root in files.items()]
    config = folder / "nginx.conf"
    config.write_text(_CONFIG.format(folder=folder, servers="\n".join(servers)), "utf-8")
    process = subprocess.Popen([program, "-p", folder, "-c", config, "-g", "daemon off;"])
    try:
        for port in ports.values():
            wait_for(port)
        yield {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, seconds: float = 20) -> None:
    """Return when somebody answers on `port`; TimeoutError when nobody does in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.002)
    raise TimeoutError(f"nobody answers on port {port}")


@contextmanager
def gunicorn(command: Sequence[object], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server of two workers with four threads each, as the baseline was measured."""
    with log.open("wb") as out:
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=out)
        try:
            wait_for(port)
            yield process
        finally:
            process.terminate()
            process.wait(20)


def wrk(url: str, seconds: float, script: str = "", clients: int = 8) -> Cell:
    """Load `url` for a while: one thread, `clients` connections, closed loop.

    `script` is Lua that makes the requests; without one it is a GET.
    """
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("bench: wrk is needed (Debian: apt-get install wrk)")
    command = [program, "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "10s"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as file:
        file.write(script + _DONE)
        file.flush()
        out = subprocess.run([*command, "-s", file.name, url], capture_output=True, check=True)
    found = json.loads(out.stdout.decode().strip().rsplit("\n", 1)[-1])
    rate = found["requests"] / (found["micros"] / 1e6)
    return Cell(rate, found["p50"] / 1000, found["p99"] / 1000, found["failed"])
