"""W9 on the baseline's own records: what a director posts, drafts that are taken through the steps.

An insert is REST's own door for one director, another month each; a step is `apply_workflow` for
the director, the coordinator and the mayor in turn. Nothing here is timed.
"""

import json
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import frappe

from tests.bench.baseline_town import MONTHS, REPORT, SUMMARY, first_of, lines
from tests.bench.town import copy_rows

PEOPLE = "people.lua"
# Months of drafts that one cell may use up, three times each.
STEP_MONTHS = 6
INSERT_YEAR, INSERT_YEARS, STEP_YEAR = 2100, 1000, 2040

_INSERT = """
local n = 0
local body = [==[{body}]==]
local headers = {{["Content-Type"] = "application/json", ["Authorization"] = "{token}"}}
request = function()
  local period = string.format("%04d-%02d-01", {year} + math.floor(n / 12), n % 12 + 1)
  n = n + 1
  local filled = body:gsub("@PERIOD@", period)
  return wrk.format("POST", "/api/resource/Bench%20Progress", headers, filled)
end
"""
_STEP = """
local people = dofile("{people}")
local acts, others, n = {{"Submit", "Review", "Approve"}}, {{"{reviews}", "{approves}"}}, 0
request = function()
  local report, round = n % (#people * {months}), math.floor(n / (#people * {months}))
  local one, month = people[report % #people + 1], {month} + math.floor(report / #people)
  local period = string.format("%04d-%02d", {year} + math.floor(month / 12), month % 12 + 1)
  n = n + 1
  local headers = {{["Content-Type"] = "application/json",
    ["Authorization"] = round == 0 and one[1] or others[round]}}
  return wrk.format("POST", "/api/method/frappe.model.workflow.apply_workflow", headers,
    string.format('{{"doc":{{"doctype":"Bench Progress","name":"%s-%s"}},"action":"%s"}}',
      one[2], period, acts[round + 1]))
end
"""


@dataclass(frozen=True)
class ServedRecords:
    """Scripts for wrk; `turn` counts the cells of a kind, so that none meets another's records."""

    sites: Path
    inserted: str
    director: str
    reviews: str
    approves: str

    def insert_script(self, turn: int) -> str:
        """Lua that inserts the unit's months, others each turn."""
        year = INSERT_YEAR + turn * INSERT_YEARS
        return _INSERT.format(body=self.inserted, token=self.director, year=year)

    def step_script(self, turn: int) -> str:
        """Lua that submits reports, then reviews, then approves them; others each turn."""
        who = {"reviews": self.reviews, "approves": self.approves}
        months = {"year": STEP_YEAR, "month": turn * STEP_MONTHS, "months": STEP_MONTHS}
        return _STEP.format(people=self.sites / PEOPLE, **who, **months)


def body_of(place: int, unit: str, units: int) -> str:
    """What a director posts: a report of twelve rows, with @PERIOD@ where its month goes."""
    kept = ("indicator", "planned", "achieved", "comment")
    rows = [{key: line[key] for key in kept} for line in lines(place, MONTHS, units)]
    return json.dumps({"unit": unit, "period": "@PERIOD@", "summary": SUMMARY, "rows": rows})


def draft_months(cells: int) -> None:
    """Drafts for so many cells of steps: the oldest month, of all units, again and again."""
    fresh = count()
    oldest = {"period": first_of(0)}

    def named(unit: str, month: str) -> str:
        return f"{unit}-{month[:7]}"

    def report(row: frappe._dict, month: str) -> dict[str, object]:
        values = {"name": named(row.unit, month), "period": month, "docstatus": 0}
        return {**values, "workflow_state": "Draft", "title": f"{row.unit} {month[:7]}"}

    def line(row: frappe._dict, month: str) -> dict[str, object]:
        parent = named(row.parent.rpartition("PRG-0-00-")[2], month)
        return {"name": f"w{next(fresh):09d}", "parent": parent, "docstatus": 0}

    months = [f"{STEP_YEAR + n // 12}-{n % 12 + 1:02}-01" for n in range(cells * STEP_MONTHS)]
    copy_rows(REPORT, months, oldest, report)
    copy_rows(f"{REPORT} Row", months, {"parent": ["like", "PRG-0-00-%"]}, line)
