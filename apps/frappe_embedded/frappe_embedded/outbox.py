"""Jobs kept in the folder of their site while the queue is away: one file each."""

import os
import pickle
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = "outbox"


def keep(site_path: str, job_id: str, job: Any) -> None:
    """Keep a job until it is handed over; one of the same id is replaced."""
    path = _path(site_path, job_id)
    path.parent.mkdir(exist_ok=True)
    draft = path.with_suffix(".new")
    with draft.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        pickle.dump(job, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def has(site_path: str, job_id: str) -> bool:
    """True while a job of this id is kept."""
    return _path(site_path, job_id).exists()


def hand_over(site_path: str, submit: Callable[[Any], Any]) -> None:
    """Give what is kept to `submit`, the oldest first. What it raises leaves the rest kept."""
    kept = Path(site_path, FOLDER).glob("*.job")
    for path in sorted(kept, key=lambda path: path.stat().st_mtime_ns):
        submit(pickle.loads(path.read_bytes()))
        path.unlink()


def _path(site_path: str, job_id: str) -> Path:
    return Path(site_path, FOLDER, f"{sha256(job_id.encode()).hexdigest()[:32]}.job")
