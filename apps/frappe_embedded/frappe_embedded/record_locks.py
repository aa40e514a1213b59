"""Locks that one job holds on one record while others wait or are told to come back."""

import time
from pathlib import Path
from typing import Any

from .context import local
from .errors import DocumentLockedError
from .locks import lock_path
from .messages import throw
from .text import digest
from .translate import _

# A job that died leaves its lock; after this many seconds nobody believes in it.
LEASE = 3 * 60 * 60


def lock(doc: Any, timeout: int | None = None) -> None:
    """Lock a record until `unlock`. Raises DocumentLockedError when somebody holds it.

    `timeout` is how many seconds to wait for it to come free.
    """
    until = time.monotonic() + (timeout or 0)
    while is_locked(doc):
        if time.monotonic() >= until:
            message = _("{0} {1} is being worked on. Try again in a while.")
            throw(message.format(_(doc.doctype), doc.name), DocumentLockedError)
        time.sleep(0.2)
    _path(doc).touch()
    local.db.after_rollback.add(lambda: unlock(doc))


def unlock(doc: Any) -> None:
    """Let others have the record."""
    _path(doc).unlink(missing_ok=True)


def is_locked(doc: Any) -> bool:
    """True while somebody holds the record."""
    try:
        return time.time() - _path(doc).stat().st_mtime < LEASE
    except FileNotFoundError:
        return False


def require_unlocked(doc: Any) -> None:
    """Raise DocumentLockedError while somebody else holds the record."""
    if not doc.flags.holds_lock and is_locked(doc):
        message = _("{0} {1} is being worked on. Try again in a while.")
        throw(message.format(_(doc.doctype), doc.name), DocumentLockedError)


def _path(doc: Any) -> Path:
    return lock_path(f"record_{digest(f'{doc.doctype}:{doc.name}')[:32]}")
