"""The Sustainable Development Goals: their official codes, worded by us, from a file of the app.

The codes are the same for the whole world; the portal reads the words from the file too.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import frappe

_FILE = Path(__file__).parents[1] / "setup" / "sdg.csv"
GOALS = 17


@dataclass(frozen=True)
class Entry:
    """A goal (`code` "11") or a target ("11.3", "11.a"), and its place in the official list."""

    code: str
    title_es: str
    title_en: str
    position: int

    @property
    def goal(self) -> str:
        return self.code.partition(".")[0]

    @property
    def is_target(self) -> bool:
        return "." in self.code

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.title_en if (frappe.local.lang or "es").startswith("en") else self.title_es


@lru_cache(maxsize=1)
def entries() -> dict[str, Entry]:
    """Goals and targets by code, each goal before its targets."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [Entry(r["code"], r["es"], r["en"], at) for at, r in enumerate(csv.DictReader(file))]
    return {entry.code: entry for entry in rows}


def goals() -> list[Entry]:
    """The seventeen, in order."""
    return [entry for entry in entries().values() if not entry.is_target]


def targets(goal: str = "") -> list[Entry]:
    """The targets of a goal, or all 169, in order."""
    return [one for one in entries().values() if one.is_target and goal in ("", one.goal)]


def title_of(code: str | int | None) -> str:
    """A goal's or target's words in the reader's language; empty for an unknown code."""
    entry = entries().get(str(code or ""))
    return entry.title if entry else ""
