"""W1-W5 on govplan's own reports: inserted, saved, decided on, read and listed.

Each with everything the app keeps and computes: permissions by posts, the year's arithmetic for
every line, version, open action and the decision log, chained. Y is the round trip of such a
report. SQLite with synchronous = FULL, a commit each.
"""

import statistics
from collections.abc import Callable, Iterator
from itertools import islice

import frappe

from govplan.approval.service import perform
from govplan.domain.periods import Month
from govplan.monitoring.opening import lines_from
from govplan.monitoring.periods import OPEN, ensure_period
from tests.bench.references import Yardstick, median_ms, seconds
from tests.bench.table import Row
from tests.bench.town import (
    COORDINATOR,
    MAYOR,
    PLANNER,
    REMARK,
    Town,
    become,
    director,
    opened,
    stay_open,
    town,
)

REPORT = "Gov Progress Report"
LISTED = ["name", "title", "unit", "period", "compliance", "workflow_state", "modified"]
RUNS = 60
WARM = 5

# An operation in two halves: what is prepared, not timed, gives what is timed.
Prepared = Callable[[], Callable[[], object]]


def measured(
    name: str,
    operations: Iterator[Prepared],
    at_most: float,
    statements: int,
    document: object = None,
) -> list[Row]:
    """The median of the runs in milliseconds against Y, and the SQL statements of one run."""
    yardstick, times, counts = Yardstick(document), [], []
    for turn, prepare in enumerate(islice(operations, WARM + RUNS)):
        work = prepare()
        yardstick.take()
        before = frappe.db.statement_count
        taken = seconds(work)
        if turn >= WARM:
            times.append(taken)
            counts.append(frappe.db.statement_count - before)
    unit = "Y of it" if document else "Y"
    return [
        Row(name, median_ms(times), "ms", yardstick.ms, unit, at_most=at_most),
        Row(f"{name}, statements", statistics.median_low(counts), "SQL", at_most=statements),
    ]


def _report(town: Town) -> dict[str, object]:
    report = frappe.get_doc(REPORT, town.report(town.units[1]))
    return report.as_dict(no_default_fields=True, no_nulls=True, no_child_table_fields=True)


# W1


def insert() -> list[Row]:
    with opened(town()):
        return measured("W1 insert, govplan's", _inserts(town()), 60, 8, _report(town()))


def _inserts(town: Town) -> Iterator[Prepared]:
    period = next_month(town)
    for place, unit in enumerate(town.units):
        yield lambda unit=unit, place=place: _new_report(unit, period, place)


def next_month(town: Town) -> str:
    """The month after the newest, open and without reports."""
    month = ensure_period(Month.parse(town.newest).next())
    month.state = OPEN
    month.flags.moved_by_the_calendar = True
    month.save()
    stay_open(month.name)
    frappe.db.commit()
    return month.name


def _new_report(unit: str, period: str, place: int) -> Callable[[], object]:
    poa = f"POA-{unit}-{period[:4]}-v1"
    lines = [
        {**line, "value": str(7 + (place + n) % 9), "narrative": REMARK}
        for n, line in enumerate(lines_from(poa))
    ]
    values = {"unit": unit, "period": period, "poa": poa, "version": 1, "title": f"{unit} {period}"}

    def work() -> None:
        report = frappe.get_doc({"doctype": REPORT, **values, "rows": lines})
        report.flags.written_by_govplan = True
        report.insert()
        frappe.db.commit()

    become(PLANNER)
    return work


# W2


def save() -> list[Row]:
    with opened(town()):
        return measured("W2 save, govplan's", _saves(town()), 50, 6, _report(town()))


def _saves(town: Town) -> Iterator[Prepared]:
    for unit in town.units:
        yield lambda unit=unit: _two_rows(town.report(unit))


def _two_rows(name: str) -> Callable[[], object]:
    unit = frappe.db.get_value(REPORT, name, "unit")
    become(director(unit))
    report = frappe.get_doc(REPORT, name)
    report.rows[3].value = "3"
    report.rows[7].narrative = "Se terminó"

    def work() -> None:
        report.save()
        frappe.db.commit()

    return work


# W3

STEPS = (("Submit", None), ("Review", COORDINATOR), ("Approve", MAYOR))


def step() -> list[Row]:
    rows = []
    with opened(town()):
        for act, person in STEPS:
            steps = _steps(town(), act, person)
            rows += measured(f"W3 {act}, govplan's", steps, 70, 8, _report(town()))
    return rows


def _steps(town: Town, act: str, person: str | None) -> Iterator[Prepared]:
    for unit in town.units:
        yield lambda unit=unit: _step(town.report(unit), act, person or director(unit))


def _step(name: str, act: str, person: str) -> Callable[[], object]:
    def work() -> None:
        perform(REPORT, name, act)
        frappe.db.commit()

    become(person)
    return work


# W4


def get() -> list[Row]:
    with opened(town()):
        return measured("W4 get, govplan's", _gets(town()), 6, 2, _report(town()))


def _gets(town: Town) -> Iterator[Prepared]:
    for unit in town.units:
        yield lambda unit=unit: _get(town.report(unit, town.periods[3]), director(unit))


def _get(name: str, person: str) -> Callable[[], object]:
    become(person)
    return lambda: frappe.get_doc(REPORT, name).check_permission("read")


# W5


def listed() -> list[Row]:
    with opened(town()):
        return measured("W5 list, govplan's", _lists(town()), 8, 2, _report(town()))


def _lists(town: Town) -> Iterator[Prepared]:
    filters = {"workflow_state": "Approved", "period": [">=", town.periods[-19]]}
    for unit in town.units:
        yield lambda unit=unit: _list(filters, director(unit))


def _list(filters: dict[str, object], person: str) -> Callable[[], object]:
    become(person)
    return lambda: frappe.get_list(
        REPORT, fields=LISTED, filters=filters, order_by="period desc", limit=20
    )


WORKLOADS = {
    "W1-govplan": insert,
    "W2-govplan": save,
    "W3-govplan": step,
    "W4-govplan": get,
    "W5-govplan": listed,
}
