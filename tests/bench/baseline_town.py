"""The data set of perf_baseline.md, section 2: a copy of the town with the baseline's own records.

4,800 reports of 12 rows (57,600 rows), ten times as many on request, a user permission for each
director, a workflow of four states. Nothing here is timed.
"""

import atexit
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import frappe

from frappe_embedded.install import install_app
from tests.bench.town import (
    PER_UNIT,
    REMARK,
    ROWS,
    Town,
    code_of,
    count_rows,
    director,
    opened,
    town,
)

REPORT, LINE = "Bench Progress", "Bench Progress Row"
APPS = Path(__file__).parent / "apps"
STATES = ("Draft", "Submitted", "Reviewed", "Approved")
STEPS = (
    ("Draft", "Submit", "Submitted", "Gov Director"),
    ("Submitted", "Review", "Reviewed", "Gov Coordinator"),
    ("Reviewed", "Approve", "Approved", "Gov Mayor Office"),
    ("Submitted", "Return", "Draft", "Gov Coordinator"),
    ("Reviewed", "Return", "Draft", "Gov Mayor Office"),
)
SUMMARY = "Los trabajos del mes se hicieron según lo programado en el plan operativo anual vigente"
MONTHS = 24


def baseline_town(copies: int = 1) -> Town:
    """The site, made once a run; with 10 `copies` there are 48,000 reports."""
    return _made(copies)


@cache
def _made(copies: int) -> Town:
    original = town()
    sites = original.sites.with_name(f"{original.sites.name}-baseline-{copies}")
    atexit.register(shutil.rmtree, sites, ignore_errors=True)
    shutil.copytree(original.sites, sites)
    made = Town(sites, original.units, original.periods, original.site)
    furnish(made, copies)
    return made


def furnish(made: Town, copies: int = 1) -> None:
    """Add the baseline's records to a town of its own."""
    (made.sites / "apps.txt").write_text("frappe\ngovplan\nbench_records\n", "utf-8")
    if str(APPS) not in sys.path:
        sys.path.insert(0, str(APPS))
    with opened(made):
        install_app("bench_records")
        _workflow()
        _restrict(made.units)
        for back in range(copies):
            _reports(made.units, back)
        frappe.db.commit()
        count_rows()


def first_of(month: int) -> date:
    """The first day of a month, counted from the oldest of the newest 24."""
    return date(2025 + month // 12, month % 12 + 1, 1)


def lines(place: int, month: int, units: int) -> list[dict[str, object]]:
    """The rows of a unit's month: ten indicators of its own, two of its neighbour."""
    return [
        {
            "indicator": code_of((place * PER_UNIT + n) % (units * PER_UNIT)),
            "planned": 100.0,
            "achieved": 70.0 + (place + month + n) % 40,
            "percent": 70.0 + (place + month + n) % 40,
            "comment": REMARK[:60],
        }
        for n in range(ROWS)
    ]


def _workflow() -> None:
    path = {"workflow_name": "Bench Path", "document_type": REPORT, "is_active": 1}
    states = [
        {"state": state, "doc_status": "1" if state == "Approved" else "0"}
        | {"allow_edit": "Gov Director"}
        for state in STATES
    ]
    steps = [{"state": a, "action": b, "next_state": c, "allowed": d} for a, b, c, d in STEPS]
    frappe.get_doc({"doctype": "Workflow", **path, "states": states, "transitions": steps}).insert()


def _restrict(units: tuple[str, ...]) -> None:
    for unit in units:
        limit = {"user": director(unit), "allow": "Gov Unit", "for_value": unit}
        frappe.get_doc({"doctype": "User Permission", **limit}).insert()


def _reports(units: tuple[str, ...], back: int) -> None:
    reports = list(_parents(units, back))
    columns = list(reports[0])
    frappe.db.bulk_insert(REPORT, columns, [list(row.values()) for row in reports])
    rows = [
        row
        for n, report in enumerate(reports)
        for row in _children(report, n % len(units), n // len(units), len(units))
    ]
    frappe.db.bulk_insert(LINE, list(rows[0]), [list(row.values()) for row in rows])


def _parents(units: tuple[str, ...], back: int) -> Iterator[dict[str, object]]:
    for month in range(MONTHS):
        for place, unit in enumerate(units):
            last = month == MONTHS - 1 and not back
            state = STATES[place % 3] if last else "Approved"
            yield {
                "name": f"PRG-{back}-{month:02d}-{unit}",
                "owner": director(unit),
                "creation": f"{first_of(month)} 10:00:00",
                "modified": f"{first_of(month)} 10:00:00",
                "modified_by": director(unit),
                "docstatus": int(state == "Approved"),
                "unit": unit,
                "period": first_of(month - MONTHS * back),
                "workflow_state": state,
                "title": f"{unit} {first_of(month):%Y-%m}",
                "summary": SUMMARY,
                "total_planned": 1200.0,
                "total_achieved": 1000.0 + place,
                "percent": (1000.0 + place) / 12,
            }


def _children(
    report: dict[str, object], place: int, month: int, units: int
) -> Iterator[dict[str, object]]:
    for idx, line in enumerate(lines(place, month, units), start=1):
        yield {
            "name": f"{report['name']}-{idx}",
            "owner": report["owner"],
            "creation": report["creation"],
            "modified": report["modified"],
            "modified_by": report["owner"],
            "docstatus": report["docstatus"],
            "idx": idx,
            "parent": report["name"],
            "parenttype": REPORT,
            "parentfield": "rows",
            **line,
        }
