"""Jobs by the clock: hooks become Scheduled Job Types, a thread starts those that are due."""

import logging
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from . import jobs
from .context import local
from .dates import get_datetime, now_datetime
from .deferred import later
from .documents import get_doc
from .error_log import get_traceback, log_error
from .hooks import get_attr, get_hooks
from .settings import system_setting
from .site import get_sites, open_site

croniter = later("croniter.croniter")
CRON = {
    "all": "*/4 * * * *",
    "hourly": "0 * * * *",
    "hourly_maintenance": "0 * * * *",
    "daily": "0 0 * * *",
    "daily_maintenance": "0 0 * * *",
    "weekly": "0 0 * * 0",
    "monthly": "0 0 1 * *",
    "yearly": "0 0 1 1 *",
    "annual": "0 0 1 1 *",
}
TICK = 60.0
TRUSTED_BACK = timedelta(days=1)
BEAT = "scheduler.beat"
DOCTYPE = "Scheduled Job Type"

log = logging.getLogger("frappe_embedded.scheduler")


# From hooks to records


def sync_jobs() -> None:
    """Make the Scheduled Job Types what the apps' hooks say; keep when they last ran."""
    wanted = dict(declared_jobs())
    present = local.db.sql(
        "select name, method, frequency, cron_format from `tabScheduled Job Type`", as_dict=True
    )
    for row in present:
        if row.method not in wanted:
            local.db.delete(DOCTYPE, {"name": row.name})
    known = {row.method: row for row in present}
    for method, (frequency, cron) in wanted.items():
        row = known.get(method)
        if row is None:
            _add_job(method, frequency, cron)
        elif (row.frequency, row.cron_format or "") != (frequency, cron):
            changes = {"frequency": frequency, "cron_format": cron}
            local.db.set_value(DOCTYPE, row.name, changes)


def declared_jobs() -> Iterator[tuple[str, tuple[str, str]]]:
    """`(method, (frequency, cron expression or ''))` of every scheduled function of the apps."""
    for event, methods in get_hooks("scheduler_events", {}).items():
        if event == "cron":
            for expression, paths in methods.items():
                yield from ((path, ("Cron", expression)) for path in paths)
        else:
            frequency = event.replace("_", " ").title()
            yield from ((path, (frequency, "")) for path in methods)


def _add_job(method: str, frequency: str, cron: str) -> None:
    row = {"doctype": DOCTYPE, "method": method, "frequency": frequency, "cron_format": cron}
    row["create_log"] = 0 if frequency == "All" else 1  # type: ignore[assignment] # a Check field
    # Written by install and migrate, on behalf of the apps' files.
    get_doc(row).insert(ignore_permissions=True)


# What is due


def cron_of(frequency: str, cron_format: str | None) -> str:
    """The cron expression of a job; ValueError for a frequency there is none for."""
    if frequency == "Cron" and cron_format:
        return cron_format
    event = frequency.lower().replace(" ", "_").removesuffix("_long")
    if event not in CRON:
        raise ValueError(f"{frequency!r} is not a frequency the scheduler knows")
    return CRON[event]


def next_run(job: Any) -> datetime:
    """When a job is due: the first time its expression names after it last ran, or was created."""
    since = get_datetime(job.last_execution or job.creation)
    moment: datetime = croniter(cron_of(job.frequency, job.cron_format), since).get_next(datetime)
    return moment


def due_jobs(at: datetime | None = None) -> list[Any]:
    """The jobs whose time has come. One that missed several times is due once."""
    moment = at or now_datetime()
    rows = local.db.sql(
        "select name, method, frequency, cron_format, last_execution, creation, create_log "
        "from `tabScheduled Job Type` where stopped = 0 order by name",
        as_dict=True,
    )
    for row in rows:
        _forget_the_future(row, moment)
    return [row for row in rows if next_run(row) <= moment]


def _forget_the_future(job: Any, moment: datetime) -> None:
    # A clock that was far ahead and is set back would silence the job until it is right again. One
    # set back by hours, as in autumn, must not: the job would run twice for one slot.
    last = get_datetime(job.last_execution) if job.last_execution else None
    if last and last > moment + TRUSTED_BACK:
        job.last_execution = moment
        local.db.set_value(DOCTYPE, job.name, "last_execution", moment, update_modified=False)
        local.db.commit()


# Running


def run_job(name: str, last_execution: Any = None) -> bool:
    """Run one Scheduled Job Type now, stamped before it starts so that nobody else runs it too.

    Commits. An error is undone and written to the Error Log and the job's log. False when somebody
    else stamped it after `last_execution` was read.
    """
    if not _take(name, last_execution):
        return False
    job = local.db.get_value(DOCTYPE, name, ["method", "create_log"], as_dict=True)
    status, details = "Complete", None
    try:
        get_attr(job.method)()
        local.db.commit()
    except Exception:  # noqa: BLE001 - whatever a job raises is logged, the clock goes on
        status, details = "Failed", get_traceback()
        local.db.rollback()
        log_error(title=f"Scheduled job {job.method}"[:140], message=details)
    if job.create_log:
        _write_log(name, status, details)
    local.db.commit()
    return True


def _take(name: str, last_execution: Any) -> bool:
    rows = local.db.sql(
        "select last_execution from `tabScheduled Job Type` where name = %s for update", (name,)
    )
    if not rows or (last_execution is not None and rows[0][0] != last_execution):
        local.db.rollback()
        return False
    local.db.set_value(DOCTYPE, name, "last_execution", now_datetime(), update_modified=False)
    local.db.commit()
    return True


def _write_log(name: str, status: str, details: str | None) -> None:
    row = {"doctype": "Scheduled Job Log", "scheduled_job_type": name}
    # The clock has no user whose rights could be checked.
    get_doc(row | {"status": status, "details": details}).insert(ignore_permissions=True)


def enqueue_due_jobs() -> None:
    """Start what is due on the open site in threads of its own."""
    for job in due_jobs():
        jobs.enqueue(
            run_job,
            queue="long" if job.frequency.endswith("Long") else "default",
            job_id=f"scheduled_job::{job.name}",
            deduplicate=True,
            name=job.name,
            last_execution=job.last_execution,
        )


def is_enabled() -> bool:
    """False while configuration, maintenance or System Settings stop the clock of the site."""
    stopping = ("pause_scheduler", "disable_scheduler", "maintenance_mode")
    if any(local.conf.get(key) for key in stopping):
        return False
    return system_setting("enable_scheduler") in (None, "", 1, "1")


def last_beat(sites_path: str | Path) -> datetime | None:
    """When a scheduler of the bench last looked at the clock, by the machine's own; None: never."""
    try:
        return datetime.fromtimestamp(Path(sites_path, BEAT).stat().st_mtime)
    except FileNotFoundError:
        return None


class Scheduler(threading.Thread):
    """Looks every minute at the clock of every site; of several, one per bench does it."""

    def __init__(self, sites_path: str | Path, sites: list[str] | None = None) -> None:
        super().__init__(name="scheduler", daemon=True)
        self.sites_path = Path(sites_path)
        self.sites = sites
        self._stopping = threading.Event()

    def run(self) -> None:
        lock = FileLock(self.sites_path / "scheduler.lock", blocking=False)
        while not self._stopping.is_set():
            try:
                with lock:
                    self._keep_time()
            except Timeout:
                self._stopping.wait(TICK)

    def stop(self) -> None:
        """End after the work at hand."""
        self._stopping.set()

    def _keep_time(self) -> None:
        while True:
            self.tick()
            if self._stopping.wait(TICK):
                return

    def tick(self) -> None:
        """Start what is due on every site; a site that fails does not stop the others."""
        Path(self.sites_path, BEAT).touch()
        for site in self.sites or get_sites(self.sites_path):
            try:
                with open_site(site, self.sites_path):
                    jobs.hand_over()
                    if is_enabled():
                        enqueue_due_jobs()
            except Exception:  # one site out of order does not stop the others
                log.exception("The scheduler could not serve the site %s", site)
