"""What indicators achieved year by year, from approved reports."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

import frappe

from govplan.domain.periods import Month, fiscal_year
from govplan.domain.quantity import parse_quantity, wide_arithmetic
from govplan.domain.sheets import Accumulation
from govplan.planning.poas import Identity, identity_of

Achieved = dict[int, Decimal]
Line = tuple[str, Identity]


def achieved_by_year(indicators: Iterable[str], until: Month | None = None) -> dict[str, Achieved]:
    """By indicator and fiscal year, the figure to date of the year's last approved report.

    Several lines of an indicator (of other units, activities or territories) are summed where
    its months add up; otherwise a year in which they disagree has no one figure. One statement.
    """
    wanted = sorted(set(indicators))
    if not wanted:
        return {}
    latest: dict[tuple[str, int, Line], frappe._dict] = {}
    for row in _approved_rows(wanted, until):
        year = fiscal_year(Month.parse(row.period))
        latest[row.indicator, year, (row.unit, identity_of(row))] = row
    by_year: dict[tuple[str, int], list[frappe._dict]] = defaultdict(list)
    for (indicator, year, _line), row in latest.items():
        by_year[indicator, year].append(row)
    achieved: dict[str, Achieved] = defaultdict(dict)
    for (indicator, year), rows in by_year.items():
        together = _together(rows)
        if together is not None:
            achieved[indicator][year] = together
    return achieved


def _approved_rows(indicators: list[str], until: Month | None) -> list[frappe._dict]:
    """Lines with a figure to date, oldest first; a superseded report stands until its successor."""
    report, row = frappe.qb.DocType("Gov Progress Report"), frappe.qb.DocType("Gov Progress Row")
    query = (
        frappe.qb.from_(row)
        .inner_join(report)
        .on(report.name == row.parent)
        .select(report.period, report.unit, row.indicator, row.activity, row.territory)
        .select(row.to_date, row.accumulation)
        .where(row.parenttype == "Gov Progress Report")
        .where(row.indicator.isin(indicators))
        .where(report.docstatus > 0)
        .where(row.to_date != "")
    )
    if until:
        query = query.where(report.period <= str(until))
    return query.orderby(report.period).orderby(report.version).run(as_dict=True)


def _together(rows: list[frappe._dict]) -> Decimal | None:
    figures = [parse_quantity(row.to_date) for row in rows]
    known = [figure for figure in figures if figure is not None]
    if rows[0].accumulation == Accumulation.CUMULATIVE:
        with wide_arithmetic():
            return sum(known, Decimal(0))
    return known[0] if len(set(known)) == 1 else None
