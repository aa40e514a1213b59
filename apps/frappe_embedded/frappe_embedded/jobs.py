"""Background work: enqueue, run, retry, log failures. In threads, unless queues are configured."""

import os
import pickle
import threading
import time
from collections.abc import Callable, Collection, Mapping
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
from .stores import configured
from .text import generate_hash
from .translate import _
from .values import _dict, cint
from .whitelist import call

QUEUES = {"short": 300, "default": 300, "long": 1500}
MAX_TRIES = 5
MAX_WAITING = 500
TEMPORARY = (QueryDeadlockError, QueryTimeoutError, RetryBackgroundJobError)


class BackgroundJobLost(Exception):
    """The process that ran a job died each time."""


@dataclass
class Job:
    """One piece of work: who asked for what, where it waits, and how it ended."""

    id: str
    method: str
    site: str
    sites_path: str
    user: str
    payload: bytes = field(repr=False)
    queue: str = "default"
    timeout: int = QUEUES["default"]
    at_front: bool = False
    status: str = "queued"
    result: Any = None
    error: Exception | None = None

    def get_status(self) -> str:
        """queued, started, finished or failed."""
        return self.status


class Pool:
    """The threads of this process that run jobs, and the jobs not finished yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._executor: ThreadPoolExecutor | None = None
        self._live: dict[str, Future[None]] = {}

    def submit(self, job: Job, deduplicate: bool = False) -> Any:
        """Run `job` as soon as a thread is free; None when one of its id has yet to end."""
        with self._lock:
            if deduplicate and job.id in self._live:
                return None
            if self._executor is None:
                self._executor = ThreadPoolExecutor(2, thread_name_prefix="job")
            future = self._live[job.id] = self._executor.submit(run, job)
        future.add_done_callback(lambda done: self._forget(job.id, done))
        return job

    def _forget(self, job_id: str, done: Future[None]) -> None:
        with self._lock:
            if self._live.get(job_id) is done:
                del self._live[job_id]

    def is_live(self, job_id: str) -> bool:
        """True while a job of this id waits or runs."""
        return job_id in self._live

    def count(self, queues: Collection[str], sites_path: str) -> int:
        """How many jobs wait or run."""
        return len(self._live)

    def answers(self) -> bool:
        """True when jobs can be taken now."""
        return True

    def hand_over(self, site_path: str) -> None:
        """Nothing was kept for later: threads are never away."""

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
    """Run `method(**kwargs)` in the background, as this user, in a transaction of its own.

    It waits in the queue of Redis that `bench worker` serves where the site configures
    `redis_queue`, and otherwise for a thread of this process; there `timeout` (seconds) cannot stop
    it and `at_front` has no effect. `event` has none anywhere. With `now` (or `is_async=False`
    outside tests) it runs at once in the caller's transaction and its result is returned. Otherwise
    the job, or None when it waits for the commit or when `deduplicate` finds one of the same
    `job_id`. Raises ValidationError for an unknown queue, QueueOverloaded when a request finds too
    many jobs waiting.
    """
    if now or (not is_async and not local.flags.in_test):
        return call(method, **kwargs)
    if deduplicate and not job_id:
        throw(_("`job_id` is required to avoid running a job twice."))
    job = _make_job(method, queue, job_id, (kwargs, on_success, on_failure))
    job.timeout, job.at_front = timeout or job.timeout, at_front
    if deduplicate and _queues().is_live(job.id):
        return None
    if local.request is not None and waiting() >= MAX_WAITING:
        throw(_("Too many jobs are waiting. Try again later."), QueueOverloaded)
    if enqueue_after_commit:
        local.db.after_commit.add(lambda: _queues().submit(job, deduplicate))
        return None
    return _queues().submit(job, deduplicate)


def _queues() -> Pool:
    return configured("redis_queue", local.conf, pool)


def queues_of(conf: Mapping[str, Any]) -> dict[str, int]:
    """The queues a configuration knows with the seconds their jobs may take, the default first."""
    own = conf.get("workers") or {}
    return {**QUEUES, **{name: cint(of.get("timeout")) or 300 for name, of in own.items()}}


def waiting() -> int:
    """How many jobs of the bench wait; where they run in this process, how many have not ended."""
    return _queues().count(queues_of(local.conf), local.sites_path)


def answers() -> bool:
    """False while the queue of this site is away; what is enqueued meanwhile is kept."""
    return _queues().answers()


def hand_over() -> None:
    """Put the jobs of this site that were kept while the queue was away where they belong."""
    _queues().hand_over(local.site_path)


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
    return _queues().is_live(_full_id(job_id))


def _make_job(
    method: str | Callable[..., Any], queue: str, job_id: str | None, more: tuple[Any, ...]
) -> Job:
    known = queues_of(local.conf)
    if queue not in known:
        throw(_("Queue should be one of {0}").format(", ".join(known)), ValidationError)
    return Job(
        id=_full_id(job_id or generate_hash(length=20)),
        method=method if isinstance(method, str) else f"{method.__module__}.{method.__qualname__}",
        site=local.site,
        sites_path=local.sites_path,
        user=local.session.user,
        payload=pickle.dumps((method, *more)),
        queue=queue,
        timeout=known[queue],
    )


def _full_id(job_id: str) -> str:
    return f"{local.site}::{job_id}"


def run(job: Job) -> None:
    """Run a job on its site, commit or undo, and tell whoever wants to know how it ended."""
    job.status = "started"
    with open_site(job.site, job.sites_path, job.user):
        local.job = _dict(site=job.site, method=job.method, user=job.user)
        method, kwargs, on_success, on_failure = pickle.loads(job.payload)
        try:
            job.result = _run_with_retries(job, method, kwargs)
        except Exception as error:  # noqa: BLE001 - whatever a job raises ends in the Error Log
            _fail(job, error, on_failure)
            return
        job.status = "finished"
        _tell(on_success, job, result=job.result)


def _run_with_retries(job: Job, method: Any, kwargs: dict[str, Any]) -> Any:
    for attempt in range(1, MAX_TRIES + 1):
        try:
            return _run_once(job, method, kwargs)
        except TEMPORARY:
            local.db.rollback()
            if attempt == MAX_TRIES:
                raise
            time.sleep(attempt * cint(local.conf.get("job_retry_pause", 1)))
    return None


def _run_once(job: Job, method: Any, kwargs: dict[str, Any]) -> Any:
    hooks = {"method": job.method, "kwargs": kwargs, "transaction_type": "job"}
    for path in get_hooks("before_job"):
        call(path, **hooks)
    result = (get_attr(method) if isinstance(method, str) else method)(**kwargs)
    local.db.commit()
    for path in get_hooks("after_job"):
        call(path, **hooks, result=result)
    return result


def _fail(job: Job, error: Exception, on_failure: Callable[..., Any] | None) -> None:
    job.status, job.error = "failed", error
    local.db.rollback()
    log_error(title=job.method[:140])
    local.db.commit()
    _tell(on_failure, job, type=type(error), value=error, traceback=error.__traceback__)


def _tell(listener: Callable[..., Any] | None, job: Job, **how: Any) -> None:
    if listener is None:
        return
    try:
        call(listener, job=job, connection=None, **how)
        local.db.commit()
    except Exception:  # noqa: BLE001 - the job itself has ended, as was said
        local.db.rollback()
        log_error(title=f"{job.method}: callback"[:140])
        local.db.commit()


def note_lost(job: Job, reason: str) -> None:
    """Write down that a job whose process died is given up, and tell who wants to know."""
    error = BackgroundJobLost(reason)
    with open_site(job.site, job.sites_path, job.user):
        job.status = "failed"
        log_error(title=job.method[:140], message=reason)
        local.db.commit()
        _tell(pickle.loads(job.payload)[3], job, type=type(error), value=error, traceback=None)
