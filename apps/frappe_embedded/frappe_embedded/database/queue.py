"""Writers of one SQLite file stand in line instead of polling the file's lock."""

import fcntl
import os
import threading
import time
from collections import deque

from ..errors import QueryDeadlockError, QueryTimeoutError

LOOK_AGAIN = 0.0001  # seconds between looks of the one process that is next


class WriterQueue:
    """A lock served in order of arrival. The thread that waits for itself is told so at once.

    Within the process threads wait in line; the first in line stands for it among the processes.
    """

    def __init__(self, path: str) -> None:
        self._guard = threading.Lock()
        self._owner: int | None = None
        self._waiting: deque[tuple[int, threading.Lock]] = deque()
        self._processes = ProcessQueue(path)

    def acquire(self, timeout: float) -> None:
        """Wait for the turn, up to `timeout` seconds.

        Raises QueryTimeoutError when they are over, QueryDeadlockError when this thread has it.
        """
        until = time.monotonic() + timeout
        self._acquire_here(timeout)
        try:
            self._processes.acquire(until)
        except BaseException:  # whatever it was, others may write; it is raised again
            self._release_here()
            raise

    def release(self) -> None:
        """Let another process have its turn, then hand the lock to whoever waits longest here."""
        self._processes.release()
        self._release_here()

    def _acquire_here(self, timeout: float) -> None:
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

    def _release_here(self) -> None:
        with self._guard:
            if not self._waiting:
                self._owner = None
                return
            self._owner, turn = self._waiting.popleft()
            turn.release()


class ProcessQueue:
    """The processes that write a file, taking turns. One that dies loses its turn, no more.

    Two locks on bytes of a file beside it: who has the second writes, who has the first is next.
    The one that has just written must get the first again before it can be next, so it cannot
    overtake those that wait.
    """

    NEXT, WRITING = 0, 1

    def __init__(self, path: str) -> None:
        self._path = f"{path}-turn"
        self._file = -1

    def acquire(self, until: float) -> None:
        """Wait for the turn of this process. Raises QueryTimeoutError at `until` (monotonic)."""
        if self._file < 0:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._wait(self.NEXT, until)
        try:
            self._wait(self.WRITING, until)
        finally:
            self._free(self.NEXT)

    def release(self) -> None:
        """The turn is over."""
        self._free(self.WRITING)

    def _free(self, byte: int) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, byte)

    def _wait(self, byte: int, until: float) -> None:
        # The call that blocks cannot be given an end; few look, as threads wait in line before.
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
                return
            except BlockingIOError:
                if time.monotonic() > until:
                    raise QueryTimeoutError(
                        1205, "another process held the write lock for too long"
                    ) from None
                time.sleep(LOOK_AGAIN)
