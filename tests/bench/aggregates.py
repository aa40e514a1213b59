"""W6: sums and means over the rows of approved reports, beside the same statement in bare SQLite.

Both read through the covering indexes of `bench_records`.
"""

import sqlite3
from collections.abc import Callable

import frappe
from frappe.query_builder.functions import Avg, Count, Sum

from tests.bench.baseline_town import LINE, REPORT, baseline_town
from tests.bench.references import median_ms, seconds
from tests.bench.table import Row
from tests.bench.town import opened

RUNS = 15
FIGURES = ["sum(planned) as planned", "sum(achieved) as achieved", "avg(percent) as percent"]
BY_UNIT = (
    "select p.unit, sum(r.planned), sum(r.achieved), avg(r.percent), count(*)"
    " from `tabBench Progress` p inner join `tabBench Progress Row` r on r.parent = p.name"
    " where p.docstatus = 1 group by p.unit"
)
BY_INDICATOR = (
    "select indicator, sum(planned), sum(achieved), avg(percent), count(*)"
    " from `tabBench Progress Row` where docstatus = 1 group by indicator"
)
BY_TOTALS = (
    "select unit, sum(total_planned), sum(total_achieved), avg(percent)"
    " from `tabBench Progress` where docstatus = 1 group by unit"
)


def by_unit() -> object:
    """Rows joined to their reports, by unit: the query builder."""
    report, line = frappe.qb.DocType(REPORT), frappe.qb.DocType(LINE)
    return (
        frappe.qb.from_(report)
        .inner_join(line)
        .on(line.parent == report.name)
        .where(report.docstatus == 1)
        .groupby(report.unit)
        .select(report.unit, Sum(line.planned), Sum(line.achieved), Avg(line.percent), Count("*"))
        .run()
    )


def by_indicator() -> object:
    """Rows alone, by indicator: the list."""
    fields = ["indicator", *FIGURES, "count(*) as reports"]
    return frappe.get_all(
        LINE, filters={"docstatus": 1}, fields=fields, group_by="indicator", order_by=None
    )


def by_totals() -> object:
    """The totals stored in each report, as dashboards read them."""
    fields = ["unit", "sum(total_planned) as planned", "sum(total_achieved) as achieved"]
    return frappe.get_all(
        REPORT,
        filters={"docstatus": 1},
        fields=[*fields, "avg(percent) as percent"],
        group_by="unit",
        order_by=None,
    )


def aggregates() -> list[Row]:
    rows = []
    for copies, said in ((1, "57,600 rows"), (10, "576,000 rows")):
        town = baseline_town(copies)
        bare = sqlite3.connect(town.sites / town.site / "site.db")
        with opened(town):
            rows += [
                _beside(f"W6a by unit, {said}", by_unit, bare, BY_UNIT),
                _beside(f"W6b by indicator, {said}", by_indicator, bare, BY_INDICATOR),
                _beside(f"W6c stored totals, {said}", by_totals, bare, BY_TOTALS, None),
            ]
        bare.close()
    return rows


def _beside(
    name: str,
    ours: Callable[[], object],
    bare: sqlite3.Connection,
    query: str,
    at_most: float | None = 1.2,
) -> Row:
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(RUNS + 1):
        found = seconds(ours), seconds(lambda: bare.execute(query).fetchall())
        if turn:
            for kept, taken in zip(times, found, strict=True):
                kept.append(taken)
    own, reference = map(median_ms, times)
    return Row(name, own, "ms", reference, "SQLite", at_most=at_most)


WORKLOADS = {"W6": aggregates}
