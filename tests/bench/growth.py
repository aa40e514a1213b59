"""Growth: the pages and main acts of the product as the town has more years, or more units.

Flat in years, at most linear in what is shown. Times are of this process alone, so that other
work on the machine weighs little.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count

import frappe
from frappe.website.serve import get_response
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from govplan.approval.service import perform
from govplan.transparency.naming import edition_name
from govplan.transparency.publication import publish_period
from tests.bench.table import Row
from tests.bench.town import (
    COORDINATOR,
    MAYOR,
    PLANNER,
    Town,
    become,
    copy_rows,
    director,
    opened,
    town,
)

REPORT = "Gov Progress Report"
YEARS = ((12, 12), (12, 48), (12, 192))
UNITS = ((12, 12), (48, 12), (192, 12))
RUNS = 9
# What shows the past itself grows with what it shows.
HISTORIES = ("/unidades/…", "/indicadores/…/…", "/gestion/mi-mes")


@dataclass(frozen=True)
class Case:
    """Something people do: as whom, and how often its work can be repeated."""

    name: str
    person: str
    work: Callable[[int], object]


def growth() -> list[Row]:
    return [*_over(YEARS, "years", 1.2), *_over(UNITS, "units", 16)]


def _over(sizes: tuple[tuple[int, int], ...], what: str, at_most: float) -> Iterator[Row]:
    found = [_measured(*size) for size in sizes]
    for place, factor in ((1, 4), (2, 16)):
        for name, taken in found[place].items():
            title = f"Growth in {what} x{factor}, {name}"
            limit = factor if what == "units" or name in HISTORIES else at_most
            yield Row(title, taken, "ms", found[0][name], "x1", at_most=limit)


@cache
def _measured(units: int, months: int) -> dict[str, float]:
    found = {}
    made = town(units, months)
    with opened(made):
        _publish(made)
        for case in _cases(made):
            times = []
            for turn in range(RUNS + 2):
                become(case.person)
                frappe.local.form_dict = frappe._dict()
                start = time.process_time()
                case.work(turn)
                if turn > 1:
                    times.append(time.process_time() - start)
            found[case.name] = statistics.median(times) * 1000
    return found


def _publish(town: Town) -> None:
    """The last approved month as an edition, and once more for every month before."""
    newest, earlier = town.periods[-2], town.periods[:-2]
    publish_period(newest)
    numbers = count(1000)

    def edition(row: frappe._dict, period: str) -> dict[str, object]:
        return {
            "name": edition_name(row.format, period, row.number),
            "period": period,
            "sequence": next(numbers),
            "title": row.title,
            "published_at": f"{period}-28 10:00:00",
        }

    def part(row: frappe._dict, period: str) -> dict[str, object]:
        known = editions[row.parent]
        parent = edition_name(known.format, period, known.number)
        return {"name": f"e{next(numbers)}", "parent": parent}

    facts = ["name", "format", "number"]
    rows = frappe.get_all("Gov Edition", {"period": newest}, facts, order_by="name", limit=0)
    editions = {row.name: row for row in rows}
    copy_rows("Gov Edition", earlier, {"period": newest}, edition)
    for child in ("Gov Edition File", "Gov Edition Check"):
        copy_rows(child, earlier, {"parent": ["in", list(editions)]}, part)
    frappe.db.commit()


def _cases(town: Town) -> list[Case]:
    unit, month = town.units[1], town.periods[-2]
    year, number = month.split("-")
    indicator = frappe.db.get_value("Gov Progress Row", {"parent": town.report(unit)}, "indicator")
    one = director(unit)
    public = [
        "",
        "unidades",
        f"unidades/{unit}",
        f"indicadores/{unit}/{indicator}",
        "transparencia",
        f"transparencia/{year}",
        f"transparencia/{year}/{int(number)}",
        "planes",
    ]
    staff = {
        "gestion": COORDINATOR,
        "gestion/bandeja": COORDINATOR,
        "gestion/tablero": MAYOR,
        "gestion/mi-mes": one,
        f"gestion/reportes/{town.report(unit)}": one,
        "gestion/publicaciones": PLANNER,
    }
    pages = [Case(_named(path, town), "Guest", _page(path)) for path in public]
    pages += [Case(_named(path, town), who, _page(path)) for path, who in staff.items()]
    report = town.report(unit)
    acts = [
        Case("open a report", one, lambda _turn: frappe.get_doc(REPORT, report)),
        Case(
            "list reports",
            one,
            lambda _turn: frappe.get_list(REPORT, order_by="period desc", limit=20),
        ),
        Case("save a report", one, lambda turn: _save(report, turn)),
        Case("submit and withdraw", one, lambda turn: _step(report, turn)),
    ]
    return [*pages, *acts]


def _named(path: str, town: Town) -> str:
    """The address without the names of this town, so that sizes compare."""
    parts = path.split("/")
    return "/" + "/".join(part if part.isalpha() or "-" in part[:3] else "…" for part in parts)


def _page(path: str) -> Callable[[int], object]:
    def work(_turn: int) -> object:
        frappe.local.request = Request(EnvironBuilder(f"/{path}").get_environ())
        answer = get_response(path)
        if answer.status_code != 200:
            raise AssertionError(f"/{path} answered {answer.status_code}")
        return answer

    return work


def _save(name: str, turn: int) -> None:
    report = frappe.get_doc(REPORT, name)
    report.rows[0].value = str(1 + turn)
    report.save()
    frappe.db.commit()


def _step(name: str, turn: int) -> None:
    for act in ("Submit", "Withdraw"):
        perform(REPORT, name, act)
        frappe.db.commit()


WORKLOADS = {"growth": growth}
