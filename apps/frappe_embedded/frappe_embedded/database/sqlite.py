"""SQLite: its connections, its types, its transactions, its error texts.

Reads run outside a transaction until the first write. The first write, or a read FOR UPDATE, joins
the queue of writers of the file and begins an IMMEDIATE transaction, so what is read after it is
what will be changed.
"""

import json
import os
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from ..context import resolved
from ..errors import (
    DatabaseError,
    DatabaseGoneError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    QueryTimeoutError,
    StorageFullError,
    ValidationError,
)
from . import collation, functions
from .adapting import adapted
from .base import Column, Database, Index
from .pool import Pool
from .queue import WriterQueue
from .statement import identifier

FILE = "site.db"
LOCK_TIMEOUT = 15.0

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {int(LOCK_TIMEOUT * 1000)}",
    "PRAGMA temp_store = MEMORY",
    # Larger, or mapping the file, made nothing measured faster and each connection heavier.
    "PRAGMA cache_size = -4000",
)

_kept: Pool[sqlite3.Connection] = Pool()
_queues: dict[str, WriterQueue] = {}


class SQLite(Database):
    """The database of a site as one SQLite file."""

    db_type = "sqlite"
    insert_or_ignore = "INSERT OR IGNORE INTO"
    proposed = "excluded.`{0}`"
    locks_rows = False
    dump_file = FILE
    # Names and links ignore case with SQLite's own NOCASE, which is fast enough to join on; prose
    # compares as MariaDB does. `name` has a second index that compares like prose (see `schema`),
    # by which `spelt` finds what a filter means.
    column_types = {
        "identifier": "TEXT COLLATE NOCASE",
        "text": f"TEXT COLLATE {collation.NAME}",
        "int": "INTEGER",
        "float": "REAL",
        "date": "DATE",
        "datetime": "DATETIME",
        "time": "TIME",
    }

    def __init__(self, path: str | Path, timeout: float = LOCK_TIMEOUT) -> None:
        super().__init__()
        self.path = resolved(path)
        self.timeout = timeout
        self._queue = _queues.get(self.path) or _queues.setdefault(
            self.path, WriterQueue(self.path)
        )
        self._connection: sqlite3.Connection | None = None
        self._tables: list[str] | None = None

    @classmethod
    def of_site(cls, conf: Mapping[str, Any], site_path: Path) -> "SQLite":
        return cls(os.path.join(site_path, FILE))  # at every request: pathlib takes longer

    # Connection

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection; taken from those kept open, or made."""
        if self._connection is None:
            self._connection = _kept.take(self.path) or _open(self.path)
        return self._connection

    def close(self) -> None:
        """Undo what is pending and keep the connection for the next to come."""
        if self._connection is not None:
            self.rollback()
            _kept.give(self.path, self._connection)
            self._connection = None

    def forget_connections(self) -> None:
        _kept.close(self.path)

    # Statements

    def _execute(self, text: str, params: Sequence[Any]) -> sqlite3.Cursor:
        try:
            return self.connection.execute(text, adapted(params))
        except sqlite3.Error as error:
            raise translate_error(error) from error

    def _execute_many(self, text: str, rows: Sequence[Sequence[Any]]) -> None:
        try:
            self.connection.executemany(text, map(adapted, rows))
        except sqlite3.Error as error:
            raise translate_error(error) from error

    # Transactions

    def _begin(self) -> None:
        self._queue.acquire(self.timeout)
        try:
            self._execute("BEGIN IMMEDIATE", ())
        except BaseException:  # whatever it was, others may write; it is raised again
            self._queue.release()
            raise

    def _is_undone(self) -> bool:
        # SQLite itself undoes a transaction when the disk is full or fails.
        return not self.connection.in_transaction

    def _rollback(self) -> None:
        self._tables = None
        super()._rollback()

    def _end(self) -> None:
        writing = self._writing
        super()._end()
        if writing:
            self._queue.release()

    # Tables

    def ddl(self, query: str) -> None:
        self.begin()
        self._tables = None
        self._execute(query, ())

    def get_tables(self, cached: bool = True) -> list[str]:
        if self._tables is None or not cached:
            found = self._execute("SELECT name FROM sqlite_master WHERE type = 'table'", ())
            self._tables = [row[0] for row in found]
        return self._tables

    def columns_of(self, table: str) -> dict[str, str]:
        rows = self._execute("SELECT name FROM pragma_table_info(?)", [table]).fetchall()
        declared = self._declared(table)
        return {name: declared[name] for (name,) in rows}

    def _declared(self, table: str) -> dict[str, str]:
        # The pragma tells the type without its collation, so the text of the table is read.
        row = self._execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()
        lines = re.findall(r"[`\"](\w+)[`\"] ([A-Z]+(?: COLLATE \w+)?)", row[0]) if row else []
        return dict(lines)

    def create_table(
        self,
        table: str,
        columns: Sequence[Column],
        primary_key: str,
        indexes: Sequence[Index] = (),
    ) -> None:
        first = _PRIMARY_KEYS[primary_key]
        lines = [line for line in (first, *map(self._column, columns)) if line]
        self.ddl(f"CREATE TABLE IF NOT EXISTS `{table}` ({', '.join(lines)})")
        for index in indexes:
            self.create_index(table, index)

    def _type_of(self, column: Column) -> str:
        return self.column_types[column.kind]

    def _differs(self, declared: str, column: Column) -> bool:
        return declared != self._type_of(column)

    def _retype(self, table: str, column: Column) -> None:
        """Give a column another type by copying it; SQLite cannot alter one in place."""
        indexes = self._execute(
            "SELECT sql, name FROM sqlite_master "
            "WHERE type = 'index' AND tbl_name = ? AND sql LIKE ?",
            [table, f"%`{column.name}`%"],
        ).fetchall()
        for _sql, name in indexes:
            self.ddl(f"DROP INDEX `{name}`")
        old, new = f"`{column.name}`", f"`{column.name}__retyped`"
        declaration = self._column(column).replace(old, new, 1)
        self.ddl(f"ALTER TABLE `{table}` ADD COLUMN {declaration}")
        blank = "NULL" if column.default is None else self._literal(column.default)
        self.ddl(f"UPDATE `{table}` SET {new} = IFNULL({old}, {blank})")  # noqa: S608 - names come from the schema
        self.ddl(f"ALTER TABLE `{table}` DROP COLUMN {old}")
        self.ddl(f"ALTER TABLE `{table}` RENAME COLUMN {new} TO {old}")
        for sql, _name in indexes:
            self.ddl(sql)

    def create_index(self, table: str, index: Index) -> None:
        kind = "UNIQUE INDEX" if index.unique else "INDEX"
        keys = ", ".join(_index_key(field) for field in index.fields)
        self.ddl(f"CREATE {kind} IF NOT EXISTS `{table} {index.name}` ON `{table}` ({keys})")

    @staticmethod
    def as_prose(column: str) -> str:
        return f"{column} COLLATE {collation.NAME}"

    def spelt(self, doctype: str, value: str | Sequence[Any]) -> tuple[str, list[Any]]:
        one = isinstance(value, str)
        source = "(SELECT %s AS value)" if one else "json_each(%s)"
        table, same = f"`tab{doctype}`", self.as_prose("name")
        # A name spelt as its record spells it costs no comparison in Python.
        known = f"SELECT name FROM {table} WHERE name = given.value"  # noqa: S608 - a DocType's table
        meant = f"SELECT name FROM {table} WHERE {same} = given.value"  # noqa: S608
        sql = f"(SELECT COALESCE(({known}), ({meant}), given.value) FROM {source} AS given)"  # noqa: S608
        return sql, [value if one else json.dumps(list(value), default=str)]

    def sort_anew(self) -> None:
        self.ddl(f"REINDEX {collation.NAME}")

    @classmethod
    def on_conflict(cls, keys: Sequence[str]) -> str:
        return f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET"

    def duplicate_columns(self, error: Exception) -> list[str]:
        found = re.search(
            r"UNIQUE constraint failed: (.*)", str(error.args[-1] if error.args else "")
        )
        return (
            [part.rsplit(".", 1)[-1].strip() for part in found.group(1).split(",")] if found else []
        )

    # The whole database

    def provide(self, root: Mapping[str, Any] | None) -> None:
        Path(self.path).touch(mode=0o600)

    def dump(self, target: Path) -> None:
        with closing(sqlite3.connect(self.path)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")

    def stage(self, source: Path) -> None:
        found = SQLite(source)
        try:
            answer = found.sql("PRAGMA quick_check")[0][0]
        except (DatabaseError, sqlite3.DatabaseError) as problem:
            answer = str(problem)
        finally:
            found.close()
            found.forget_connections()
        if answer != "ok":
            raise ValidationError(f"The database of the backup is damaged: {answer}")

    def adopt(self, source: Path) -> None:
        """Nothing to do: the copy is the database, and came with the site's folder."""


_PRIMARY_KEYS = {
    "identifier": "`name` TEXT COLLATE NOCASE NOT NULL PRIMARY KEY",
    "number": "`name` INTEGER PRIMARY KEY AUTOINCREMENT",
    "": "",
}


if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(after_in_child=_queues.clear)


def _open(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        # A file that is away is an outage, not an empty site: `provide` alone makes it.
        f"{Path(path).absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=LOCK_TIMEOUT,
        isolation_level=None,
        detect_types=sqlite3.PARSE_DECLTYPES,
        check_same_thread=False,  # kept connections go to whichever thread comes next
        cached_statements=512,
    )
    connection.create_collation(collation.NAME, collation.compare)
    for name, arguments, function in functions.ALL:
        connection.create_function(name, arguments, function, deterministic=name != "rand")
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection


def _index_key(field: str) -> str:
    name, _, rest = field.strip().strip("`").partition(" ")
    if rest and not re.fullmatch(r"COLLATE \w+", rest):
        raise ProgrammingError(1064, f"{field!r} cannot be part of an index")
    return f"`{identifier(name)}` {rest}".strip()


def _read_date(stored: bytes) -> Any:
    try:
        return date.fromisoformat(stored[:10].decode())
    except ValueError:
        return None if not stored.strip(b"0-") else stored.decode()


def _read_datetime(stored: bytes) -> Any:
    try:
        return datetime.fromisoformat(stored.decode())
    except ValueError:
        return None if not stored.strip(b"0-: .") else stored.decode()


def _read_time(stored: bytes) -> Any:
    hours, minutes, seconds = [*stored.decode().split(":"), "0", "0"][:3]
    return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))


sqlite3.register_converter("DATE", _read_date)
sqlite3.register_converter("DATETIME", _read_datetime)
sqlite3.register_converter("TIME", _read_time)

_ERRORS: tuple[tuple[str, int, type[DatabaseError]], ...] = (
    (r"disk is full|disk I/O error", 1021, StorageFullError),
    (r"unable to open database|not a database|is malformed", 2002, DatabaseGoneError),
    (r"no such table", 1146, ProgrammingError),
    (r"no such column|has no column named", 1054, OperationalError),
    (r"UNIQUE constraint failed", 1062, IntegrityError),
    (r"NOT NULL constraint failed", 1048, IntegrityError),
    (r"constraint failed", 1048, IntegrityError),
    (r"database (table )?is locked|is busy", 1205, QueryTimeoutError),
    (r"syntax error|incomplete input|no such function|wrong number of", 1064, ProgrammingError),
    (r"misuse|aggregate function|sub-select returns", 1064, ProgrammingError),
    (r"binding|Incorrect number|type .* is not supported", 1064, ProgrammingError),
)


def translate_error(error: sqlite3.Error) -> DatabaseError:
    """SQLite's complaint as the engine's exception, with the number MariaDB gives it."""
    text = str(error)
    for pattern, code, kind in _ERRORS:
        if re.search(pattern, text):
            return kind(code, text)
    return OperationalError(0, text)
