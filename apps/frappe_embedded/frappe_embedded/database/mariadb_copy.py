"""A MariaDB database as a whole: made for a site, emptied, copied to a file and read from one.

A copy is lines of JSON: what makes a table, its rows as text, how many they are. It is read into
tables beside those in use, which then change places in one step; nothing but the site's own rights
is needed, and no other program.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..errors import DatabaseError, ValidationError
from .adapting import adapt
from .base import Database
from .statement import identifier

NEW, OLD = "~new~", "~old~"
ROWS_AT_ONCE = 200
_LOCAL = ("127.0.0.1", "localhost", "::1")
_CREATE = re.compile(r"CREATE TABLE `[^`]+` \(")


def provide(root: Any, options: Mapping[str, Any]) -> None:
    """Make, as `root`'s connection may, the database and the user that `options` name."""
    name, user = identifier(options["database"]), identifier(options["user"])
    local = options.get("host", "localhost") in _LOCAL
    with root.cursor() as cursor:
        cursor.execute(
            f"CREATE DATABASE IF NOT EXISTS `{name}` "
            "CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
        )
        for host in ("localhost", "127.0.0.1") if local else ("%",):
            account = f"`{user}`@`{host}`"
            cursor.execute(f"CREATE USER IF NOT EXISTS {account}")
            cursor.execute(f"ALTER USER {account} IDENTIFIED BY ?", (options["password"],))
            cursor.execute(f"GRANT ALL PRIVILEGES ON `{name}`.* TO {account}")


def empty(db: Database, replace: bool) -> None:
    """Drop all tables. Raises ValidationError when there are any, unless `replace`."""
    tables = db.get_tables(cached=False)
    if tables and not replace:
        raise ValidationError("The database has tables already; with --force they are replaced")
    _drop(db, tables)


def _drop(db: Database, tables: list[str]) -> None:
    if tables:
        db.ddl(f"DROP TABLE IF EXISTS {', '.join(f'`{table}`' for table in tables)}")


def dump(connection: Any, target: Path) -> None:
    """Write every table to `target` as all of them were at one moment."""
    with connection.cursor() as cursor, gzip.open(target, "wt", 6, "utf-8") as file:
        cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT")
        cursor.execute("SHOW TABLES")
        tables = sorted(row[0] for row in cursor.fetchall() if row[0][0] != "~")
        for table in tables:
            _write_line(file, {"table": table, "create": _creation(cursor, table)})
            count = 0
            with connection.cursor(buffered=False) as rows:
                rows.execute(f"SELECT * FROM `{table}`")  # noqa: S608 - a table's name
                names = [column[0] for column in rows.description]
                _write_line(file, {"columns": names})
                for row in rows:
                    _write_line(file, row)
                    count += 1
            _write_line(file, {"rows": count})
        _write_line(file, {"tables": len(tables)})
        cursor.execute("ROLLBACK")


def _creation(cursor: Any, table: str) -> str:
    cursor.execute(f"SHOW CREATE TABLE `{table}`")
    return str(cursor.fetchone()[1])


def _write_line(file: Any, content: Any) -> None:
    file.write(json.dumps(content, ensure_ascii=False, default=_text) + "\n")


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else adapt(value)


def stage(db: Database, source: Path) -> dict[str, str]:
    """Read a copy into tables beside those in use; their names by the table each will be.

    Raises ValidationError when the copy is not whole or the server refuses it.
    """
    _drop(db, [table for table in db.get_tables(cached=False) if table[0] == "~"])
    staged: dict[str, str] = {}
    try:
        with gzip.open(source, "rt", encoding="utf-8") as file:
            lines = map(json.loads, file)
            for line in lines:
                if "tables" in line:
                    if line["tables"] == len(staged):
                        return staged
                    break
                name = f"{NEW}{len(staged)}"
                _read_table(db, name, line["create"], lines)
                staged[line["table"]] = name
    except (OSError, EOFError, ValueError, KeyError, TypeError, DatabaseError) as problem:
        raise ValidationError(f"The database of the backup is damaged: {problem}") from problem
    raise ValidationError("The database of the backup is damaged: it ends too early")


def _read_table(db: Database, name: str, create: str, lines: Iterator[Any]) -> None:
    text, found = _CREATE.subn(f"CREATE TABLE `{name}` (", create, count=1)
    if not found or not create.startswith("CREATE TABLE"):
        raise ValueError("a line that should make a table does not")
    db.ddl(text)
    columns = [identifier(column) for column in next(lines)["columns"]]
    places = ", ".join(["%s"] * len(columns))
    names = ", ".join(f"`{column}`" for column in columns)
    insert = f"INSERT INTO `{name}` ({names}) VALUES ({places})"  # noqa: S608 - checked names
    rows: list[Any] = []
    for line in lines:
        if isinstance(line, dict):
            break
        rows.append(line)
        if len(rows) == ROWS_AT_ONCE:
            db.sql_many(insert, rows)
            rows = []
    db.sql_many(insert, rows)
    db.commit()
    if db.sql(f"SELECT COUNT(*) FROM `{name}`")[0][0] != line["rows"]:  # noqa: S608 - our own name
        raise ValueError(f"rows are missing: {create[:80]}")


def adopt(db: Database, staged: Mapping[str, str]) -> None:
    """Put the staged tables in the place of all that are there, in one step."""
    present = [table for table in db.get_tables(cached=False) if table[0] != "~"]
    aside = {table: f"{OLD}{place}" for place, table in enumerate(present)}
    moves = [*aside.items(), *((new, table) for table, new in staged.items())]
    db.ddl("RENAME TABLE " + ", ".join(f"`{old}` TO `{new}`" for old, new in moves))
    _drop(db, list(aside.values()))
