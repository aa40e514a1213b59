"""`frappe.cache` on Redis, shared by all processes. Away, it is as if nothing were remembered."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from .stores import MemoryStore

REST = 5.0  # seconds before an address that failed is tried again
PATIENCE = 2.0  # seconds for an answer

log = logging.getLogger("frappe_embedded.cache")


def connect(url: str, patience: float) -> redis.Redis:
    """A client that waits `patience` seconds, and tries again once: kept connections may be old."""
    again = Retry(NoBackoff(), 1)
    return redis.Redis.from_url(
        url, socket_timeout=patience, socket_connect_timeout=patience, retry=again
    )


class RedisStore:
    """The same as `stores.MemoryStore`, at a Redis.

    While it cannot be reached reads find nothing and writes are dropped; only counters, which hold
    off who guesses passwords, go on in this process.
    """

    def __init__(self, url: str) -> None:
        self._redis = connect(url, PATIENCE)
        self._away_until = 0.0
        self._instead = MemoryStore()

    def _ask(self, ask: Callable[[Any], Any], otherwise: Any = None) -> Any:
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return ask(self._redis)
        except redis.RedisError as error:
            # Also while it loads its data or has no memory left.
            log.warning("The cache cannot be used (%s); going on without", type(error).__name__)
            self._away_until = time.monotonic() + REST
            return otherwise

    def get(self, key: str) -> Any:
        """What is kept, None when nothing is."""
        return _plain(self._ask(lambda at: at.get(key)))

    def put(self, key: str, value: Any, seconds: float | None = None) -> None:
        """Keep a value, for a time if given."""
        milliseconds = max(int(seconds * 1000), 1) if seconds else None
        self._ask(lambda at: at.set(key, value, px=milliseconds))

    def delete(self, *keys: str) -> None:
        """Drop values."""
        if keys:
            self._ask(lambda at: at.delete(*keys))

    def delete_prefix(self, prefix: str) -> None:
        """Drop every value whose key starts with `prefix`."""
        pattern = re.sub(r"([\[\]*?\\])", r"\\\1", prefix) + "*"
        self.delete(*self._ask(lambda at: list(at.scan_iter(pattern, count=1000)), ()))

    def add(self, key: str, amount: int, seconds: float | None = None) -> int:
        """Add to a counter, kept for a time from now if given, and return it."""

        def count(at: Any) -> int:
            together = at.pipeline().incrby(key, amount)
            if seconds:
                together.pexpire(key, int(seconds * 1000))
            return int(together.execute()[0])

        found: int | None = self._ask(count)
        return self._instead.add(key, amount, seconds) if found is None else found

    def hash_put(self, name: str, key: str, value: Any) -> None:
        """Keep a value in a hash."""
        self._ask(lambda at: at.hset(name, key, value))

    def hash_get(self, name: str, key: str) -> Any:
        """A value of a hash, None when it has none of that key."""
        return self._ask(lambda at: at.hget(name, key))

    def hash_all(self, name: str) -> dict[str, Any]:
        """A whole hash."""
        found = self._ask(lambda at: at.hgetall(name), {})
        return {key.decode(): value for key, value in found.items()}

    def hash_delete(self, name: str, *keys: str) -> None:
        """Drop values of a hash."""
        self._ask(lambda at: at.hdel(name, *keys))

    def push(self, key: str, value: Any) -> None:
        """Put a value at the head of a list."""
        self._ask(lambda at: at.lpush(key, value))

    def pop(self, key: str) -> Any:
        """Take the end of a list, None when it is empty."""
        return self._ask(lambda at: at.rpop(key))

    def length(self, key: str) -> int:
        """How long a list is."""
        return int(self._ask(lambda at: at.llen(key), 0))

    def set_add(self, name: str, *values: Any) -> None:
        """Add to a set."""
        self._ask(lambda at: at.sadd(name, *values))

    def set_members(self, name: str) -> set[Any]:
        """A copy of a set."""
        return set(self._ask(lambda at: at.smembers(name), ()))


def _plain(found: Any) -> Any:
    # A counter is kept as Redis counts: in digits. A pickle starts with another byte.
    is_number = isinstance(found, bytes) and not found.startswith(b"\x80")
    return int(found) if is_number else found
