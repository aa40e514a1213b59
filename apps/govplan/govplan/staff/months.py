"""The months and reports a person has to do with."""

import frappe
from frappe.utils import getdate

from govplan import clock
from govplan.domain.periods import Month
from govplan.monitoring.flags import flags_of
from govplan.organisation.holders import holdings
from govplan.organisation.unit_names import name_on

REPORT_FIELDS = [
    "name",
    "title",
    "unit",
    "unit.unit_name as unit_name",
    "period",
    "workflow_state",
    "compliance",
    "light",
    "due_count",
    "reported_count",
    "on_time",
    "submitted_at",
    "round",
    "version",
    "amended_from",
    "alerts",
    "modified",
]


def reports(**filters) -> list:
    """The progress reports the user may read, newest month first, units as they were called."""
    found = frappe.get_list(
        "Gov Progress Report",
        filters={"docstatus": ["<", 2], **filters},
        fields=REPORT_FIELDS,
        order_by="period desc, name asc",
        limit=200,
    )
    for report in found:
        last_day = Month.parse(report.period).last_day
        report.unit_name = name_on(report.unit, last_day, report.unit_name)
    return found


def own_reports(**filters) -> list:
    """The progress reports of the units the user directs, newest month first."""
    directed = [held.unit for held in holdings() if held.post == "Director"]
    return reports(unit=["in", directed], **filters) if directed else []


def unsent(found: list) -> list:
    """Of some reports those not sent yet that their month takes today, each with its last day,
    `until`; a corrected version has none."""
    takes = _last_days({report.period for report in found})
    unsent = [report for report in found if report.workflow_state in ("Draft", "Returned")]
    for report in unsent:
        report.until = takes.get((report.period, report.unit)) or takes.get((report.period, ""))
    return [report for report in unsent if report.until or report.version > 1]


def _last_days(periods: set[str]) -> dict:
    """Until when a month takes reports, by (period, unit); unit empty where it is open to all."""
    open_months = frappe.get_all(
        "Gov Reporting Period",
        filters={"name": ["in", sorted(periods)], "state": "Open"},
        fields=["name", "unit_cutoff"],
        order_by="name asc",
    )
    granted = frappe.get_all(
        "Gov Period Exception",
        filters={"parent": ["in", sorted(periods)], "until": [">=", clock.today().isoformat()]},
        fields=["parent", "unit", "until"],
        order_by="until asc, name asc",
    )
    days = {(month.name, ""): getdate(month.unit_cutoff) for month in open_months}
    return {**days, **{(row.parent, row.unit): getdate(row.until) for row in granted}}


def open_periods() -> list:
    """Months whose window is open, the oldest first, with the days left to the cut-off."""
    periods = frappe.get_all(
        "Gov Reporting Period",
        filters={"state": "Open"},
        fields=[
            "name",
            "period",
            "unit_cutoff",
            "coordination_cutoff",
            "mayor_cutoff",
            "publish_on",
        ],
        order_by="period asc",
        limit=24,
    )
    for period in periods:
        period.days_left = (period.unit_cutoff - clock.today()).days
    return periods


def split_clean(found: list) -> tuple[list, list]:
    """(clean, flagged) reports; the flagged ones carry their `flags`, in words."""
    by_name = flags_of(found)
    for report in found:
        report.flags = by_name[report.name]
    return [r for r in found if not r.flags], [r for r in found if r.flags]
