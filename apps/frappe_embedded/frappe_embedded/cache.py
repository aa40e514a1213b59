"""What is remembered between statements: per request, per site and process, with or without expiry.

`memory(name)` is for the engine's own descriptions (metadata, hooks): plain objects, shared, never
changed after they are stored. `Cache` is `frappe.cache` for apps: values are copied in and out.
"""

import pickle
import threading
import time
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from .context import local

F = TypeVar("F", bound=Callable[..., Any])

_MISSING = object()
_memories: dict[str, dict[str, dict[Any, Any]]] = {}
_lock = threading.RLock()


def memory(name: str) -> dict[Any, Any]:
    """The dict called `name` of this site, shared by all threads of the process."""
    try:
        return _memories[local.site][name]
    except (AttributeError, KeyError):
        site = getattr(local, "site", "")
        return _memories.setdefault(site, {}).setdefault(name, {})


def forget(*names: str) -> None:
    """Empty the named memories of this site, now and again when the open transaction ends.

    The second time matters: until the commit other threads read, and remember, the old state.
    """
    _forget(getattr(local, "site", ""), names)
    db = getattr(local, "db", None)
    if db is not None and db.in_transaction:
        site = local.site
        db.after_commit.add(lambda: _forget(site, names))
        db.after_rollback.add(lambda: _forget(site, names))


def _forget(site: str, names: Iterable[str]) -> None:
    store = _memories.get(site, {})
    for name in names:
        store.pop(name, None)


def forget_site(site: str | None = None) -> None:
    """Forget all that is remembered of a site (this one when not named), apps' values included."""
    site = getattr(local, "site", "") if site is None else site
    _memories.pop(site, None)
    _stores.pop(site, None)
    if getattr(local, "site", None) == site:
        local.cache = {}
        local.request_cache = {}
        local.document_cache = {}
        local.role_permissions = {}


def forget_document(doctype: str, name: Any = None) -> None:
    """Drop loaded documents from this request: one, or all of a DocType.

    `local.document_cache` has `(doctype, name)` as keys; names differ by case for one record.
    """
    documents = getattr(local, "document_cache", None) or {}
    wanted = None if name is None else str(name).lower()
    for key in [k for k in documents if k[0] == doctype]:
        if wanted is None or str(key[1]).lower() == wanted:
            del documents[key]


_stores: dict[str, dict[str, tuple[float | None, Any]]] = {}


class Cache:
    """`frappe.cache`: values by key, per site, in this process.

    As in Frappe a request that found a key missing keeps seeing it missing, generator or not.
    """

    def __call__(self) -> "Cache":
        return self

    def set_value(
        self, key: str, val: Any, user: str | None = None, expires_in_sec: float | None = None
    ) -> None:
        """Remember `val` under `key`, for one user only if named, for a time if given."""
        key = _key(key, user)
        _request_mirror()[key] = val
        self._put(key, pickle.dumps(val), expires_in_sec)

    def get_value(
        self,
        key: str,
        generator: Callable[[], Any] | None = None,
        user: str | None = None,
        expires: bool = False,
        shared: bool = False,
    ) -> Any:
        """What is remembered; else what `generator` makes, which is then remembered; else None."""
        key, mirror = _key(key, user), _request_mirror()
        if key in mirror and not expires:
            return mirror[key]
        stored = self._find(key)
        if stored is not _MISSING:
            value = pickle.loads(stored)
        elif generator is not None:
            value = generator()
            self._put(key, pickle.dumps(value), None)
        else:
            value = None
        mirror[key] = value
        return value

    def delete_value(
        self, keys: str | Iterable[str], user: str | None = None, make_keys: bool = True
    ) -> None:
        """Forget one key or several."""
        for key in [keys] if isinstance(keys, str) else keys:
            full = _key(key, user)
            _request_mirror().pop(full, None)
            self._store().pop(full, None)

    def delete_keys(self, key: str) -> None:
        """Forget every key that starts with `key`."""
        for store in (self._store(), _request_mirror()):
            for known in [k for k in store if k.startswith(key)]:
                store.pop(known, None)

    def exists(self, key: str, user: str | None = None) -> bool:
        """True when something is remembered under `key`."""
        return self._find(_key(key, user)) is not _MISSING

    def hset(self, name: str, key: str, value: Any, shared: bool = False) -> None:
        """Remember `value` under `key` of the hash `name`."""
        self._change(name, dict, lambda found: found.__setitem__(key, pickle.dumps(value)))

    def hget(
        self,
        name: str,
        key: str,
        generator: Callable[[], Any] | None = None,
        shared: bool = False,
    ) -> Any:
        """What the hash remembers under `key`; else what `generator` makes; else None."""
        found = self._container(name, dict)
        if key in found:
            return pickle.loads(found[key])
        if generator is None:
            return None
        value = generator()
        self.hset(name, key, value)
        return value

    def hgetall(self, name: str) -> dict[str, Any]:
        """The whole hash."""
        return {k: pickle.loads(v) for k, v in self._container(name, dict).items()}

    def hexists(self, name: str, key: str, shared: bool = False) -> bool:
        """True when the hash remembers `key`."""
        return key in self._container(name, dict)

    def hdel(self, name: str, keys: str | Iterable[str], shared: bool = False) -> None:
        """Forget keys of the hash."""
        wanted = [keys] if isinstance(keys, str) else list(keys)
        self._change(name, dict, lambda found: [found.pop(key, None) for key in wanted])

    def lpush(self, key: str, value: Any) -> None:
        """Put `value` at the head of the list."""
        self._change(key, list, lambda found: found.insert(0, value))

    def rpop(self, key: str) -> Any:
        """Take the end of the list, None when it is empty."""
        return self._change(key, list, lambda found: found.pop() if found else None)

    def llen(self, key: str) -> int:
        """How long the list is."""
        return len(self._container(key, list))

    def sadd(self, name: str, *values: Any) -> None:
        """Add to the set."""
        self._change(name, set, lambda found: found.update(values))

    def smembers(self, name: str) -> set[Any]:
        """A copy of the set."""
        return set(self._container(name, set))

    def incrby(self, key: str, amount: int = 1) -> int:
        """Add to a counter and return it."""
        with _lock:
            found = self._find(_key(key, None))
            value = (0 if found is _MISSING else int(pickle.loads(found))) + amount
            self.set_value(key, value)
        return value

    def _store(self) -> dict[str, tuple[float | None, Any]]:
        return _stores.setdefault(getattr(local, "site", ""), {})

    def _put(self, key: str, value: Any, expires_in_sec: float | None) -> None:
        until = time.time() + expires_in_sec if expires_in_sec else None
        self._store()[key] = (until, value)

    def _find(self, key: str) -> Any:
        until, value = self._store().get(key, (None, _MISSING))
        if until is not None and until <= time.time():
            self._store().pop(key, None)
            return _MISSING
        return value

    def _container(self, key: str, kind: type) -> Any:
        found = self._find(key)
        return kind() if found is _MISSING else found

    def _change(self, key: str, kind: type, act: Callable[[Any], Any]) -> Any:
        with _lock:
            found = kind(self._container(key, kind))
            answer = act(found)
            self._put(key, found, None)
        return answer


cache = Cache()


def _key(key: str, user: str | None) -> str:
    return f"user:{user}:{key}" if user else key


def _request_mirror() -> dict[str, Any]:
    try:
        mirror: dict[str, Any] = local.cache
    except AttributeError:
        mirror = local.cache = {}
    return mirror


def _call_key(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return (args, tuple(sorted(kwargs.items()))) if kwargs else args


def request_cache(function: F) -> F:
    """Call `function` once per request for the same arguments."""

    @wraps(function)
    def remembered(*args: Any, **kwargs: Any) -> Any:
        known = local.request_cache.setdefault(function, {})
        key = _call_key(args, kwargs)
        if key not in known:
            known[key] = function(*args, **kwargs)
        return known[key]

    def clear_cache() -> None:
        local.request_cache.pop(function, None)

    remembered.clear_cache = clear_cache  # type: ignore[attr-defined] # Frappe's API hangs it here
    return remembered  # type: ignore[return-value] # same signature by construction


def site_cache(
    ttl: float | Callable[..., Any] | None = None, maxsize: int | None = None
) -> Callable[..., Any]:
    """Call a function once per site and process for the same arguments, again after `ttl` seconds.

    The oldest answer goes when there are `maxsize`.
    """
    if callable(ttl):
        return _site_cached(ttl, None, None)
    return lambda function: _site_cached(function, ttl, maxsize)


def _site_cached(
    function: Callable[..., Any], ttl: float | None, maxsize: int | None
) -> Callable[..., Any]:
    name = f"call:{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(*args: Any, **kwargs: Any) -> Any:
        known, key = memory(name), _call_key(args, kwargs)
        until, value = known.get(key, (0.0, _MISSING))
        if value is _MISSING or (until is not None and until <= time.time()):
            value = function(*args, **kwargs)
            if maxsize and len(known) >= maxsize:
                known.pop(next(iter(known)), None)
            known[key] = (time.time() + ttl if ttl else None, value)
        return value

    remembered.clear_cache = lambda: forget(name)  # type: ignore[attr-defined] # as above
    return remembered


def redis_cache(
    ttl: float | Callable[..., Any] | None = 3600,
    user: str | bool | None = None,
    shared: bool = False,
) -> Callable[..., Any]:
    """Like `site_cache`, through `frappe.cache`: answers are copied; per user if `user` is True."""
    if callable(ttl):
        return _cache_backed(ttl, 3600, user)
    return lambda function: _cache_backed(function, ttl, user)


def _cache_backed(
    function: Callable[..., Any], ttl: float | None, user: str | bool | None
) -> Callable[..., Any]:
    prefix = f"call:{function.__module__}.{function.__qualname__}:"

    @wraps(function)
    def remembered(*args: Any, **kwargs: Any) -> Any:
        whose = local.session.user if user is True else user or None
        key = prefix + repr(_call_key(args, kwargs))
        if cache.exists(key, user=whose):
            return cache.get_value(key, user=whose)
        value = function(*args, **kwargs)
        cache.set_value(key, value, user=whose, expires_in_sec=ttl)
        return value

    def clear_cache() -> None:
        cache.delete_keys(prefix)
        for key in [k for k in cache._store() if f":{prefix}" in k]:
            cache.delete_value(key)

    remembered.clear_cache = clear_cache  # type: ignore[attr-defined] # as above
    return remembered
