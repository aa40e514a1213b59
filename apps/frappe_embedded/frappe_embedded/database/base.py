"""What every database offers: statements, transactions with their callbacks, tables and indexes."""

import logging
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from ..context import local
from ..errors import (
    DatabaseError,
    DataError,
    ImplicitCommitError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    QueryDeadlockError,
    QueryTimeoutError,
    TooManyWritesError,
)
from ..values import _dict
from . import statement

MAX_WRITES_PER_TRANSACTION = 200_000

log = logging.getLogger("frappe_embedded.sql")


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


@dataclass(frozen=True)
class Column:
    """One column as a table should have it. `kind` is one of `fieldtypes.KINDS`' values."""

    name: str
    kind: str
    default: Any = None


class Database(ABC):
    """One connection to the database of one site, used by one thread at a time."""

    db_type: ClassVar[str]
    column_types: ClassVar[dict[str, str]]
    insert_or_ignore: ClassVar[str]

    DatabaseError = DatabaseError
    OperationalError = OperationalError
    ProgrammingError = ProgrammingError
    IntegrityError = IntegrityError
    InternalError = DatabaseError
    DataError = DataError

    def __init__(self) -> None:
        self.before_commit = Callbacks()
        self.after_commit = Callbacks()
        self.before_rollback = Callbacks()
        self.after_rollback = Callbacks()
        self.auto_commit_on_many_writes = False
        self.transaction_writes = 0
        self.statement_count = 0

    # Statements

    def sql(
        self,
        query: Any,
        values: Any = (),
        as_dict: bool | int = False,
        as_list: bool | int = False,
        *,
        pluck: bool = False,
        as_iterator: bool = False,
        debug: bool | int = False,
        run: bool = True,
        update: dict[str, Any] | None = None,
    ) -> Any:
        """Run one statement.

        `values` fill `%s` (sequence) or `%(name)s` (mapping). A SELECT answers a tuple of tuples,
        or a list of `_dict` (`as_dict`), of lists (`as_list`) or of first columns (`pluck`);
        anything else answers `()`. Raises the engine's DatabaseErrors.
        """
        found = statement.read(str(query))
        text, params = statement.bind(found.text, values)
        if not run:
            return text
        if debug:
            log.warning("%s %s", text, params)
        self._prepare(found)
        cursor = self._execute(text, params)
        if cursor.description is None:
            return ()
        rows = _cast_rows(cursor, statement.result_casts(text))
        shaped = _shape(cursor, rows, as_dict=as_dict, as_list=as_list, pluck=pluck, update=update)
        if as_iterator:
            return shaped
        return list(shaped) if as_dict or as_list or pluck else tuple(shaped)

    def sql_many(self, query: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one writing statement with `%s` places for each of `rows`; it counts once."""
        if not rows:
            return
        found = statement.read(query)
        self._prepare(found)
        self._execute_many(found.text.replace("%s", "?"), rows)

    def sql_list(self, query: Any, values: Any = (), **kwargs: Any) -> list[Any]:
        """The first column of a SELECT."""
        rows: list[Any] = self.sql(query, values, pluck=True, **kwargs)
        return rows

    def sql_ddl(self, query: str) -> None:
        """Commit what is pending and change the schema."""
        self.commit()
        self.ddl(query)

    def _prepare(self, found: statement.Statement) -> None:
        self.statement_count += 1
        if not found.writes:
            return
        if found.is_control:
            raise ProgrammingError(1064, "use frappe.db.commit, rollback and savepoint")
        if found.is_ddl and self.transaction_writes:
            raise ImplicitCommitError("Changing the schema would commit what is pending")
        self.begin()
        self.transaction_writes += 0 if found.locks else 1
        if self.transaction_writes > MAX_WRITES_PER_TRANSACTION:
            self._too_many_writes()

    def _too_many_writes(self) -> None:
        if not self.auto_commit_on_many_writes:
            raise TooManyWritesError(
                f"More than {MAX_WRITES_PER_TRANSACTION} writes, none committed"
            )
        self.commit()
        self.begin()

    # Transactions

    def commit(self) -> None:
        """Keep what was written, then run what waited for it."""
        self.before_rollback.reset()
        self.after_rollback.reset()
        self.before_commit.run()
        self._commit()
        self.transaction_writes = 0
        self.after_commit.run()

    def rollback(self, *, save_point: str | None = None) -> None:
        """Undo what was written since the last commit, or since `save_point`.

        Undoing all also drops what waited for the commit; a savepoint leaves it waiting.
        """
        if save_point:
            self._rollback_to(save_point)
            return
        self.before_commit.reset()
        self.after_commit.reset()
        self.before_rollback.run()
        self._rollback()
        self.transaction_writes = 0
        self.after_rollback.run()

    @property
    @abstractmethod
    def in_transaction(self) -> bool:
        """True from the first write (or locking read) to the commit or rollback."""

    @abstractmethod
    def begin(self) -> None:
        """Make sure a writing transaction is open."""

    @abstractmethod
    def savepoint(self, save_point: str) -> None:
        """Mark a place to which `rollback(save_point=…)` can return."""

    @abstractmethod
    def release_savepoint(self, save_point: str) -> None:
        """Forget the mark, keep what was written."""

    @abstractmethod
    def close(self) -> None:
        """Undo what is pending and give the connection back."""

    @abstractmethod
    def _commit(self) -> None: ...

    @abstractmethod
    def _rollback(self) -> None: ...

    @abstractmethod
    def _rollback_to(self, save_point: str) -> None: ...

    @abstractmethod
    def _execute(self, text: str, params: Sequence[Any]) -> Any: ...

    @abstractmethod
    def _execute_many(self, text: str, rows: Sequence[Sequence[Any]]) -> None: ...

    # Tables

    @abstractmethod
    def ddl(self, query: str) -> None:
        """Change the schema within the open transaction."""

    @abstractmethod
    def get_tables(self, cached: bool = True) -> list[str]:
        """The names of the tables, `tab` included."""

    @abstractmethod
    def columns_of(self, table: str) -> dict[str, str]:
        """Column name to declared type of a table; empty when there is none."""

    @abstractmethod
    def create_table(self, table: str, columns: Sequence[Column], primary_key: str) -> None:
        """Create a table. `primary_key` is `identifier`, `number` or empty."""

    @abstractmethod
    def change_table(self, table: str, columns: Sequence[Column]) -> bool:
        """Add the columns that are missing and retype those that differ; True when it did."""

    @abstractmethod
    def create_index(self, table: str, fields: Sequence[str], name: str, unique: bool) -> None:
        """Create an index unless one of that name exists. A field may carry a `COLLATE`."""

    @abstractmethod
    def upsert(self, table: str, row: dict[str, Any], keys: Sequence[str]) -> None:
        """Insert a row, or change the one that has the same `keys`."""

    @abstractmethod
    def next_number(self, series: str) -> int:
        """Take the next number of a series in tabSeries, locking it until the transaction ends."""

    @abstractmethod
    def duplicate_columns(self, error: Exception) -> list[str]:
        """The columns on which a row collided, empty when that is not what happened."""

    # Errors

    def is_duplicate_entry(self, error: Exception) -> bool:
        """True when a row of that key exists."""
        return _code(error) == 1062

    def is_primary_key_violation(self, error: Exception) -> bool:
        """True when a row of that name exists."""
        return self.is_duplicate_entry(error) and self.duplicate_columns(error) == ["name"]

    def is_unique_key_violation(self, error: Exception) -> bool:
        """True when a unique index other than the name refused the row."""
        return self.is_duplicate_entry(error) and not self.is_primary_key_violation(error)

    def is_missing_column(self, error: Exception) -> bool:
        """True for an unknown column."""
        return _code(error) == 1054

    def is_table_missing(self, error: Exception) -> bool:
        """True for an unknown table."""
        return _code(error) == 1146

    def is_timedout(self, error: Exception) -> bool:
        """True when a lock did not come free."""
        return isinstance(error, QueryTimeoutError)

    def is_deadlocked(self, error: Exception) -> bool:
        """True when two transactions waited for each other."""
        return isinstance(error, QueryDeadlockError)

    # Text

    @staticmethod
    @abstractmethod
    def as_prose(column: str) -> str:
        """The column compared as text for people: without case, accents and trailing spaces."""

    @staticmethod
    def escape(value: Any, percent: bool = True) -> str:
        """`value` as a quoted SQL literal; percent signs doubled for a query that takes values."""
        text = str(value).replace("'", "''").replace("\0", "")
        return f"'{text.replace('%', '%%') if percent else text}'"


def _code(error: Exception) -> int:
    return error.code if isinstance(error, DatabaseError) else 0


def _cast_rows(cursor: Any, casts: Sequence[tuple[int, Callable[[Any], Any]]]) -> Iterator[Any]:
    if not casts:
        return iter(cursor)
    return (_cast_row(row, casts) for row in cursor)


def _cast_row(row: Sequence[Any], casts: Sequence[tuple[int, Callable[[Any], Any]]]) -> Any:
    cells = list(row)
    for index, cast in casts:
        cells[index] = cast(cells[index])
    return tuple(cells)


def _shape(
    cursor: Any,
    rows: Iterator[Any],
    as_dict: bool | int,
    as_list: bool | int,
    pluck: bool,
    update: dict[str, Any] | None,
) -> Iterator[Any]:
    if pluck:
        return (row[0] for row in rows)
    if as_dict:
        names = [column[0] for column in cursor.description]
        made = (_dict(zip(names, row, strict=True)) for row in rows)
        return (row.update(update) for row in made) if update else made
    return (list(row) for row in rows) if as_list else rows


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
