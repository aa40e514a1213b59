"""Writers of one SQLite file stand in line instead of polling the file's lock."""

import threading
from collections import deque

from ..errors import QueryDeadlockError, QueryTimeoutError


class WriterQueue:
    """A lock served in order of arrival. The thread that waits for itself is told so at once."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._owner: int | None = None
        self._waiting: deque[tuple[int, threading.Lock]] = deque()

    def acquire(self, timeout: float) -> None:
        """Wait for the turn, up to `timeout` seconds.

        Raises QueryTimeoutError when they are over, QueryDeadlockError when this thread has it.
        """
        me, turn = threading.get_ident(), threading.Lock()
        with self._guard:
            if self._owner is None:
                self._owner = me
                return
            if self._owner == me:
                raise QueryDeadlockError(
                    1213, "this thread already writes through another connection"
                )
            turn.acquire()
            self._waiting.append((me, turn))
        if not turn.acquire(timeout=timeout):
            self._give_up(me, turn)

    def _give_up(self, me: int, turn: threading.Lock) -> None:
        with self._guard:
            if (me, turn) not in self._waiting:
                return  # the turn came while the clock ran out
            self._waiting.remove((me, turn))
        raise QueryTimeoutError(1205, "another transaction held the write lock for too long")

    def release(self) -> None:
        """Hand the lock to whoever waits longest."""
        with self._guard:
            if not self._waiting:
                self._owner = None
                return
            self._owner, turn = self._waiting.popleft()
            turn.release()
