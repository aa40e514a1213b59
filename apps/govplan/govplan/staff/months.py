"""The months and reports a person has to do with."""

import frappe

from govplan import clock

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
    "modified",
]


def reports(**filters) -> list:
    """The progress reports the user may read, newest month first."""
    return frappe.get_list(
        "Gov Progress Report",
        filters={"docstatus": ["<", 2], **filters},
        fields=REPORT_FIELDS,
        order_by="period desc, name asc",
        limit=200,
    )


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


def flags_of(report) -> list[str]:
    """Why a reviewer should open a report instead of passing it in bulk; empty when clean."""
    checks = (
        ("Late", not report.on_time),
        ("Lines without value", report.reported_count < report.due_count),
        ("Far from the target", report.light in ("Red", "Purple")),
        ("Returned before", (report.round or 1) > 1),
    )
    return [text for text, is_true in checks if is_true]


def split_clean(found: list) -> tuple[list, list]:
    """(clean, flagged) reports; the flagged ones carry their `flags`."""
    for report in found:
        report.flags = flags_of(report)
    return [r for r in found if not r.flags], [r for r in found if r.flags]
