"""How far a plan is by the reports approved until now: what the portal will say later."""

import frappe
from frappe.utils import cstr

from govplan.domain.sheets import Status
from govplan.planning.sheets import town_bands
from govplan.transparency.formats.plan_progress import lines_by_element, progress
from govplan.transparency.sources import children, rows_by_name

_UNAPPROVED = {Status.REPORTED: str(Status.NOT_REPORTED)}


def live(plan, nodes: list) -> dict:
    """The progress of a plan's elements with `month`, the newest with an approved report.

    Without one every line is waited for and nothing has a figure.
    """
    month = frappe.get_all(
        "Gov Progress Report",
        filters={"docstatus": 1},
        pluck="period",
        order_by="period desc, name asc",
        limit=1,
    )
    served = lines_by_element(_units(month[0])) if month else {}
    told = progress(plan, nodes, served.get(plan.code, {}), town_bands())
    return {**told, "month": month[0] if month else ""}


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
    rows = children("Gov Progress Row", "Gov Progress Report", [r.name for r in latest.values()])
    every = [row for of_report in rows.values() for row in of_report]
    planned = rows_by_name("Gov POA Row", (row.row_key for row in every), ("name", "plan_node"))
    sheets = rows_by_name("Gov Indicator", (row.indicator for row in every), ("name", "plan_node"))
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


def _line(row, is_approved: bool, planned: dict, sheets: dict) -> dict:
    of_poa, of_sheet = planned.get(row.row_key), sheets.get(row.indicator)
    node = (of_poa and of_poa.plan_node) or (of_sheet and of_sheet.plan_node)
    status = cstr(row.status)
    return {
        "plan_node": cstr(node),
        "indicator": cstr(row.indicator),
        "indicator_name": cstr(row.indicator_name),
        "weight": cstr(row.weight) or None,
        "status": status if is_approved else _UNAPPROVED.get(status, status),
        "percent_to_date": cstr(row.percent_to_date) or None if is_approved else None,
    }
