"""Where `frappe.cache` keeps its values: in this process, unless the site configures Redis."""

import importlib
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from .errors import NotSupported

Part = TypeVar("Part")

# What a site can have done elsewhere: the configuration key with the address, and the class.
ELSEWHERE = {
    "redis_cache": ("redis_store", "RedisStore"),
    "redis_queue": ("redis_jobs", "RedisJobs"),
}
_made: dict[tuple[str, str], Any] = {}


def configured(key: str, conf: Mapping[str, Any], otherwise: Part) -> Part:
    """What works at the address the configuration has under `key`; `otherwise` without one.

    The only place that loads a module by name: what is not configured need not be installed.
    Raises NotSupported when its library is missing.
    """
    url = conf.get(key)
    if not url:
        return otherwise
    found = _made.get((key, url))
    if found is None:
        module, name = ELSEWHERE[key]
        try:
            made = getattr(importlib.import_module(f".{module}", __package__), name)
        except ModuleNotFoundError as missing:
            message = f"{key} needs the library {missing.name}: install frappe-embedded[redis]"
            raise NotSupported(message) from missing
        found = _made.setdefault((key, url), made(url))
    part: Part = found
    return part


class MemoryStore:
    """Values by key in this process, copied in and out by whoever uses it."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[float | None, Any]] = {}
        self._lock = threading.RLock()

    def get(self, key: str) -> Any:
        """What is kept, None when nothing is (any more)."""
        until, value = self._values.get(key, (None, None))
        if until is not None and until <= time.time():
            self._values.pop(key, None)
            return None
        return value

    def put(self, key: str, value: Any, seconds: float | None = None) -> None:
        """Keep a value, for a time if given."""
        self._values[key] = (time.time() + seconds if seconds else None, value)

    def delete(self, *keys: str) -> None:
        """Drop values."""
        for key in keys:
            self._values.pop(key, None)

    def delete_prefix(self, prefix: str) -> None:
        """Drop every value whose key starts with `prefix`."""
        self.delete(*[key for key in list(self._values) if key.startswith(prefix)])

    def add(self, key: str, amount: int, seconds: float | None = None) -> int:
        """Add to a counter, kept for a time from now if given, and return it."""
        with self._lock:
            total = int(self.get(key) or 0) + amount
            self.put(key, total, seconds)
        return total

    def hash_put(self, name: str, key: str, value: Any) -> None:
        """Keep a value in a hash."""
        self._change(name, dict, lambda found: {**found, key: value})

    def hash_get(self, name: str, key: str) -> Any:
        """A value of a hash, None when it has none of that key."""
        return self.hash_all(name).get(key)

    def hash_all(self, name: str) -> dict[str, Any]:
        """A whole hash."""
        return dict(self.get(name) or {})

    def hash_delete(self, name: str, *keys: str) -> None:
        """Drop values of a hash."""
        self._change(name, dict, lambda found: {k: found[k] for k in found if k not in keys})

    def push(self, key: str, value: Any) -> None:
        """Put a value at the head of a list."""
        self._change(key, list, lambda found: [value, *found])

    def pop(self, key: str) -> Any:
        """Take the end of a list, None when it is empty."""
        with self._lock:
            found = list(self.get(key) or ())
            self.put(key, found[:-1])
        return found[-1] if found else None

    def length(self, key: str) -> int:
        """How long a list is."""
        return len(self.get(key) or ())

    def set_add(self, name: str, *values: Any) -> None:
        """Add to a set."""
        self._change(name, set, lambda found: found | set(values))

    def set_members(self, name: str) -> set[Any]:
        """A copy of a set."""
        return set(self.get(name) or ())

    def _change(self, key: str, kind: type, change: Callable[[Any], Any]) -> Any:
        with self._lock:
            found = self.get(key)
            changed = change(kind() if found is None else found)
            self.put(key, changed)
        return changed
