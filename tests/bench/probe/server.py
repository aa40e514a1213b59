"""The ceiling of section 6 of the baseline: Werkzeug, SQLite and Jinja, nothing in between.

Its own file is named by PROBE_DB. A director's token is compared with the stored secret, a list is
restricted to the director's unit, an insert checks that its indicators are active, a step leaves as
many rows as the engine does, and writers wait for each other as SQLite has them wait.
"""

import json
import os
import sqlite3
import threading
from datetime import datetime
from typing import Any
from uuid import uuid4

from jinja2 import Environment
from werkzeug.wrappers import Request, Response

_PAGE = Environment(autoescape=True).from_string(
    """<!DOCTYPE html><html lang="en"><head><title>Units</title></head><body><h1>Units</h1>
<table><thead><tr><th>Name</th><th>Title</th><th>Kind</th><th>Head</th><th>Phone</th><th>Email</th>
</tr></thead><tbody>{% for unit in units %}<tr><td>{{ unit.name }}</td><td>{{ unit.title }}</td>
<td>{{ unit.kind }}</td><td>{{ unit.head }}</td><td>{{ unit.phone }}</td><td>{{ unit.email }}</td>
</tr>{% endfor %}</tbody></table></body></html>"""
)
_LIST = (
    "SELECT name, unit, period, workflow_state, title, percent, modified FROM progress "
    "WHERE unit = ? AND workflow_state = 'Approved' AND period >= '2024-06-01' "
    "ORDER BY period DESC LIMIT 20"
)
_kept = threading.local()
_pages: dict[str, str] = {}


def application(environ: dict[str, Any], start_response: Any) -> Any:
    request = Request(environ)
    return _answer(request)(environ, start_response)


def _answer(request: Request) -> Response:
    path = request.path
    if path == "/cached":
        return Response(_pages.get("units") or _page(), mimetype="text/html")
    if path == "/page":
        return Response(_page(), mimetype="text/html")
    unit = _unit_of(request)
    if unit is None:
        return Response("", 403)
    if request.method == "POST":
        body = request.get_json()
        made = _insert(unit, body) if path == "/insert" else _step(body["name"])
        return Response(json.dumps({"data": made}), mimetype="application/json")
    rows = _rows(_LIST, unit) if path == "/list" else _document(path.removeprefix("/get/"), unit)
    return Response(json.dumps({"data": rows}), mimetype="application/json")


def _page() -> str:
    _pages["units"] = _PAGE.render(units=_rows("SELECT * FROM unit ORDER BY name"))
    return _pages["units"]


def _unit_of(request: Request) -> str | None:
    key, _colon, secret = request.headers.get("Authorization", "")[6:].partition(":")
    found = _db().execute("SELECT secret, unit FROM person WHERE key = ?", (key,)).fetchone()
    return found["unit"] if found and found["secret"] == secret else None


def _db() -> sqlite3.Connection:
    db: sqlite3.Connection | None = getattr(_kept, "db", None)
    if db is None:
        db = _kept.db = sqlite3.connect(os.environ["PROBE_DB"], 30, isolation_level=None)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA synchronous = FULL")
    return db


def _rows(query: str, *values: object) -> list[dict[str, Any]]:
    return [dict(row) for row in _db().execute(query, values)]


def _document(name: str, unit: str) -> dict[str, Any] | None:
    found = _rows("SELECT * FROM progress WHERE name = ? AND unit = ?", name, unit)
    if not found:
        return None
    found[0]["rows"] = _rows("SELECT * FROM line WHERE parent = ? ORDER BY idx", name)
    return found[0]


def _insert(unit: str, body: dict[str, Any]) -> str:
    name, now, lines = uuid4().hex, datetime.now().isoformat(" "), body["rows"]
    wanted = [line["indicator"] for line in lines]
    marks = ",".join("?" * len(wanted))
    query = f"SELECT count(*) FROM indicator WHERE active = 1 AND name IN ({marks})"
    document = (name, now, now, unit, unit, 0, unit, body["period"], "Draft", "title",
                body["summary"], 0.0, 0.0, 0.0, None)  # fmt: skip
    children = [
        (f"{name}{place}", name, place, line["indicator"], line["planned"], line["achieved"],
         100 * line["achieved"] / line["planned"], line["comment"])
        for place, line in enumerate(lines)
    ]  # fmt: skip
    db = _db()
    db.execute("BEGIN IMMEDIATE")
    if db.execute(query, wanted).fetchone()[0] != len(set(wanted)):
        db.execute("ROLLBACK")
        raise ValueError("an indicator is not active")
    db.execute(f"INSERT INTO progress VALUES ({','.join('?' * 15)})", document)
    db.executemany("INSERT INTO line VALUES (?,?,?,?,?,?,?,?)", children)
    db.execute("COMMIT")
    return name


def _step(name: str) -> str:
    now = datetime.now().isoformat(" ")
    document = _rows("SELECT * FROM progress WHERE name = ?", name)[0]
    document["rows"] = _rows("SELECT * FROM line WHERE parent = ? ORDER BY idx", name)
    trail = [(kind, name, now, "x", json.dumps(document["title"]))
             for kind in ("version", "comment", "decision", "action")]  # fmt: skip
    change = "UPDATE progress SET workflow_state = 'Submitted', modified = ? WHERE name = ?"
    db = _db()
    db.execute("BEGIN IMMEDIATE")
    db.execute(change, (now, name))
    write = "INSERT INTO trail (kind, parent, at, person, text) VALUES (?,?,?,?,?)"
    db.executemany(write, trail)
    db.execute("COMMIT")
    return name
