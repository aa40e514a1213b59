"""A MariaDB of our own for the length of a block: on a unix socket in a temporary folder."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

PATIENCE = 60.0  # seconds
# Small, and quick rather than safe: what it holds is thrown away.
QUICK = (
    "--innodb-buffer-pool-size=96M",
    "--innodb-log-file-size=48M",
    "--innodb-flush-log-at-trx-commit=2",
    "--innodb-doublewrite=0",
    "--innodb-file-per-table=0",
    "--innodb-fast-shutdown=2",
    "--performance-schema=0",
    "--skip-log-bin",
    "--max-connections=300",
)


class MariaDB:
    """`with MariaDB() as server:` and `server.config`; nothing listens on a port, nothing is left.

    `options` are added to those of its command line. `config` is what a common_site_config.json
    says for sites to be made on it.
    """

    def __init__(self, *options: str) -> None:
        self._options = options
        self._folder = tempfile.mkdtemp(prefix="mariadb-")
        self.socket = Path(self._folder, "s")
        self.config = {
            "db_type": "mariadb",
            "db_socket": str(self.socket),
            "root_login": "root",
            "root_password": "",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, or start again with the same data; back when it answers."""
        # A server that starts removes what another left in a folder they share.
        Path(self._folder, "tmp").mkdir(exist_ok=True)
        options = ["--no-defaults", f"--datadir={self._folder}/data", f"--user={_user()}"]
        options.append(f"--tmpdir={self._folder}/tmp")
        if not Path(self._folder, "data").exists():
            _run("mariadb-install-db", *options, "--skip-test-db", *_NORMAL_LOGIN)
        with open(Path(self._folder, "log"), "ab") as log:
            self._process = subprocess.Popen(
                [*_MORTAL, _program("mariadbd"), *options, "--skip-networking",
                 f"--socket={self.socket}", f"--pid-file={self._folder}/pid",
                 *QUICK, *self._options],
                stdout=log, stderr=log,
                restore_signals=False,  # a file that may not grow is an error, not the end
            )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError("mariadbd does not start:\n" + self.log())
            time.sleep(0.05)

    @property
    def pid(self) -> int:
        """The process's number. Raises RuntimeError when it is not running."""
        if self._process is None:
            raise RuntimeError("mariadbd is not running")
        return self._process.pid

    @property
    def data(self) -> Path:
        """The folder of its files."""
        return Path(self._folder, "data")

    def stop(self, sign: int = signal.SIGTERM) -> None:
        """End it, as asked or as a machine that fails would (SIGKILL)."""
        if self._process is not None:
            os.kill(self._process.pid, sign)
            self._process.wait(PATIENCE)
            self._process = None

    def log(self) -> str:
        """The last it said."""
        return Path(self._folder, "log").read_text("utf-8", "replace")[-3000:]

    def _answers(self) -> bool:
        ask = [_program("mariadb-admin"), "--no-defaults", f"--socket={self.socket}", "ping"]
        return subprocess.run(ask, capture_output=True).returncode == 0

    def __enter__(self) -> "MariaDB":
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


# It ends with the run of tests, also with one that is killed.
_MORTAL = ("setpriv", "--pdeathsig", "TERM")
_NORMAL_LOGIN = ("--auth-root-authentication-method=normal",)


def _user() -> str:
    return pwd.getpwuid(os.getuid()).pw_name


def _program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise RuntimeError(f"{name} is not installed (Debian: apt-get install mariadb-server)")
    return found


def _run(name: str, *arguments: str) -> None:
    done = subprocess.run([_program(name), *arguments], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{name} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
