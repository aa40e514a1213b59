"""Locks between processes: one file per lock in the folder of the site."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .context import local
from .errors import LockTimeoutError
from .text import scrub


@contextmanager
def filelock(lock_name: str, *, timeout: float = 30, is_global: bool = False) -> Iterator[None]:
    """Hold the lock `lock_name` of this site (of the bench with `is_global`) on this host.

    Not re-entrant. Raises LockTimeoutError when it does not come free within `timeout` seconds.
    """
    path = lock_path(lock_name, is_global)
    try:
        with FileLock(path, timeout=timeout):
            yield
    except Timeout as problem:
        message = f"Another process has held {path} for more than {timeout} seconds."
        raise LockTimeoutError(message) from problem


def lock_path(lock_name: str, is_global: bool = False) -> Path:
    """Where the file of a lock is; its folder exists afterwards."""
    folder = Path(local.sites_path if is_global else local.site_path, "locks")
    folder.mkdir(exist_ok=True)
    return folder / f"{scrub(lock_name).replace('/', '_')}.lock"
