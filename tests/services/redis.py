"""A Redis of our own for the length of a block: on a unix socket in a temporary folder."""

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

PATIENCE = 20.0  # seconds


class Redis:
    """`with Redis() as server:` and `server.url`; nothing listens on a port, nothing is left."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="redis-")
        self.socket = Path(self._folder.name, "s")
        self.url = f"unix://{self.socket}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, or start again with what was kept on disk; back when it answers."""
        options = {
            "--port": "0", "--unixsocket": str(self.socket), "--dir": self._folder.name,
            "--appendonly": "yes", "--appendfsync": "always", "--save": "",
        }  # fmt: skip
        self._process = subprocess.Popen(
            ["redis-server", *(word for pair in options.items() for word in pair)],
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + PATIENCE
        while self._ask("ping") != "PONG":
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError("redis-server does not start")
            time.sleep(0.02)

    def stop(self, sign: int = signal.SIGTERM) -> None:
        """End it, as asked or as a machine that fails would (SIGKILL)."""
        if self._process is not None:
            os.kill(self._process.pid, sign)
            self._process.wait(PATIENCE)
            self._process = None

    def empty(self) -> None:
        """Drop all it has."""
        self._ask("flushall")

    def _ask(self, *command: str) -> str:
        words = ["redis-cli", "-s", str(self.socket), *command]
        return subprocess.run(words, capture_output=True, text=True).stdout.strip()

    def __enter__(self) -> "Redis":
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        self._folder.cleanup()
