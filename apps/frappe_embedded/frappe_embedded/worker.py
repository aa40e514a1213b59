"""`bench worker`: runs the jobs of RQ's queues, each in a process of its own."""

import ctypes
import os
import signal
import socket
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import redis
import rq
from rq.exceptions import AbandonedJobError, DequeueTimeout, NoSuchJobError

from . import jobs
from .redis_jobs import queue_name
from .text import generate_hash

POLL = 0.2  # seconds between looks at empty queues
SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class Queue(rq.Queue):
    """A queue from which nothing is lost when a worker is killed with a job in its hands."""

    @classmethod
    def dequeue_any(  # type: ignore[override] # what is not named goes without saying
        cls, queues: Iterable[Any], timeout: int | None, connection: Any, **given: Any
    ) -> Any:
        """The next job of the first queue that has one; it stays aside until its process began.

        RQ does that for one queue only: with several it takes jobs out before anybody has them.
        """
        queues = list(queues)
        until = time.monotonic() + (timeout or 0)
        while True:
            for queue in queues:
                found = _take(queue, connection)
                if found is not None:
                    return found, queue
            if timeout is None:
                return None
            if time.monotonic() > until:
                raise DequeueTimeout(timeout, [queue.key for queue in queues])
            time.sleep(POLL)


def _take(queue: Any, connection: Any) -> Any:
    moved = Queue.lmove(connection, queue.key, None)
    if moved is None:
        return None
    job_id = moved[1].decode()
    try:
        return queue.job_class.fetch(job_id, connection=connection, serializer=queue.serializer)
    except NoSuchJobError:
        queue.intermediate_queue.remove(job_id)
        return None


class Worker(rq.Worker):
    """RQ's worker; a job whose process or worker was killed goes back and runs again."""

    queue_class = Queue

    def bootstrap(self, *args: Any, **kwargs: Any) -> None:
        super().bootstrap(*args, **kwargs)
        self.give_back()

    def give_back(self) -> None:
        """Put back at once what killed workers of this machine had begun.

        Those of other machines are missed when their heartbeat is, in a minute or two.
        """
        for queue in self.queues:
            registry = queue.started_job_registry
            entries: Any = self.connection.zrange(registry.key, 0, -1)
            for entry in entries:
                job = queue.fetch_job(registry.parse_job_id(entry.decode()))
                if job is None or _is_killed(job.worker_name):
                    self.connection.zadd(registry.key, {entry: 1})
            registry.cleanup()

    def prepare_job_execution(self, job: Any, remove_from_intermediate_queue: bool = False) -> None:
        super().prepare_job_execution(job, remove_from_intermediate_queue=True)

    def main_work_horse(self, job: Any, queue: Any) -> Any:
        _die_with_parent()
        return super().main_work_horse(job, queue)

    def handle_job_failure(self, job: Any, *args: Any, **kwargs: Any) -> None:
        is_lost = not self.is_horse and not job.should_retry
        super().handle_job_failure(job, *args, **kwargs)
        if is_lost:
            jobs.note_lost(job.args[0], kwargs.get("exc_string") or "The process of the job died")


def _is_killed(worker: str | None) -> bool:
    host, pid, _random = (worker or "..").rsplit(".", 2)
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    return False


def _note_abandoned(job: Any, kind: type[BaseException], error: Any, trace: Any) -> bool:
    if issubclass(kind, AbandonedJobError) and not job.should_retry:
        jobs.note_lost(job.args[0], "The worker of the job was killed")
    return True


def _die_with_parent() -> None:
    # A job that outlived its killed worker would run beside the one begun again.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGKILL)


def work(url: str, sites_path: str | Path, queues: Sequence[str], burst: bool = False) -> None:
    """Run the jobs of some queues of a bench until told to stop, or with `burst` until none waits.

    The first SIGTERM lets the job at hand finish.
    """
    connection = redis.Redis.from_url(url)
    worker = Worker(
        [Queue(queue_name(sites_path, name), connection=connection) for name in queues],
        name=f"{socket.gethostname()}.{os.getpid()}.{generate_hash(length=6)}",
        connection=connection,
        exception_handlers=[_note_abandoned],
        worker_ttl=75,
        maintenance_interval=60,
        job_monitoring_interval=10,
    )
    worker.work(burst=burst, logging_level="WARNING")
