"""Jobs that run once per what and month, alone, and leave a record of each run.

The lock is the job's own row, so it holds between processes and machines. A holder that died is
recognised at once on its own machine and by the age of its claim elsewhere.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import frappe
from frappe.utils import get_datetime

from govplan import clock

LEASE = timedelta(hours=1)

_held_here: set[tuple[str, str]] = set()


@dataclass
class JobRun:
    """A run in hand; what it notes is kept in its record."""

    job_key: str
    notes: list[str] = field(default_factory=list)

    def note(self, *lines: str) -> None:
        self.notes.extend(lines)


@contextmanager
def run_once(job_key: str) -> Iterator[JobRun | None]:
    """Hold the job `what:YYYY-MM`; None when it was done before or another is at it.

    The claim is committed before the body, and the body's work together with its Done after it.
    A failing body is rolled back, recorded as Failed, and raises; the next call tries again.
    """
    with _run(job_key, done_is_final=True) as run:
        yield run


@contextmanager
def run_alone(job_key: str) -> Iterator[JobRun | None]:
    """As `run_once`, for a job that is done again and again but never twice at a time."""
    with _run(job_key, done_is_final=False) as run:
        yield run


@contextmanager
def _run(job_key: str, done_is_final: bool) -> Iterator[JobRun | None]:
    if not _claim(job_key, done_is_final):
        yield None
        return
    run = JobRun(job_key)
    held = (frappe.local.site, job_key)
    _held_here.add(held)
    try:
        yield run
        _finish(run, "Done", "\n".join(run.notes))
    except Exception as error:  # whatever it was, the run says so; it is raised again
        frappe.db.rollback()
        _finish(run, "Failed", f"{type(error).__name__}: {error}")
        raise
    finally:
        _held_here.discard(held)


def _claim(job_key: str, done_is_final: bool) -> bool:
    """Commits either way, so that the row is not held longer than it takes to read it."""
    fields = ["state", "holder", "started_at", "attempts"]
    row = frappe.db.get_value("Gov Job Run", job_key, fields, as_dict=True, for_update=True)
    if row is None:
        return _insert(job_key)
    free = not (row.state == "Done" and done_is_final) and not _is_running(job_key, row)
    if free:
        frappe.db.set_value("Gov Job Run", job_key, _claimed(row.attempts + 1))
    frappe.db.commit()
    return free


def _insert(job_key: str) -> bool:
    what, _, period = job_key.partition(":")
    run = frappe.new_doc("Gov Job Run")
    run.update({"job_key": job_key, "job": what, "period": period, **_claimed(1)})
    try:
        # Nobody has the right to write this log by hand, the person who starts a job included.
        run.insert(ignore_permissions=True)
        frappe.db.commit()
    except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
        frappe.db.rollback()
        return False
    return True


def _claimed(attempts: int) -> dict:
    return {
        "state": "Running",
        "holder": _here(),
        "attempts": attempts,
        "started_at": clock.now(),
        "finished_at": None,
        "message": "",
    }


def _finish(run: JobRun, state: str, message: str) -> None:
    ended = {"state": state, "finished_at": clock.now(), "message": message}
    frappe.db.set_value("Gov Job Run", run.job_key, ended)
    frappe.db.commit()


def _is_running(job_key: str, row: frappe._dict) -> bool:
    if row.state != "Running" or clock.now() - get_datetime(row.started_at) > LEASE:
        return False
    machine, _, process = (row.holder or "").rpartition(":")
    if machine != socket.gethostname():
        return True
    if int(process) == os.getpid():
        return (frappe.local.site, job_key) in _held_here
    return _is_alive(int(process))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _here() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
