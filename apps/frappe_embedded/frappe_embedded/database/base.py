"""What every database offers: statements, tables and indexes, copies of the whole, errors."""

import logging
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

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
from .transactions import Transactions

MAX_WRITES_PER_TRANSACTION = 200_000

log = logging.getLogger("frappe_embedded.sql")


@dataclass(frozen=True)
class Column:
    """One column as a table should have it. `kind` is one of `fieldtypes.KINDS`' values.

    `length` is how many characters it must hold; 0 for any number.
    """

    name: str
    kind: str
    default: Any = None
    length: int = 0


@dataclass(frozen=True)
class Index:
    """One index as a table should have it. A field may carry a `COLLATE`."""

    fields: tuple[str, ...]
    name: str
    unique: bool = False


class Database(Transactions):
    """One connection to the database of one site, used by one thread at a time."""

    db_type: ClassVar[str]
    column_types: ClassVar[dict[str, str]]
    insert_or_ignore: ClassVar[str]
    # The value an INSERT brought, of a column, where its row was there.
    proposed: ClassVar[str]
    # True where FOR UPDATE locks rows; else it asks for the one lock of all writers.
    locks_rows: ClassVar[bool]
    # What the copy of the database is called in a backup.
    dump_file: ClassVar[str]

    DatabaseError = DatabaseError
    OperationalError = OperationalError
    ProgrammingError = ProgrammingError
    IntegrityError = IntegrityError
    InternalError = DatabaseError
    DataError = DataError

    def __init__(self) -> None:
        super().__init__()
        self.auto_commit_on_many_writes = False
        self.statement_count = 0

    @classmethod
    @abstractmethod
    def of_site(cls, conf: Mapping[str, Any], site_path: Path) -> "Database":
        """The database that a site's configuration names."""

    @classmethod
    def new_account(cls, site_path: Path) -> dict[str, str]:
        """What a new site's configuration says of its database unless told otherwise."""
        return {}

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
        text, params = statement.bind(found.full if self.locks_rows else found.text, values)
        if not run:
            return text
        if debug:
            log.warning("%s %s", text, params)
        self._prepare(found)
        if found.is_ddl:
            self.ddl(text)
            return ()
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
        if found.is_ddl:
            return
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
    def create_table(
        self,
        table: str,
        columns: Sequence[Column],
        primary_key: str,
        indexes: Sequence[Index] = (),
    ) -> None:
        """Create a table unless there is one. `primary_key`: `identifier`, `number` or empty."""

    def change_table(self, table: str, columns: Sequence[Column]) -> bool:
        """Add the columns that are missing and retype those that differ; True when it did."""
        present = self.columns_of(table)
        missing = [column for column in columns if column.name not in present]
        differing = [
            column
            for column in columns
            if column.name in present and self._differs(present[column.name], column)
        ]
        for column in missing:
            self.ddl(f"ALTER TABLE `{table}` ADD COLUMN {self._column(column)}")
        for column in differing:
            self._retype(table, column)
        return bool(missing or differing)

    def _column(self, column: Column) -> str:
        line = f"`{statement.identifier(column.name)}` {self._type_of(column)}"
        if column.default is None:
            return line
        return f"{line} NOT NULL DEFAULT {self._literal(column.default)}"

    def _literal(self, value: Any) -> str:
        return str(value) if isinstance(value, int | float) else self.escape(value, percent=False)

    @abstractmethod
    def _type_of(self, column: Column) -> str:
        """The declared type of a column."""

    @abstractmethod
    def _differs(self, declared: str, column: Column) -> bool:
        """True when a column must change to hold what it should."""

    @abstractmethod
    def _retype(self, table: str, column: Column) -> None:
        """Give a column that is there its type, keeping its values."""

    @abstractmethod
    def create_index(self, table: str, index: Index) -> None:
        """Create an index unless one of that name exists."""

    @classmethod
    @abstractmethod
    def on_conflict(cls, keys: Sequence[str]) -> str:
        """What an INSERT says of a row whose keys are there, up to the columns to change."""

    def upsert(self, table: str, row: dict[str, Any], keys: Sequence[str]) -> None:
        """Insert a row, or change the one that has the same `keys`."""
        columns = ", ".join(f"`{name}`" for name in row)
        changes = ", ".join(f"`{n}` = {self.proposed.format(n)}" for n in row if n not in keys)
        places = ", ".join(["%s"] * len(row))
        self.sql(
            f"INSERT INTO `{table}` ({columns}) VALUES ({places}) "  # noqa: S608 - names, not values
            f"{self.on_conflict(keys)} {changes}",
            tuple(row.values()),
        )

    def next_number(self, series: str) -> int:
        """Take the next number of a series in tabSeries, locking it until the transaction ends."""
        rows = self.sql(
            "INSERT INTO tabSeries (name, current) VALUES (%s, 1) "  # noqa: S608 - a constant
            f"{self.on_conflict(['name'])} current = current + 1 RETURNING current",
            (series,),
        )
        return int(rows[0][0])

    @abstractmethod
    def duplicate_columns(self, error: Exception) -> list[str]:
        """The columns on which a row collided, empty when that is not what happened."""

    # The whole database

    def provide(self, root: Mapping[str, Any] | None) -> None:
        """Make what is missing on the server; `root` is the `user` and `password` of who may."""

    def clear(self, *, replace: bool = False) -> None:
        """Make room for a new site's tables.

        Raises ValidationError when there are tables, unless `replace`, which drops them.
        """

    @abstractmethod
    def dump(self, target: Path) -> None:
        """Copy the database to a file as of one moment, also while it is in use."""

    @abstractmethod
    def stage(self, source: Path) -> None:
        """Check a copy and have it ready. Raises ValidationError when it is damaged."""

    @abstractmethod
    def adopt(self, source: Path) -> None:
        """Put what was staged in the place of what is there; `source` is where the copy is now."""

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

    def spelt(self, doctype: str, value: str | Sequence[Any]) -> tuple[str, list[Any]]:
        """SQL for a name of that DocType, or for a list of them to follow IN, and its values.

        Where an index of names knows fewer spellings of one than people do, the SQL finds the
        record's own.
        """
        return "%s", [value if isinstance(value, str) else tuple(value)]

    def sort_anew(self) -> None:
        """Rebuild the indexes of text, after a change of how it compares."""

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
