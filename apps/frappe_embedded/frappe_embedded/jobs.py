"""Background work in threads of this process: enqueue, run, retry, log failures."""

import logging
import os
import pickle
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from .context import local
from .documents import get_doc
from .error_log import log_error
from .errors import (
    QueryDeadlockError,
    QueryTimeoutError,
    QueueOverloaded,
    RetryBackgroundJobError,
    ValidationError,
)
from .hooks import get_attr, get_hooks
from .messages import throw
from .site import open_site
from .text import generate_hash
from .translate import _
from .values import _dict, cint
from .whitelist import call

QUEUES = {"short": 300, "default": 300, "long": 1500}
MAX_TRIES = 5
MAX_WAITING = 500
TEMPORARY = (QueryDeadlockError, QueryTimeoutError, RetryBackgroundJobError)

log = logging.getLogger("frappe_embedded.jobs")


@dataclass
class Job:
    """One piece of work: who asked for what, and how it ended."""

    id: str
    method: str
    site: str
    sites_path: str
    user: str
    payload: bytes = field(repr=False)
    on_success: Callable[..., Any] | None = None
    on_failure: Callable[..., Any] | None = None
    status: str = "queued"
    result: Any = None

    def get_status(self) -> str:
        """queued, started, finished or failed."""
        return self.status


class Pool:
    """The threads of this process that run jobs, and the jobs not finished yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._executor: ThreadPoolExecutor | None = None
        self._live: dict[str, Future[None]] = {}

    def submit(self, job: Job) -> None:
        """Run `job` as soon as a thread is free."""
        with self._lock:
            if self._executor is None:
                self._executor = ThreadPoolExecutor(2, thread_name_prefix="job")
            future = self._executor.submit(run, job)
            self._live[job.id] = future
        future.add_done_callback(lambda _future: self._live.pop(job.id, None))

    def is_live(self, job_id: str) -> bool:
        """True while a job of this id waits or runs."""
        return job_id in self._live

    def __len__(self) -> int:
        return len(self._live)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the jobs known now have ended; False when some have not in time."""
        return not wait(list(self._live.values()), timeout).not_done


pool = Pool()
os.register_at_fork(after_in_child=lambda: pool.__init__())  # type: ignore[misc] # threads are not inherited


def enqueue(
    method: str | Callable[..., Any],
    queue: str = "default",
    timeout: int | None = None,
    event: str | None = None,
    is_async: bool = True,
    job_name: str | None = None,
    now: bool = False,
    enqueue_after_commit: bool = False,
    *,
    on_success: Callable[..., Any] | None = None,
    on_failure: Callable[..., Any] | None = None,
    at_front: bool = False,
    job_id: str | None = None,
    deduplicate: bool = False,
    **kwargs: Any,
) -> Any:
    """Run `method(**kwargs)` in a thread of its own, as this user, in a transaction of its own.

    With `now` (or `is_async=False` outside tests) it runs at once in the caller's transaction and
    its result is returned. Otherwise a Job, or None when it waits for the commit or when
    `deduplicate` finds one of the same `job_id`. Threads cannot be stopped: `timeout`, `at_front`
    and `event` have no effect. Raises ValidationError for an unknown queue, QueueOverloaded when a
    request finds too many jobs waiting.
    """
    if now or (not is_async and not local.flags.in_test):
        return call(method, **kwargs)
    job = _make_job(method, queue, job_id, kwargs, on_success, on_failure)
    if deduplicate and not job_id:
        throw(_("`job_id` is required to avoid running a job twice."))
    if deduplicate and pool.is_live(job.id):
        return None
    if local.request is not None and len(pool) >= MAX_WAITING:
        throw(_("Too many jobs are waiting. Try again later."), QueueOverloaded)
    if enqueue_after_commit:
        local.db.after_commit.add(lambda: pool.submit(job))
        return None
    pool.submit(job)
    return job


def enqueue_doc(
    doctype: str, name: str | None = None, method: str | None = None, queue: str = "default",
    timeout: int = 300, now: bool = False, **kwargs: Any,
) -> Any:  # fmt: skip
    """Run a method of a document in the background."""
    kwargs |= {"doctype": doctype, "name": name, "doc_method": method}
    return enqueue(run_doc_method, queue=queue, timeout=timeout, now=now, **kwargs)


def run_doc_method(doctype: str, name: str, doc_method: str, **kwargs: Any) -> Any:
    """Load a document and call one of its methods."""
    return getattr(get_doc(doctype, name), doc_method)(**kwargs)


def is_job_enqueued(job_id: str) -> bool:
    """True while a job of this id waits or runs."""
    return pool.is_live(_full_id(job_id))


def _make_job(
    method: str | Callable[..., Any],
    queue: str,
    job_id: str | None,
    kwargs: dict[str, Any],
    on_success: Callable[..., Any] | None,
    on_failure: Callable[..., Any] | None,
) -> Job:
    if queue not in (known := {**QUEUES, **(local.conf.get("workers") or {})}):
        throw(_("Queue should be one of {0}").format(", ".join(known)), ValidationError)
    path = method if isinstance(method, str) else f"{method.__module__}.{method.__qualname__}"
    return Job(
        id=_full_id(job_id or generate_hash(length=20)),
        method=path,
        site=local.site,
        sites_path=local.sites_path,
        user=local.session.user,
        payload=pickle.dumps((method, kwargs)),
        on_success=on_success,
        on_failure=on_failure,
    )


def _full_id(job_id: str) -> str:
    return f"{local.site}::{job_id}"


def run(job: Job) -> None:
    """Run a job on its site, commit or undo, and tell whoever wants to know how it ended."""
    job.status = "started"
    with open_site(job.site, job.sites_path, job.user):
        local.job = _dict(site=job.site, method=job.method, user=job.user)
        try:
            job.result = _run_with_retries(job)
        except Exception as error:  # noqa: BLE001 - whatever a job raises ends in the Error Log
            _fail(job, error)
            return
        job.status = "finished"
        if job.on_success:
            call(job.on_success, job=job, connection=None, result=job.result)


def _run_with_retries(job: Job) -> Any:
    for attempt in range(1, MAX_TRIES + 1):
        try:
            return _run_once(job)
        except TEMPORARY:
            local.db.rollback()
            if attempt == MAX_TRIES:
                raise
            time.sleep(attempt * cint(local.conf.get("job_retry_pause") or 1))
    return None


def _run_once(job: Job) -> Any:
    method, kwargs = pickle.loads(job.payload)
    hooks = {"method": job.method, "kwargs": kwargs, "transaction_type": "job"}
    for path in get_hooks("before_job"):
        call(path, **hooks)
    result = (get_attr(method) if isinstance(method, str) else method)(**kwargs)
    local.db.commit()
    for path in get_hooks("after_job"):
        call(path, **hooks, result=result)
    return result


def _fail(job: Job, error: Exception) -> None:
    job.status = "failed"
    local.db.rollback()
    log_error(title=job.method[:140])
    local.db.commit()
    if job.on_failure:
        call(
            job.on_failure, job=job, connection=None, type=type(error), value=error, traceback=None
        )
