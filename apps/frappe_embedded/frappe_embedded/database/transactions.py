"""Transactions: begun by the first write, their savepoints, and what waits for their end."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from .. import cache
from ..context import local
from ..errors import OperationalError
from .statement import identifier


class Callbacks:
    """Functions to call, once each, when a transaction ends."""

    def __init__(self) -> None:
        self._functions: deque[Callable[[], Any]] = deque()

    def add(self, function: Callable[[], Any]) -> None:
        """Call `function` when the time comes."""
        self._functions.append(function)

    def run(self) -> None:
        """Call them in the order they came, those added meanwhile too."""
        while self._functions:
            self._functions.popleft()()

    def reset(self) -> None:
        """Forget them."""
        self._functions.clear()

    def __len__(self) -> int:
        return len(self._functions)


class Transactions(ABC):
    """Each read sees the latest that was committed, until the first write begins a transaction."""

    def __init__(self) -> None:
        self.before_commit = Callbacks()
        self.after_commit = Callbacks()
        self.before_rollback = Callbacks()
        self.after_rollback = Callbacks()
        self.transaction_writes = 0
        self.commits = 0
        self.ends = 0
        self._writing = False
        self._savepoints: list[str] = []

    def commit(self) -> None:
        """Keep what was written, then run what waited for it."""
        self.before_rollback.reset()
        self.after_rollback.reset()
        self.before_commit.run()
        self.commits += self._writing
        self._commit()
        self.transaction_writes = 0
        self.ends += 1
        cache.end_view(kept=True)
        self.after_commit.run()

    def rollback(self, *, save_point: str | None = None) -> None:
        """Undo what was written since the last commit, or since `save_point`.

        Undoing all also drops what waited for the commit; a savepoint leaves it waiting.
        """
        self.ends += 1
        if save_point:
            self._rollback_to(save_point)
            cache.forget_uncommitted()
            return
        self.before_commit.reset()
        self.after_commit.reset()
        self.before_rollback.run()
        self._rollback()
        self.transaction_writes = 0
        cache.end_view(kept=False)
        self.after_rollback.run()

    @property
    def in_transaction(self) -> bool:
        """True from the first write (or locking read) to the commit or rollback."""
        return self._writing

    def begin(self) -> None:
        """Make sure a writing transaction is open."""
        if self._writing:
            self._require_open()
            return
        self._begin()
        self._writing = True
        cache.keep_view()
        for name in self._savepoints:
            self._execute(f"SAVEPOINT {name}", ())

    def _require_open(self) -> None:
        if self._is_undone():
            raise OperationalError(1180, "the database undid the transaction after an error")

    def savepoint(self, save_point: str) -> None:
        """Mark a place to which `rollback(save_point=…)` can return.

        Marked at once inside a transaction; before the first write it costs nothing.
        """
        self._savepoints.append(identifier(save_point))
        if self._writing:
            self._execute(f"SAVEPOINT {save_point}", ())

    def release_savepoint(self, save_point: str) -> None:
        """Forget the mark, keep what was written."""
        self._drop_savepoints(save_point, keep=False)
        if self._writing:
            self._execute(f"RELEASE SAVEPOINT {save_point}", ())

    def _rollback_to(self, save_point: str) -> None:
        self._drop_savepoints(save_point, keep=True)
        if self._writing:
            self._require_open()
            self._execute(f"ROLLBACK TO SAVEPOINT {save_point}", ())

    def _drop_savepoints(self, save_point: str, keep: bool) -> None:
        if save_point not in self._savepoints:
            raise OperationalError(1305, f"SAVEPOINT {save_point} does not exist")
        place = len(self._savepoints) - 1 - self._savepoints[::-1].index(save_point)
        del self._savepoints[place + keep :]

    def _commit(self) -> None:
        if self._writing:
            self._require_open()
            self._execute("COMMIT", ())
        self._end()

    def _rollback(self) -> None:
        try:
            if self._writing and not self._is_undone():
                self._execute("ROLLBACK", ())
        finally:
            self._end()

    def _end(self) -> None:
        self._savepoints.clear()
        self._writing = False

    @abstractmethod
    def _begin(self) -> None:
        """Open a transaction that will write."""

    @abstractmethod
    def _is_undone(self) -> bool:
        """True when the database ended the open transaction by itself."""

    @abstractmethod
    def close(self) -> None:
        """Undo what is pending and give the connection back."""

    @abstractmethod
    def forget_connections(self) -> None:
        """Close the connections that this process keeps open to this database."""

    @abstractmethod
    def _execute(self, text: str, params: Sequence[Any]) -> Any: ...


@contextmanager
def savepoint(
    catch: type[Exception] | tuple[type[Exception], ...] = Exception,
) -> Iterator[None]:
    """Undo the block and go on when it raises `catch`; other errors pass through."""
    db, name = local.db, f"sp_{local.db.statement_count}_{id(object())}"
    db.savepoint(name)
    try:
        yield
    except catch:
        db.rollback(save_point=name)
    else:
        db.release_savepoint(name)
