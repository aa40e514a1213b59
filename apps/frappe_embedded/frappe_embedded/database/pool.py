"""Connections that are kept open between requests, by what they are connected to."""

import atexit
import os
import weakref
from collections.abc import Hashable
from typing import Any, Generic, TypeVar

Kept = TypeVar("Kept")

_pools: "weakref.WeakSet[Pool[Any]]" = weakref.WeakSet()
_inherited: list[Any] = []


class Pool(Generic[Kept]):
    """Idle connections of this process; whichever thread comes next takes the one used last."""

    def __init__(self, limit: int = 32) -> None:
        self._idle: dict[Hashable, list[Kept]] = {}
        self._limit = limit
        _pools.add(self)

    def take(self, place: Hashable) -> Kept | None:
        """A connection to `place`, None when there is none to spare."""
        kept = self._idle.get(place)
        try:
            return kept.pop() if kept else None
        except IndexError:  # another thread was faster
            return None

    def give(self, place: Hashable, connection: Kept) -> None:
        """Keep a connection for the next to come; close it when enough are kept."""
        kept = self._idle.setdefault(place, [])
        if len(kept) < self._limit:
            kept.append(connection)
        else:
            connection.close()  # type: ignore[attr-defined] # every driver's connection has it

    def close(self, place: Hashable | None = None) -> None:
        """Close the connections to a place (all when not named)."""
        for known in [place] if place is not None else list(self._idle):
            for connection in self._idle.pop(known, []):
                connection.close()  # type: ignore[attr-defined] # as above

    def leave_to_parent(self) -> None:
        """Let go of all without closing: a forked child must neither use nor close them."""
        _inherited.append(self._idle)
        self._idle = {}


def _close_all() -> None:
    for pool in list(_pools):
        pool.close()


def _after_fork() -> None:
    for pool in list(_pools):
        pool.leave_to_parent()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(after_in_child=_after_fork)
