"""How far plans are by the reports approved until now: what the portal will say later."""

from typing import Any

import frappe
from frappe.utils import cstr

from govplan.domain.periods import fiscal_months
from govplan.domain.sheets import Status
from govplan.planning.progress import Served, lines_by_element, progress
from govplan.planning.sheets import town_bands
from govplan.rows import children, rows_by_name

_UNAPPROVED = {Status.REPORTED: str(Status.NOT_REPORTED)}
_FIGURES = ("row_key", "indicator", "weight", "status", "percent_to_date")


def live(plan: Any, nodes: list) -> dict:
    """The progress of a plan's elements with `month`, the newest with an approved report.

    Without one every line is waited for and nothing has a figure.
    """
    month, served = served_until_now()
    return {**progress(plan, nodes, served.get(plan.code, {}), town_bands()), "month": month}


def served_until_now(year: int | None = None) -> tuple[str, Served]:
    """The newest month with an approved report, of a fiscal year if one is given, and its lines
    by what they serve; an empty month without one."""
    chosen = {} if year is None else {"period": ["in", [str(m) for m in fiscal_months(year)]]}
    month = frappe.get_all(
        "Gov Progress Report",
        filters={"docstatus": 1, **chosen},
        pluck="period",
        order_by="period desc, name asc",
        limit=1,
    )
    return (month[0], lines_by_element(_units(month[0]))) if month else ("", {})


def _units(month: str) -> list[dict]:
    """Units with their lines as far as progress asks: figures of approved reports only."""
    reports = frappe.get_all(
        "Gov Progress Report",
        filters={"period": month, "docstatus": ["<", 2]},
        fields=["name", "unit", "docstatus"],
        order_by="unit asc, version asc, name asc",
        limit=0,
    )
    latest = {report.unit: report for report in reports}
    names = [report.name for report in latest.values()]
    rows = children("Gov Progress Row", "Gov Progress Report", names, _FIGURES)
    every = [row for of_report in rows.values() for row in of_report]
    planned = rows_by_name("Gov POA Row", (row.row_key for row in every), ("plan_node",))
    sheets = rows_by_name("Gov Indicator", (row.indicator for row in every), ("plan_node",))
    return [
        {
            "code": unit,
            "lines": [
                _line(row, report.docstatus == 1, planned, sheets)
                for row in rows.get(report.name, ())
            ],
        }
        for unit, report in latest.items()
    ]


def _line(row: Any, is_approved: bool, planned: dict, sheets: dict) -> dict:
    of_poa, of_sheet = planned.get(row.row_key), sheets.get(row.indicator)
    node = (of_poa and of_poa.plan_node) or (of_sheet and of_sheet.plan_node)
    status = cstr(row.status)
    return {
        "plan_node": cstr(node),
        "weight": cstr(row.weight) or None,
        "status": status if is_approved else _UNAPPROVED.get(status, status),
        "percent_to_date": cstr(row.percent_to_date) or None if is_approved else None,
    }
