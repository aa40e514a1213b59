"""A copy of the town that is measured: tokens for its directors, months that take writes."""

import json
import os
import shutil
import sys
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import frappe

from frappe_embedded.install import install_app
from frappe_embedded.passwords import update_password
from govplan.domain.periods import Month
from govplan.monitoring.opening import lines_from
from govplan.monitoring.periods import OPEN, ensure_period
from tests.bench.baseline import LISTED as LISTED
from tests.bench.baseline_town import REPORT as READ
from tests.bench.baseline_town import baseline_town, first_of
from tests.bench.nginx import wrk
from tests.bench.served_records import PEOPLE, ServedRecords, body_of, draft_months
from tests.bench.town import (
    COORDINATOR,
    MAYOR,
    PLANNER,
    REMARK,
    Town,
    copy_rows,
    director,
    opened,
    stay_open,
)

APPS = Path(__file__).parent / "apps"
REPORT = "Gov Progress Report"
# Months of 200 reports that one cell may use up.
MONTHS = 16
PROBE_ROWS = [
    {"indicator": f"I{50 + n:04}", "planned": 100.0, "achieved": 75.0, "comment": "c" * 60}
    for n in range(12)
]

_INSERT = """
local bodies = dofile("{bodies}")
local n = {start}
request = function()
  local place, month = n % #bodies, math.floor(n / #bodies)
  local period = string.format("%04d-%02d", {year} + math.floor(month / 12), month % 12 + 1)
  n = n + 1
  local one = bodies[place + 1]
  local headers = {{["Content-Type"] = "application/json", ["Authorization"] = one[1]}}
  return wrk.format("POST", "/api/method/bench_pages.doors.insert", headers,
    (one[2]:gsub("@PERIOD@", period)))
end
"""
_STEP = """
local people = dofile("{people}")
local n = {start}
request = function()
  local place, month = n % #people, math.floor(n / #people)
  local period = string.format("%04d-%02d", {year} + math.floor(month / 12), month % 12 + 1)
  n = n + 1
  local one = people[place + 1]
  local headers = {{["Content-Type"] = "application/json", ["Authorization"] = one[1]}}
  return wrk.format("POST", "/api/method/govplan.api.approval.act", headers,
    string.format('{{"doctype":"Gov Progress Report","name":"%s-%s","act":"Submit"}}',
      one[2], period))
end
"""
# In no order: whoever comes in turn may always meet the same worker.
_PING = """
local people = dofile("{people}")
local others = {{"{reviews}", "{approves}"}}
request = function()
  local n = math.random(#people + #others)
  local token = n > #people and others[n - #people] or people[n][1]
  return wrk.format("GET", "/api/method/ping", {{["Authorization"] = token}})
end
"""
DRAFT = {"workflow_state": "Draft", "docstatus": 0, "submitted_at": None, "round": 1}
INSERT_YEAR, STEP_YEAR = 2030, 2060
WARM_UP = 15  # seconds


@dataclass(frozen=True)
class ServedTown:
    """A site on disk; `tokens` has the key and secret of each unit's director."""

    sites: Path
    site: str
    units: tuple[str, ...]
    periods: tuple[str, ...]
    tokens: tuple[tuple[str, str], ...]
    read: tuple[str, ...]
    records: ServedRecords

    def insert_script(self, turn: int) -> str:
        """Lua that inserts reports of other months each turn."""
        start = turn * MONTHS * len(self.units)
        return _INSERT.format(bodies=self.sites / "bodies.lua", start=start, year=INSERT_YEAR)

    def step_script(self, turn: int) -> str:
        """Lua that has directors submit reports of other months each turn."""
        start = turn * MONTHS * len(self.units)
        return _STEP.format(people=self.sites / PEOPLE, start=start, year=STEP_YEAR)


def make(sites: Path, rounds: int, place: int) -> ServedTown:
    """Copy the town, install the benchmarks' own app, make tokens and months.

    The director of the unit at `place` inserts reports of the baseline's kind.
    """
    original = baseline_town()
    shutil.copytree(original.sites, sites)
    (sites / "apps.txt").write_text("frappe\ngovplan\nbench_records\nbench_pages\n", "utf-8")
    sys.path.insert(0, str(APPS))
    os.environ["PYTHONPATH"] = str(APPS)  # for the server
    copy = Town(sites, original.units, original.periods, original.site)
    with opened(copy):
        install_app("bench_pages")
        tokens = tuple(_token(director(unit)) for unit in copy.units)
        _open_months(INSERT_YEAR, MONTHS * rounds)
        _open_months(STEP_YEAR, MONTHS * rounds * 2)
        _reports(copy, list(_months(STEP_YEAR, MONTHS * rounds * 2)))
        frappe.db.commit()
        draft_months(rounds * 2)
        _write_lua(sites, copy, tokens, _token(PLANNER))
        others = [_header(_token(person)) for person in (COORDINATOR, MAYOR)]
        frappe.db.commit()
        read = tuple(frappe.get_all(READ, {"period": first_of(3)}, pluck="name", order_by="unit"))
    body = body_of(place, copy.units[place], len(copy.units))
    records = ServedRecords(sites, body, _header(tokens[place]), *others)
    return ServedTown(sites, copy.site, copy.units, copy.periods, tokens, read, records)


def _header(token: tuple[str, str]) -> str:
    return "token " + ":".join(token)


def _token(person: str) -> tuple[str, str]:
    pair = (f"key-{person}", f"secret-{person}")
    frappe.db.set_value("User", person, "api_key", pair[0])
    update_password(person, pair[1], fieldname="api_secret")
    return pair


def _months(year: int, count: int) -> Iterable[str]:
    return (f"{year + n // 12}-{n % 12 + 1:02}" for n in range(count))


def _open_months(year: int, count: int) -> None:
    for period in _months(year, count):
        month = ensure_period(Month.parse(period))
        month.state = OPEN
        month.flags.moved_by_the_calendar = True
        month.save()
        stay_open(month.name)


def _reports(town: Town, periods: list[str]) -> None:
    """The newest month's drafts once more for each period, written in full, with their proof."""
    fresh = count()

    def report(row: frappe._dict, period: str) -> dict[str, object]:
        name, title = f"{row.unit}-{period}", row.title.replace(town.newest, period)
        return {"name": name, "period": period, "title": title, **DRAFT}

    def line(row: frappe._dict, period: str) -> dict[str, object]:
        parent = row.parent.replace(town.newest, period)
        return {"name": f"s{next(fresh):09d}", "parent": parent, "docstatus": 0}

    copy_rows(REPORT, periods, {"period": town.newest}, report)
    for child in ("Gov Progress Row", "Gov Evidence"):
        copy_rows(child, periods, {"parent": ["like", f"%-{town.newest}"]}, line)


def _write_lua(
    sites: Path, town: Town, tokens: tuple[tuple[str, str], ...], planner: tuple[str, str]
) -> None:
    bodies, people, writer = [], [], _header(planner)
    for place, (unit, token) in enumerate(zip(town.units, tokens, strict=True)):
        lines = [
            {**line, "value": str(7 + (place + n) % 9), "narrative": REMARK}
            for n, line in enumerate(lines_from(f"POA-{unit}-2026-v1"))
        ]
        header = _header(token)
        body = json.dumps({"unit": unit, "period": "@PERIOD@", "rows": lines})
        bodies.append(f'{{"{writer}", [==[{body}]==]}}')
        people.append(f'{{"{header}", "{unit}"}}')
    for name, lines in (("bodies", bodies), ("people", people)):
        text = "return {\n" + ",\n".join(lines) + "}\n"
        (sites / f"{name}.lua").write_text(text, "utf-8")


def publish(engine: str, published: Path, static: Path) -> None:
    """The page of all units as the export writes it, and the same bytes as a plain file."""
    with urllib.request.urlopen(f"{engine}/bench_units") as answer:
        page = answer.read()
    (published / "bench_units").mkdir(parents=True)
    (published / "bench_units" / "index.html").write_bytes(page)
    static.mkdir()
    (static / "units.html").write_bytes(page)


def warm(engine: str, town: ServedTown) -> None:
    """Have both workers know every token; a new one costs a slow hash once."""
    others = {"reviews": town.records.reviews, "approves": town.records.approves}
    wrk(engine, WARM_UP, _PING.format(people=town.sites / PEOPLE, **others))
