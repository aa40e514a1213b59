"""W1-W5 as perf_baseline.md defines them, on the baseline's own records.

Each with permissions, user permission, the validation of section 2, version, comment and open
action, and a row of govplan's decision log for each step. SQLite with synchronous = FULL, a commit
each. Every person has been here before; what a request remembers is forgotten.
"""

from collections.abc import Callable, Iterator

import frappe
from frappe.model.workflow import apply_workflow

from tests.bench.baseline_town import (
    MONTHS,
    REPORT,
    STATES,
    STEPS,
    SUMMARY,
    baseline_town,
    first_of,
    lines,
)
from tests.bench.records import Prepared, measured
from tests.bench.references import bare_insert, median_ms, seconds
from tests.bench.table import Row
from tests.bench.town import COORDINATOR, MAYOR, Town, become, director, opened

LISTED = ["name", "title", "unit", "period", "total_planned", "percent", "workflow_state"]
PEOPLE = {"Submit": None, "Review": COORDINATOR, "Approve": MAYOR}


def arrive(user: str) -> None:
    """A request of somebody who has made others before."""
    become(user)
    frappe.has_permission(REPORT, "read")
    frappe.get_list(REPORT, limit=1)
    become(user)


# W1


def insert() -> list[Row]:
    town = baseline_town()
    rows = inserted(town)
    write = bare_insert(town.sites)
    bare = median_ms([seconds(write) for _turn in range(200)])
    against = Row("W1 insert, beside SQLite", rows[0].figure, "ms", bare, "FULL", at_most=6)
    return [*rows, against]


def inserted(town: Town) -> list[Row]:
    """W1 on any database."""
    with opened(town):
        return measured("W1 insert", _inserts(town), 60, 8)


def _inserts(town: Town) -> Iterator[Prepared]:
    for place, unit in enumerate(town.units):
        yield lambda place=place, unit=unit: _insert(place, unit, len(town.units))


def _insert(place: int, unit: str, units: int) -> Callable[[], object]:
    given = [
        {key: line[key] for key in ("indicator", "planned", "achieved", "comment")}
        for line in lines(place, MONTHS, units)
    ]
    values = {"doctype": REPORT, "unit": unit, "period": first_of(MONTHS).isoformat()}

    def work() -> None:
        frappe.get_doc({**values, "summary": SUMMARY, "rows": given}).insert()
        frappe.db.commit()

    arrive(director(unit))
    return work


# W2


def save() -> list[Row]:
    return saved(baseline_town())


def saved(town: Town) -> list[Row]:
    """W2 on any database."""
    with opened(town):
        return measured("W2 save", _saves(_in_state("Draft")), 50, 6)


def _in_state(state: str) -> list[frappe._dict]:
    return frappe.get_all(
        REPORT, filters={"workflow_state": state}, fields=["name", "unit"], order_by="name", limit=0
    )


def _saves(reports: list[frappe._dict]) -> Iterator[Prepared]:
    for report in reports:
        yield lambda report=report: _two_rows(report)


def _two_rows(report: frappe._dict) -> Callable[[], object]:
    arrive(director(report.unit))
    doc = frappe.get_doc(REPORT, report.name)
    doc.rows[3].achieved += 1
    doc.rows[7].comment = "Se terminó"

    def work() -> None:
        doc.save()
        frappe.db.commit()

    return work


# W3


def step() -> list[Row]:
    return stepped(baseline_town())


def stepped(town: Town) -> list[Row]:
    """W3 on any database."""
    rows = []
    with opened(town):
        for (state, act, _next, _role), person in zip(STEPS, PEOPLE.values(), strict=False):
            steps = _steps(_in_state(state), act, person)
            rows += measured(f"W3 {act}", steps, 70, 8)
    return rows


def _steps(reports: list[frappe._dict], act: str, person: str | None) -> Iterator[Prepared]:
    for report in reports:
        yield lambda report=report: _step(report.name, act, person or director(report.unit))


def _step(name: str, act: str, person: str) -> Callable[[], object]:
    def work() -> None:
        apply_workflow({"doctype": REPORT, "name": name}, act)
        frappe.db.commit()

    arrive(person)
    return work


# W4


def get() -> list[Row]:
    return got(baseline_town())


def got(town: Town) -> list[Row]:
    """W4 on any database."""
    with opened(town):
        return measured("W4 get", _gets(town), 6, 2)


def _gets(town: Town) -> Iterator[Prepared]:
    for unit in town.units:
        yield lambda unit=unit: _get(f"PRG-0-03-{unit}", director(unit))


def _get(name: str, person: str) -> Callable[[], object]:
    arrive(person)
    return lambda: frappe.get_doc(REPORT, name).check_permission("read")


# W5


def listed() -> list[Row]:
    rows = [*listed_in(baseline_town(), "4,800"), *listed_in(baseline_town(10), "48,000")]
    small, large = rows[0].ratio, rows[2].ratio
    return [*rows, Row("W5 growth", large, "Y", small, "4,800", at_most=1.2)]


def listed_in(town: Town, reports: str) -> list[Row]:
    """W5 on any database."""
    with opened(town):
        return measured(f"W5 list, {reports}", _lists(town), 8, 2)


def _lists(town: Town) -> Iterator[Prepared]:
    for unit in town.units:
        yield lambda unit=unit: _list(director(unit))


def _list(person: str) -> Callable[[], object]:
    filters = {"workflow_state": STATES[-1], "period": [">=", first_of(5).isoformat()]}
    arrive(person)
    return lambda: frappe.get_list(
        REPORT, fields=LISTED, filters=filters, order_by="period desc", limit=20
    )


WORKLOADS = {"W1": insert, "W2": save, "W3": step, "W4": get, "W5": listed}
