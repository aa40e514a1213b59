"""MariaDB: its connections, its types, its transactions, its error numbers.

Reads outside a transaction run by themselves, so each sees the latest that was committed. The first
write, or a read FOR UPDATE, begins a REPEATABLE READ transaction: its plain reads see one moment,
its writes and its reads FOR UPDATE the rows as they are now, which they lock. A change of the
schema commits what is pending.
"""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import mariadb
from mariadb.constants import FIELD_TYPE

from ..errors import (
    DatabaseError,
    DatabaseGoneError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    QueryDeadlockError,
    QueryTimeoutError,
    StorageFullError,
)
from . import mariadb_copy
from .adapting import adapt
from .base import Column, Database, Index
from .pool import Pool

COLLATION = "utf8mb4_unicode_ci"
LOCK_TIMEOUT = 15
SHORT_TEXT = 140
# Longer columns are indexed by their beginning, for InnoDB's keys hold 3,072 bytes.
MAX_KEY_CHARACTERS = 768
KEY_PREFIX = 255
# The connector copies the whole statement for each value it puts in.
VALUES_PER_STATEMENT = 1000

_SESSION = (
    f"SET NAMES utf8mb4 COLLATE {COLLATION}, "
    "SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', "
    f"tx_isolation = 'REPEATABLE-READ', innodb_lock_wait_timeout = {LOCK_TIMEOUT}, "
    f"lock_wait_timeout = {LOCK_TIMEOUT}"
)
_OPTIONS = {
    "autocommit": True,
    "init_command": _SESSION,
    "connect_timeout": 10,
    "local_infile": False,
}
_TLS = {"db_ssl_ca": "ssl_ca", "db_ssl_cert": "ssl_cert", "db_ssl_key": "ssl_key"}
_TABLE_OPTIONS = f"ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE={COLLATION}"

_kept: Pool[Any] = Pool()
# A cursor of the connector (1.1) that ends in the garbage collector, as one does that a traceback
# keeps, gives back a reference to its connection that it never took: the connection would be freed
# while in use. Tracebacks are cut where they pass; these references are for what slips through.
_pinned: list[tuple[Any, ...]] = []
PINS = 256


@dataclass
class Rows:
    """What a statement answered."""

    description: Any
    rows: list[Any]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)


class MariaDB(Database):
    """The database of a site on a MariaDB server, 10.6 or later."""

    db_type = "mariadb"
    insert_or_ignore = "INSERT IGNORE INTO"
    proposed = "VALUES(`{0}`)"
    locks_rows = True
    dump_file = "database.jsonl.gz"
    column_types = {
        "identifier": "varchar({length})",
        "text": "longtext",
        "int": "bigint(20)",
        "float": "decimal(21,9)",
        "date": "date",
        "datetime": "datetime(6)",
        "time": "time(6)",
    }

    def __init__(self, options: Mapping[str, Any]) -> None:
        super().__init__()
        self.options = dict(options)
        self._place = tuple(sorted(self.options.items()))
        self._connection: Any = None
        self._lost = False
        self._tables: list[str] | None = None
        self._staged: dict[str, str] = {}

    @classmethod
    def of_site(cls, conf: Mapping[str, Any], site_path: Path) -> "MariaDB":
        return cls(connection_options(conf))

    @classmethod
    def new_account(cls, site_path: Path) -> dict[str, str]:
        name = f"_{sha256(str(site_path).encode()).hexdigest()[:16]}"
        return {"db_name": name, "db_password": secrets.token_urlsafe(24)}

    # Connection

    @property
    def connection(self) -> Any:
        """The open connection; taken from those kept open, or made."""
        if self._connection is None:
            self._connection = _kept.take(self._place) or connect(self.options)
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self.rollback()
        if self._connection is not None:
            _kept.give(self._place, self._connection)
            self._connection = None

    def forget_connections(self) -> None:
        _kept.close(self._place)

    # Statements

    def _execute(self, text: str, params: Sequence[Any]) -> Rows:
        try:
            return self._run(text, params)
        except mariadb.Error as error:
            if not self._is_gone(error) or self._writing:
                raise translate_error(error, text) from error.with_traceback(None)
        # Kept connections die when the server restarts. Nothing was pending, so ask again.
        _kept.close(self._place)
        return self._execute_once(text, params)

    def _execute_once(self, text: str, params: Sequence[Any]) -> Rows:
        try:
            return self._run(text, params)
        except mariadb.Error as error:
            self._is_gone(error)
            raise translate_error(error, text) from error.with_traceback(None)

    def _run(self, text: str, params: Sequence[Any]) -> Rows:
        values = [adapt(value) for value in params]
        cursor = self.connection.cursor()
        try:
            cursor.execute(text, values)
            if cursor.description is None:
                return Rows(None, [])
            return Rows(cursor.description, _with_floats(cursor.description, cursor.fetchall()))
        except UnicodeError as error:
            raise ProgrammingError(1064, str(error.with_traceback(None))) from None
        finally:
            cursor.close()
            # No traceback may keep it: see `_pinned`.
            del cursor

    def _is_gone(self, error: mariadb.Error) -> bool:
        """True when the connection broke; it is thrown away. Notes a transaction that is over."""
        code = error_code(error)
        gone = code in _GONE
        self._lost = self._writing and (gone or code in _UNDOING)
        if gone and self._connection is not None:
            self._connection = None
        return gone

    def _execute_many(self, text: str, rows: Sequence[Sequence[Any]]) -> None:
        several = _INSERT.fullmatch(text)
        if several is None:
            for row in rows:
                self._execute(text, row)
            return
        start, places = several.groups()
        size = max(1, VALUES_PER_STATEMENT // max(1, len(rows[0])))
        for begin in range(0, len(rows), size):
            chunk = rows[begin : begin + size]
            values = [cell for row in chunk for cell in row]
            self._execute(start + ", ".join([places] * len(chunk)), values)

    # Transactions

    def _begin(self) -> None:
        self._execute("START TRANSACTION", ())
        self._lost = False

    def _is_undone(self) -> bool:
        return self._lost

    def _rollback(self) -> None:
        self._tables = None
        super()._rollback()

    def _end(self) -> None:
        super()._end()
        self._lost = False

    # Tables

    def ddl(self, query: str) -> None:
        self.commit()
        self._tables = None
        self._execute_once(query, ())

    def get_tables(self, cached: bool = True) -> list[str]:
        if self._tables is None or not cached:
            self._tables = [row[0] for row in self._execute("SHOW TABLES", ())]
        return self._tables

    def columns_of(self, table: str) -> dict[str, str]:
        if table not in self.get_tables():
            return {}
        return {row[0]: row[1] for row in self._execute(f"SHOW COLUMNS FROM `{table}`", ())}

    def create_table(
        self,
        table: str,
        columns: Sequence[Column],
        primary_key: str,
        indexes: Sequence[Index] = (),
    ) -> None:
        if table in self.get_tables():
            return
        types = {column.name: self._type_of(column) for column in columns}
        lines = [_PRIMARY_KEYS[primary_key], *map(self._column, columns)]
        lines += [self._key(index, types) for index in indexes]
        self.ddl(f"CREATE TABLE `{table}` ({', '.join(lines)}) {_TABLE_OPTIONS}")

    def _type_of(self, column: Column) -> str:
        kind = "identifier" if column.kind == "text" and column.length else column.kind
        return self.column_types[kind].format(length=column.length or SHORT_TEXT)

    def _differs(self, declared: str, column: Column) -> bool:
        wanted = self._type_of(column)
        if declared == "longtext" and column.kind in ("identifier", "text"):
            return False
        if held := _characters(declared):
            return not _characters(wanted) or _characters(wanted) > held
        return declared != wanted

    def _retype(self, table: str, column: Column) -> None:
        indexes = [index for index in self.indexes_of(table) if column.name in index.fields]
        if column.default is not None:
            default = self._literal(column.default)
            self.ddl(
                f"UPDATE `{table}` SET `{column.name}` = {default} WHERE `{column.name}` IS NULL"  # noqa: S608 - names come from the schema
            )
        for index in indexes:
            self.ddl(f"DROP INDEX `{index.name}` ON `{table}`")
        self.ddl(f"ALTER TABLE `{table}` MODIFY COLUMN {self._column(column)}")
        for index in indexes:
            self.create_index(table, index)

    def create_index(self, table: str, index: Index) -> None:
        if index.name in {present.name for present in self.indexes_of(table)}:
            return
        self.ddl(f"ALTER TABLE `{table}` ADD {self._key(index, self.columns_of(table))}")

    def indexes_of(self, table: str) -> list[Index]:
        """The indexes of a table but for its primary key."""
        found: dict[str, Index] = {}
        for _table, distinct, name, _place, field, *_rest in self._execute(
            f"SHOW INDEX FROM `{table}` WHERE Key_name != 'PRIMARY'", ()
        ):
            before = found[name].fields if name in found else ()
            found[name] = Index((*before, field), name, not distinct)
        return list(found.values())

    def _key(self, index: Index, types: Mapping[str, str]) -> str:
        kind = "UNIQUE KEY" if index.unique else "KEY"
        keys = [_key_part(field, types.get(field, ""), index.unique) for field in index.fields]
        return f"{kind} `{index.name}` ({', '.join(keys)})"

    @staticmethod
    def as_prose(column: str) -> str:
        return column

    @staticmethod
    def escape(value: Any, percent: bool = True) -> str:
        return Database.escape(str(value).replace("\\", "\\\\"), percent)

    @classmethod
    def on_conflict(cls, keys: Sequence[str]) -> str:
        return "ON DUPLICATE KEY UPDATE"

    def duplicate_columns(self, error: Exception) -> list[str]:
        found = _DUPLICATE.search(str(error.args[-1] if error.args else ""))
        if not found:
            return []
        name, table = found.groups()
        if name == "PRIMARY":
            return ["name"]
        return next((list(i.fields) for i in self.indexes_of(table) if i.name == name), [name])

    # The whole database

    def provide(self, root: Mapping[str, Any] | None) -> None:
        if root:
            server = {key: value for key, value in self.options.items() if key != "database"}
            with closing(connect({**server, **root})) as connection:
                mariadb_copy.provide(connection, self.options)

    def clear(self, *, replace: bool = False) -> None:
        mariadb_copy.empty(self, replace)

    def dump(self, target: Path) -> None:
        with closing(connect(self.options)) as connection:
            mariadb_copy.dump(connection, target)

    def stage(self, source: Path) -> None:
        self._staged = mariadb_copy.stage(self, source)

    def adopt(self, source: Path) -> None:
        mariadb_copy.adopt(self, self._staged)
        source.unlink()
        self.close()


def connection_options(conf: Mapping[str, Any]) -> dict[str, Any]:
    """What the connector must be told, from a site's configuration."""
    if not conf.get("db_name"):
        raise OperationalError(1046, "site_config.json names no db_name")
    options = {
        "database": conf["db_name"],
        "user": conf.get("db_user") or conf["db_name"],
        "password": conf.get("db_password") or "",
    }
    if conf.get("db_socket"):
        options["unix_socket"] = conf["db_socket"]
    else:
        options["host"] = conf.get("db_host") or "127.0.0.1"
        options["port"] = int(conf.get("db_port") or 3306)
    return options | {ours: conf[key] for key, ours in _TLS.items() if conf.get(key)}


def connect(options: Mapping[str, Any]) -> Any:
    """A connection as the engine wants it. Raises OperationalError when there is none."""
    try:
        connection = mariadb.connect(
            **options,
            autocommit=True,
            init_command=_SESSION,
            connect_timeout=10,
            local_infile=False,
        )
    except mariadb.Error as error:
        raise translate_error(error, "") from error
    _pinned.append((connection,) * PINS)
    return connection


_PRIMARY_KEYS = {
    "identifier": f"`name` varchar({SHORT_TEXT}) NOT NULL PRIMARY KEY",
    "number": "`name` bigint(20) NOT NULL AUTO_INCREMENT PRIMARY KEY",
    # What SQLite has of itself: the order in which rows came.
    "": "`rowid` bigint(20) NOT NULL AUTO_INCREMENT INVISIBLE PRIMARY KEY",
}
_INSERT = re.compile(r"(INSERT .*\) VALUES )(\([?, ]+\))", re.DOTALL)
_TABLE = re.compile(
    r"\s*(?:INSERT (?:IGNORE )?INTO|UPDATE|REPLACE INTO)\s+`?([^`(]+)", re.IGNORECASE
)
_DUPLICATE = re.compile(r"for key '([^']+)' of `([^`]+)`$")


def _characters(declared: str) -> int:
    found = re.fullmatch(r"varchar\((\d+)\)", declared)
    return int(found.group(1)) if found else 0


def _key_part(field: str, declared: str, unique: bool) -> str:
    # A unique index on long text is kept by MariaDB as a hash, of the whole text.
    long = declared == "longtext" or _characters(declared) > MAX_KEY_CHARACTERS
    return f"`{field}`({KEY_PREFIX})" if long and not unique else f"`{field}`"


def _with_floats(description: Any, rows: list[Any]) -> list[Any]:
    """The rows with decimals as floats, as Frappe has them."""
    exact = [place for place, column in enumerate(description) if column[1] in _DECIMALS]
    if not exact or not rows:
        return rows
    made = []
    for row in rows:
        cells = list(row)
        for place in exact:
            if cells[place] is not None:
                cells[place] = float(cells[place])
        made.append(tuple(cells))
    return made


_DECIMALS = (FIELD_TYPE.DECIMAL, FIELD_TYPE.NEWDECIMAL)
_GONE = {1053, 1927, 2002, 2003, 2006, 2013, 2055, 4031}
_UNDOING = {1213, 1020}  # deadlock; the row changed since this transaction's snapshot
_KINDS: dict[int, type[DatabaseError]] = {
    **dict.fromkeys((1048, 1062, 1169, 1364, 1451, 1452, 4025), IntegrityError),
    **dict.fromkeys((1064, 1103, 1146, 1149), ProgrammingError),
    **dict.fromkeys((1205, 1969, 3024), QueryTimeoutError),
    **dict.fromkeys(_UNDOING, QueryDeadlockError),
    **dict.fromkeys((1021, 1114), StorageFullError),
    # Not reached, too many at once, or no such account: all of it is for who runs the server.
    **dict.fromkeys((*_GONE, 1040, 1044, 1045, 1049, 1698), DatabaseGoneError),
}
# SQLite tells these like any other text it cannot read.
_AS_SYNTAX = {1305, 1582, 1630, 4078}


def error_code(error: mariadb.Error) -> int:
    """MariaDB's number of an error, 0 for what the connector itself refuses."""
    return int(getattr(error, "errno", 0) or 0)


def translate_error(error: mariadb.Error, text: str) -> DatabaseError:
    """The connector's complaint about the statement `text` as the engine's exception."""
    code, told = error_code(error), str(error)
    if code in _AS_SYNTAX:
        return ProgrammingError(1064, told)
    if code == 1062 and (table := _TABLE.match(text)):
        told = f"{told} of `{table.group(1).strip()}`"
    if code == 0 and isinstance(error, mariadb.ProgrammingError | mariadb.NotSupportedError):
        return ProgrammingError(1064, told)
    return _KINDS.get(code, OperationalError)(code, told)
