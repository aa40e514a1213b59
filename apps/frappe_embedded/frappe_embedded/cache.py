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

from . import changes
from .context import local
from .stores import MemoryStore, configured

F = TypeVar("F", bound=Callable[..., Any])

_MISSING = object()
_memories: dict[str, dict[str, dict[Any, Any]]] = {}
_lock = threading.RLock()


def memory(name: str) -> dict[Any, Any]:
    """The dict called `name` of this site, shared by all threads of the process.

    Take it before reading what you will keep in it: what was forgotten meanwhile goes into a dict
    that nobody reads any more. Within a transaction that changed it, it is the transaction's own.
    """
    try:
        view = local.memories
        return (_memories[local.site] if view is None else view)[name]
    except (AttributeError, KeyError):
        return _view().setdefault(name, {})


def _view() -> dict[str, dict[Any, Any]]:
    view: dict[str, dict[Any, Any]] | None = getattr(local, "memories", None)
    return _memories.setdefault(getattr(local, "site", ""), {}) if view is None else view


def keep_view() -> None:
    """A transaction begins: it may read what is past, and must not have others remember that."""
    local.memories = _view()


def forget(*names: str) -> None:
    """Empty the named memories of this site, in this process and the others.

    Within a transaction others keep the old state until the commit, and whatever this one reads
    until then is remembered for itself only.
    """
    db = getattr(local, "db", None)
    if db is None or not db.in_transaction:
        _forget_everywhere(names)
        return
    local.forgotten = {*names, *(local.forgotten or ())}
    forget_uncommitted()


def forget_uncommitted() -> None:
    """Read anew what this transaction changed, as after a return to a savepoint."""
    forgotten = getattr(local, "forgotten", None)
    if forgotten:
        local.memories = _without(_view(), forgotten)


def end_view(kept: bool) -> None:
    """The transaction is over; if it was kept, all forget what it changed."""
    forgotten = getattr(local, "forgotten", None)
    local.memories = local.forgotten = None
    if forgotten and kept:
        _forget_everywhere(forgotten)


def _forget_everywhere(names: Iterable[str]) -> None:
    site = getattr(local, "site", "")
    _forget(site, names)
    if site:
        changes.announce(names)


def _forget(site: str, names: Iterable[str]) -> None:
    # A new dict: threads in the middle of a transaction go on with the old one.
    with _lock:
        _memories[site] = _without(_memories.get(site, {}), names)


def _without(known: dict[str, dict[Any, Any]], names: Iterable[str]) -> dict[str, dict[Any, Any]]:
    if changes.EVERYTHING in names:
        return {}
    return {name: kept for name, kept in known.items() if name not in names}


def notice_changes() -> None:
    """Forget what other processes announced since this one last looked."""
    changes.notice(_forget_announced)


def _forget_announced(names: set[str]) -> None:
    _forget(local.site, names)
    if changes.EVERYTHING in names:
        _values.delete_prefix(_key("", None))


def announce_change() -> None:
    """Forget all that is remembered of this site, in this process and the others.

    Within a transaction the others do so after the commit.
    """
    cache.delete_keys("")
    _clear_request()
    forget(changes.EVERYTHING)


def forget_site(site: str | None = None) -> None:
    """Forget, in this process only, all that is remembered of a site (this one when not named)."""
    here = getattr(local, "site", "")
    site = here if site is None else site
    _forget(site, [changes.EVERYTHING])
    _values.delete_prefix(f"{site}|")
    if here == site:
        local.memories = None
        _clear_request()


def _clear_request() -> None:
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


_values = MemoryStore()


class Cache:
    """`frappe.cache`: values by key, per site; in this process, or in the site's `redis_cache`.

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
        _store().put(key, pickle.dumps(val), expires_in_sec)

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
        stored = _store().get(key)
        if stored is not None:
            value = _read(stored)
        elif generator is not None:
            value = generator()
            _store().put(key, pickle.dumps(value))
        else:
            value = None
        mirror[key] = value
        return value

    def delete_value(
        self, keys: str | Iterable[str], user: str | None = None, make_keys: bool = True
    ) -> None:
        """Forget one key or several."""
        wanted = [_key(key, user) for key in ([keys] if isinstance(keys, str) else keys)]
        for key in wanted:
            _request_mirror().pop(key, None)
        _store().delete(*wanted)

    def delete_keys(self, key: str) -> None:
        """Forget every key that starts with `key`."""
        prefix, mirror = _key(key, None), _request_mirror()
        for known in [k for k in mirror if k.startswith(prefix)]:
            mirror.pop(known, None)
        _store().delete_prefix(prefix)

    def exists(self, key: str, user: str | None = None) -> bool:
        """True when something is remembered under `key`."""
        return _store().get(_key(key, user)) is not None

    def hset(self, name: str, key: str, value: Any, shared: bool = False) -> None:
        """Remember `value` under `key` of the hash `name`."""
        _store().hash_put(_key(name, None), key, pickle.dumps(value))

    def hget(
        self,
        name: str,
        key: str,
        generator: Callable[[], Any] | None = None,
        shared: bool = False,
    ) -> Any:
        """What the hash remembers under `key`; else what `generator` makes; else None."""
        found = _store().hash_get(_key(name, None), key)
        if found is not None:
            return pickle.loads(found)
        if generator is None:
            return None
        value = generator()
        self.hset(name, key, value)
        return value

    def hgetall(self, name: str) -> dict[str, Any]:
        """The whole hash."""
        found = _store().hash_all(_key(name, None))
        return {key: pickle.loads(value) for key, value in found.items()}

    def hexists(self, name: str, key: str, shared: bool = False) -> bool:
        """True when the hash remembers `key`."""
        return _store().hash_get(_key(name, None), key) is not None

    def hdel(self, name: str, keys: str | Iterable[str], shared: bool = False) -> None:
        """Forget keys of the hash."""
        _store().hash_delete(_key(name, None), *([keys] if isinstance(keys, str) else keys))

    def lpush(self, key: str, value: Any) -> None:
        """Put `value` at the head of the list."""
        _store().push(_key(key, None), pickle.dumps(value))

    def rpop(self, key: str) -> Any:
        """Take the end of the list, None when it is empty."""
        found = _store().pop(_key(key, None))
        return None if found is None else pickle.loads(found)

    def llen(self, key: str) -> int:
        """How long the list is."""
        return _store().length(_key(key, None))

    def sadd(self, name: str, *values: Any) -> None:
        """Add to the set."""
        _store().set_add(_key(name, None), *(pickle.dumps(value) for value in values))

    def smembers(self, name: str) -> set[Any]:
        """A copy of the set."""
        return {pickle.loads(value) for value in _store().set_members(_key(name, None))}

    def incrby(self, key: str, amount: int = 1, expires_in_sec: float | None = None) -> int:
        """Add to a counter, which only this function sets, and return it.

        All processes that share a cache count together. `expires_in_sec` is not Frappe's.
        """
        full = _key(key, None)
        value = _request_mirror()[full] = _store().add(full, amount, expires_in_sec)
        return value


cache = Cache()


def _store() -> MemoryStore:
    return configured("redis_cache", getattr(local, "conf", None) or {}, _values)


def _key(key: str, user: str | None) -> str:
    site = getattr(local, "site", "")
    return f"{site}|user:{user}:{key}" if user else f"{site}|{key}"


def _read(stored: Any) -> Any:
    return stored if isinstance(stored, int) else pickle.loads(stored)


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
        whose = local.session.user if user is True else user or ""
        key = f"{prefix}{whose}:{_call_key(args, kwargs)!r}"
        # Kept in a list, as None may be an answer.
        found = cache.get_value(key, expires=True)
        if found is None:
            found = [function(*args, **kwargs)]
            cache.set_value(key, found, expires_in_sec=ttl)
        return found[0]

    remembered.clear_cache = lambda: cache.delete_keys(prefix)  # type: ignore[attr-defined] # as above
    return remembered
