"""The data set of the baseline (section 2) in a plain SQLite file."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

UNITS, MONTHS, ROWS = 200, 24, 12

_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE unit (name TEXT PRIMARY KEY, title TEXT, kind TEXT, head TEXT, phone TEXT, email TEXT);
CREATE TABLE person (key TEXT PRIMARY KEY, secret TEXT, unit TEXT);
CREATE TABLE indicator (name TEXT PRIMARY KEY, title TEXT, active INTEGER);
CREATE TABLE progress (name TEXT PRIMARY KEY, creation TEXT, modified TEXT, owner TEXT,
  modified_by TEXT, docstatus INTEGER, unit TEXT, period TEXT, workflow_state TEXT, title TEXT,
  summary TEXT, planned REAL, achieved REAL, percent REAL, amended_from TEXT);
CREATE TABLE line (name TEXT PRIMARY KEY, parent TEXT, idx INTEGER, indicator TEXT, planned REAL,
  achieved REAL, percent REAL, comment TEXT);
CREATE TABLE trail (name INTEGER PRIMARY KEY, kind TEXT, parent TEXT, at TEXT, person TEXT,
  text TEXT);
CREATE INDEX progress_list ON progress (unit, workflow_state, period);
CREATE INDEX line_parent ON line (parent);
"""


def make(path: Path) -> None:
    """Write the file."""
    with sqlite3.connect(path) as db:
        db.executescript(_SCHEMA)
        units = ((f"U{n:03}", f"Unit {n:03}", "Office", f"Head {n}", "555", f"u{n}@example.com")
                 for n in range(UNITS))  # fmt: skip
        db.executemany("INSERT INTO unit VALUES (?,?,?,?,?,?)", units)
        people = ((f"key{n}", f"secret{n}", f"U{n:03}") for n in range(UNITS))
        db.executemany("INSERT INTO person VALUES (?,?,?)", people)
        indicators = ((f"I{n:04}", f"Indicator {n}", 1) for n in range(UNITS * 10))
        db.executemany("INSERT INTO indicator VALUES (?,?,?)", indicators)
        places = ",".join("?" * 15)
        db.executemany(f"INSERT INTO progress VALUES ({places})", _documents())
        db.executemany("INSERT INTO line VALUES (?,?,?,?,?,?,?,?)", _lines())
    db.close()


def _documents() -> Iterator[tuple[object, ...]]:
    for unit in range(UNITS):
        for month in range(MONTHS):
            period = f"{2024 + month // 12}-{month % 12 + 1:02}-01"
            state, status = ("Approved", 1) if month < MONTHS - 1 else ("Draft", 0)
            moment, who = f"{period} 09:00:00.000000", f"director{unit}@example.com"
            name, title = f"P{unit:03}-{month:02}", f"Unit {unit:03} {period}"
            head = (name, moment, moment, who, who, status, f"U{unit:03}", period, state, title)
            yield (*head, "s" * 90, 1200.0, 900.0, 75.0, None)


def _lines() -> Iterator[tuple[object, ...]]:
    for unit in range(UNITS):
        for month in range(MONTHS):
            parent = f"P{unit:03}-{month:02}"
            for row in range(ROWS):
                indicator = f"I{(unit * 10 + row) % (UNITS * 10):04}"
                comment = f"comment {row} ".ljust(60, ".")
                yield (f"{parent}-{row}", parent, row + 1, indicator, 100.0, 75.0, 75.0, comment)
