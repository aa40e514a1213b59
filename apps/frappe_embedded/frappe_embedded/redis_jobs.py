"""Jobs in the queues of a Redis, as RQ keeps them. Away, they are kept with the site."""

import logging
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import Any

import redis
import rq
from rq.exceptions import DuplicateJobError, NoSuchJobError

from . import jobs, outbox
from .context import local
from .redis_store import connect

PATIENCE = 5.0  # seconds for an answer
KEPT = 600  # seconds that a finished job can be looked at
LIVES = 2  # times that a job whose process died is begun again
ENDED = ("finished", "failed", "stopped", "canceled")

log = logging.getLogger("frappe_embedded.jobs")


def queue_name(sites_path: str | Path, queue: str) -> str:
    """What a queue of the bench is called in a Redis that other benches may use too."""
    bench = sha256(str(Path(sites_path).resolve()).encode()).hexdigest()[:8]
    return f"{bench}-{queue}"


class RedisJobs:
    """The same as `jobs.Pool`, with the jobs in a Redis for `bench worker` to run."""

    def __init__(self, url: str) -> None:
        self._redis = connect(url, PATIENCE)

    def submit(self, job: jobs.Job, deduplicate: bool = False) -> Any:
        """Queue `job`; None when `deduplicate` finds one of its id that has yet to end.

        Never fails for want of a Redis: then the job is kept, and the clock hands it over.
        """
        try:
            return self._enqueue(job, deduplicate)
        except redis.RedisError as error:
            log.warning("The queue cannot be used (%s); %s is kept", error, job.id)
            outbox.keep(str(Path(job.sites_path, job.site)), job.id, job)
            return job

    def _enqueue(self, job: jobs.Job, deduplicate: bool) -> Any:
        if deduplicate:
            self._make_room(job.id)
        queue = rq.Queue(queue_name(job.sites_path, job.queue), connection=self._redis)
        try:
            return queue.enqueue_call(
                perform,
                args=(job,),
                timeout=job.timeout,
                result_ttl=KEPT,
                description=f"{job.method} ({job.id})",
                job_id=rq_id(job.id),
                at_front=job.at_front,
                retry=rq.Retry(max=LIVES),
                unique=deduplicate,
            )
        except DuplicateJobError:
            return None

    def _make_room(self, job_id: str) -> None:
        # One that ended is still there to be looked at, and would count as a duplicate.
        found = self._find(job_id)
        if found is not None and found.get_status() in ENDED:
            found.delete()

    def _find(self, job_id: str) -> Any:
        try:
            return rq.job.Job.fetch(rq_id(job_id), connection=self._redis)
        except NoSuchJobError:
            return None

    def is_live(self, job_id: str) -> bool:
        """True while a job of this id waits or runs."""
        if outbox.has(local.site_path, job_id):
            return True
        try:
            found = self._find(job_id)
            return found is not None and found.get_status() not in ENDED
        except redis.RedisError:
            return False

    def count(self, queues: Collection[str], sites_path: str) -> int:
        """How many jobs wait; 0 while that cannot be known."""
        try:
            found = (
                rq.Queue(queue_name(sites_path, name), connection=self._redis) for name in queues
            )
            return sum(queue.count for queue in found)
        except redis.RedisError:
            return 0

    def answers(self) -> bool:
        """True when the Redis can be reached."""
        try:
            return bool(self._redis.ping())
        except redis.RedisError:
            return False

    def hand_over(self, site_path: str) -> None:
        """Queue the jobs of a site that were kept while the queue was away."""
        try:
            outbox.hand_over(site_path, lambda job: self._enqueue(job, deduplicate=True))
        except redis.RedisError as error:
            log.warning("The queue is still away (%s)", error)


def rq_id(job_id: str) -> str:
    """The id of a job for RQ, which takes letters and digits only; the description has ours."""
    return sha256(job_id.encode()).hexdigest()[:32]


def perform(job: jobs.Job) -> Any:
    """Run a job in the process a worker made for it."""
    jobs.run(job)
    if job.error is not None:
        # It failed, was undone and logged: only one whose process dies is to be begun again.
        current = rq.get_current_job()
        if current is not None:
            current.retries_left = 0
        raise job.error
    return job.result
