"""SQLite: its connections, its types, its transactions, its error texts.

Reads run outside a transaction until the first write. The first write, or a read FOR UPDATE, joins
the queue of writers of the file and begins an IMMEDIATE transaction, so what is read after it is
what will be changed.
"""

import atexit
import os
import re
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..errors import (
    DatabaseError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    QueryTimeoutError,
)
from ..values import datetime_text
from . import collation, functions
from .base import Column, Database
from .queue import WriterQueue

LOCK_TIMEOUT = 15.0

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {int(LOCK_TIMEOUT * 1000)}",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
    "PRAGMA mmap_size = 268435456",
)

_idle: dict[str, list[sqlite3.Connection]] = {}
_queues: dict[str, WriterQueue] = {}
_inherited: list[Any] = []


class SQLite(Database):
    """The database of a site as one SQLite file."""

    db_type = "sqlite"
    insert_or_ignore = "INSERT OR IGNORE INTO"
    # Names and links ignore case with SQLite's own NOCASE, which is fast enough to join on; prose
    # compares as MariaDB does. `name` has a second index that compares like prose (see `schema`).
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
        self.path = str(Path(path).resolve())
        self.timeout = timeout
        self._queue = _queues.setdefault(self.path, WriterQueue())
        self._connection: sqlite3.Connection | None = None
        self._writing = False
        self._savepoints: list[str] = []
        self._tables: list[str] | None = None

    # Connection

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection; taken from those kept open, or made."""
        if self._connection is None:
            kept = _idle.get(self.path)
            self._connection = kept.pop() if kept else _open(self.path)
        return self._connection

    def close(self) -> None:
        """Undo what is pending and keep the connection for the next to come."""
        if self._connection is not None:
            self.rollback()
            _idle.setdefault(self.path, []).append(self._connection)
            self._connection = None

    # Statements

    def _execute(self, text: str, params: Sequence[Any]) -> sqlite3.Cursor:
        try:
            return self.connection.execute(text, [_adapt(value) for value in params])
        except sqlite3.Error as error:
            raise translate_error(error) from error

    def _execute_many(self, text: str, rows: Sequence[Sequence[Any]]) -> None:
        try:
            self.connection.executemany(text, ([_adapt(cell) for cell in row] for row in rows))
        except sqlite3.Error as error:
            raise translate_error(error) from error

    # Transactions

    @property
    def in_transaction(self) -> bool:
        return self._writing

    def begin(self) -> None:
        if self._writing:
            self._require_open()
            return
        self._queue.acquire(self.timeout)
        try:
            self._execute("BEGIN IMMEDIATE", ())
        except BaseException:
            self._queue.release()
            raise
        self._writing = True
        for name in self._savepoints:
            self._execute(f"SAVEPOINT {name}", ())

    def _require_open(self) -> None:
        # SQLite itself undoes a transaction when the disk is full or fails.
        if not self.connection.in_transaction:
            raise OperationalError(1180, "the database undid the transaction after an error")

    def _commit(self) -> None:
        if self._writing:
            self._require_open()
            self._execute("COMMIT", ())
        self._end()

    def _rollback(self) -> None:
        self._tables = None
        try:
            if self._writing and self.connection.in_transaction:
                self._execute("ROLLBACK", ())
        finally:
            self._end()

    def _end(self) -> None:
        self._savepoints.clear()
        if self._writing:
            self._writing = False
            self._queue.release()

    def savepoint(self, save_point: str) -> None:
        """Marked at once inside a transaction; before the first write it costs nothing."""
        self._savepoints.append(_identifier(save_point))
        if self.in_transaction:
            self._execute(f"SAVEPOINT {save_point}", ())

    def release_savepoint(self, save_point: str) -> None:
        self._drop_savepoints(save_point, keep=False)
        if self.in_transaction:
            self._execute(f"RELEASE SAVEPOINT {save_point}", ())

    def _rollback_to(self, save_point: str) -> None:
        self._drop_savepoints(save_point, keep=True)
        if self.in_transaction:
            self._execute(f"ROLLBACK TO SAVEPOINT {save_point}", ())

    def _drop_savepoints(self, save_point: str, keep: bool) -> None:
        if save_point not in self._savepoints:
            raise OperationalError(1305, f"SAVEPOINT {save_point} does not exist")
        place = len(self._savepoints) - 1 - self._savepoints[::-1].index(save_point)
        del self._savepoints[place + keep :]

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

    def create_table(self, table: str, columns: Sequence[Column], primary_key: str) -> None:
        first = _PRIMARY_KEYS[primary_key]
        lines = [line for line in (first, *map(self._column, columns)) if line]
        self.ddl(f"CREATE TABLE IF NOT EXISTS `{table}` ({', '.join(lines)})")

    def _column(self, column: Column) -> str:
        line = f"`{_identifier(column.name)}` {self.column_types[column.kind]}"
        if column.default is None:
            return line
        return f"{line} NOT NULL DEFAULT {_literal(column.default)}"

    def change_table(self, table: str, columns: Sequence[Column]) -> bool:
        present = self.columns_of(table)
        for column in columns:
            if column.name not in present:
                self.ddl(f"ALTER TABLE `{table}` ADD COLUMN {self._column(column)}")
        wanted = {column.name: column for column in columns}
        differ = [
            name
            for name, declared in present.items()
            if name in wanted and declared != self.column_types[wanted[name].kind]
        ]
        for name in differ:
            self._retype(table, wanted[name])
        return bool(differ) or any(column.name not in present for column in columns)

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
        source = old if column.default is None else f"IFNULL({old}, {_literal(column.default)})"
        self.ddl(f"UPDATE `{table}` SET {new} = {source}")  # noqa: S608 - names come from the schema
        self.ddl(f"ALTER TABLE `{table}` DROP COLUMN {old}")
        self.ddl(f"ALTER TABLE `{table}` RENAME COLUMN {new} TO {old}")
        for sql, _name in indexes:
            self.ddl(sql)

    def create_index(self, table: str, fields: Sequence[str], name: str, unique: bool) -> None:
        kind = "UNIQUE INDEX" if unique else "INDEX"
        keys = ", ".join(_index_key(field) for field in fields)
        self.ddl(f"CREATE {kind} IF NOT EXISTS `{table} {name}` ON `{table}` ({keys})")

    @staticmethod
    def as_prose(column: str) -> str:
        return f"{column} COLLATE {collation.NAME}"

    def upsert(self, table: str, row: dict[str, Any], keys: Sequence[str]) -> None:
        columns = ", ".join(f"`{name}`" for name in row)
        changes = ", ".join(f"`{n}` = excluded.`{n}`" for n in row if n not in keys)
        places = ", ".join(["%s"] * len(row))
        self.sql(
            f"INSERT INTO `{table}` ({columns}) VALUES ({places}) "  # noqa: S608 - names, not values
            f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}",
            tuple(row.values()),
        )

    def next_number(self, series: str) -> int:
        rows = self.sql(
            "INSERT INTO tabSeries (name, current) VALUES (%s, 1) "
            "ON CONFLICT (name) DO UPDATE SET current = current + 1 RETURNING current",
            (series,),
        )
        return int(rows[0][0])

    def duplicate_columns(self, error: Exception) -> list[str]:
        found = re.search(
            r"UNIQUE constraint failed: (.*)", str(error.args[-1] if error.args else "")
        )
        return (
            [part.rsplit(".", 1)[-1].strip() for part in found.group(1).split(",")] if found else []
        )


_PRIMARY_KEYS = {
    "identifier": "`name` TEXT COLLATE NOCASE NOT NULL PRIMARY KEY",
    "number": "`name` INTEGER PRIMARY KEY AUTOINCREMENT",
    "": "",
}


def close_idle(path: str | Path | None = None) -> None:
    """Close the connections kept open to a file (to all when not named), before it is replaced."""
    for known in [str(Path(path).resolve())] if path else list(_idle):
        for connection in _idle.pop(known, []):
            connection.close()


def _leave_to_parent() -> None:
    # A SQLite connection must not be used, nor closed, by a forked child.
    _inherited.append(dict(_idle))
    _idle.clear()
    _queues.clear()


atexit.register(close_idle)
if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(after_in_child=_leave_to_parent)


def _open(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path,
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


def _identifier(name: str) -> str:
    if not re.fullmatch(r"\w+", name):
        raise ProgrammingError(1064, f"{name!r} cannot be a name in SQL")
    return name


def _index_key(field: str) -> str:
    name, _, rest = field.strip().strip("`").partition(" ")
    if rest and not re.fullmatch(r"COLLATE \w+", rest):
        raise ProgrammingError(1064, f"{field!r} cannot be part of an index")
    return f"`{_identifier(name)}` {rest}".strip()


def _literal(value: Any) -> str:
    return str(value) if isinstance(value, int | float) else Database.escape(value, percent=False)


def _time_text(value: time) -> str:
    return value.isoformat("microseconds")


def _interval_text(value: timedelta) -> str:
    seconds, rest = divmod(value, timedelta(seconds=1))
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours:02}:{minutes:02}:{seconds % 60:02}.{rest.microseconds:06}"


# In the order in which a value of a derived class is tried: a datetime is a date, a bool an int.
_ADAPTERS: dict[type, Callable[[Any], Any]] = {
    str: str,
    datetime: datetime_text,
    date: date.isoformat,
    time: _time_text,
    timedelta: _interval_text,
    Decimal: float,
    int: int,
    float: float,
}


def _adapt(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or value is None:
        return value
    if adapter := _ADAPTERS.get(kind):
        return adapter(value)
    for known, adapter in _ADAPTERS.items():
        if isinstance(value, known):
            return adapter(value)
    return value


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
    (r"no such table", 1146, ProgrammingError),
    (r"no such column|has no column named", 1054, OperationalError),
    (r"UNIQUE constraint failed", 1062, IntegrityError),
    (r"NOT NULL constraint failed", 1048, IntegrityError),
    (r"constraint failed", 1048, IntegrityError),
    (r"database (table )?is locked|is busy", 1205, QueryTimeoutError),
    (r"syntax error|incomplete input|no such function|wrong number of", 1064, ProgrammingError),
    (r"binding|Incorrect number|type .* is not supported", 1064, ProgrammingError),
)


def translate_error(error: sqlite3.Error) -> DatabaseError:
    """SQLite's complaint as the engine's exception, with the number MariaDB gives it."""
    text = str(error)
    for pattern, code, kind in _ERRORS:
        if re.search(pattern, text):
            return kind(code, text)
    return OperationalError(0, text)
