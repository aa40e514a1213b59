"""What stands against closing a unit, and what it leaves to be settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, getdate

from govplan.domain.periods import Month
from govplan.errors import Fault
from govplan.presentation import day as written
from govplan.presentation import month_name


@dataclass(frozen=True)
class Unsettled:
    """A record that goes on naming a closed unit, and what to do about it."""

    doctype: str
    name: str
    words: str


def faults_of_closing(unit: Any) -> list[Fault]:
    """Why a stored unit cannot end on its last day, or not in that unit."""
    last_day = getdate(unit.valid_to)
    return [
        *_act_faults(unit),
        *_below_faults(unit, last_day),
        *_report_faults(unit, last_day),
        *_target_faults(unit, last_day),
    ]


def unsettled(unit: Any, last_day: date) -> list[Unsettled]:
    """Plans, reports, posts and promises that a unit leaves when it ends on a day."""
    return [
        *_plans(unit, last_day),
        *_reports(unit),
        *_posts(unit, last_day),
        *_agreements(unit),
        *_plan_nodes(unit),
    ]


def _act_faults(unit: Any) -> list[Fault]:
    if cstr(unit.closing_act).strip():
        return []
    message = _("Act that closed or merged it: write its kind, number and date.")
    return [Fault("", "closing_act", message)]


def _below_faults(unit: Any, last_day: date) -> list[Fault]:
    rows = frappe.get_all(
        "Gov Unit",
        filters={"lft": [">", unit.lft], "rgt": ["<", unit.rgt]},
        fields=["unit_name", "valid_to"],
        order_by="lft asc, name asc",
        limit=0,
    )
    names = [row.unit_name for row in rows if not _ended(row, last_day)]
    if not names:
        return []
    message = _("Valid to: {0} would remain under it. Close it or put it under another unit first.")
    return [Fault("", "valid_to", message.format(", ".join(names)))]


def _report_faults(unit: Any, last_day: date) -> list[Fault]:
    """A month is reported by who exists at its end; one already opened would contradict that."""
    first_without = last_day + timedelta(days=1)
    periods = frappe.get_all(
        "Gov Progress Report",
        filters={
            "unit": unit.name,
            "period": [">=", f"{first_without:%Y-%m}"],
            "docstatus": ["<", 2],
        },
        pluck="period",
        order_by="period desc, name asc",
        limit=1,
    )
    if not periods:
        return []
    message = _("Valid to: its report of {0} is open already. Choose {1} or a later day.")
    last_day_reported = written(Month.parse(periods[0]).last_day)
    words = message.format(month_name(periods[0]), last_day_reported)
    return [Fault("", "valid_to", words)]


def _target_faults(unit: Any, last_day: date) -> list[Fault]:
    if not unit.merged_into:
        return []
    target = frappe.db.get_value(
        "Gov Unit", unit.merged_into, ["unit_name", "valid_from", "valid_to"], as_dict=True
    )
    if target is None or not (_ended(target, last_day) or _begins_after(target, last_day)):
        return []
    message = _("Merged into: {0} does not exist on the day after.")
    return [Fault("", "merged_into", message.format(target.unit_name))]


def _ended(unit: Any, day: date) -> bool:
    return bool(unit.valid_to) and getdate(unit.valid_to) <= day


def _begins_after(unit: Any, day: date) -> bool:
    return bool(unit.valid_from) and getdate(unit.valid_from) > day + timedelta(days=1)


def _plans(unit: Any, last_day: date) -> Iterable[Unsettled]:
    rows = frappe.get_all(
        "Gov POA",
        filters={"unit": unit.name, "fiscal_year": [">=", last_day.year], "docstatus": ["<", 2]},
        fields=["name", "fiscal_year", "version", "docstatus"],
        order_by="fiscal_year asc, version asc, name asc",
        limit=0,
    )
    approved = _("POA {0}, version {1}: it stays approved and no later month is opened for it. What"
                 " it still promises belongs in another unit's POA.")  # fmt: skip
    on_its_way = _("POA {0}, version {1}: it is in preparation and would never be in force.")
    for row in rows:
        words = approved if row.docstatus else on_its_way
        yield Unsettled("Gov POA", row.name, words.format(row.fiscal_year, row.version))


def _reports(unit: Any) -> Iterable[Unsettled]:
    rows = frappe.get_all(
        "Gov Progress Report",
        filters={"unit": unit.name, "docstatus": 0},
        fields=["name", "period", "workflow_state"],
        order_by="period asc, name asc",
        limit=0,
    )
    message = _("Report of {0}: {1}. It can still be finished and decided.")
    for row in rows:
        words = message.format(month_name(row.period), _(row.workflow_state))
        yield Unsettled("Gov Progress Report", row.name, words)


def _posts(unit: Any, last_day: date) -> Iterable[Unsettled]:
    rows = frappe.get_all(
        "Gov Post Holding",
        filters={"unit": unit.name},
        fields=["name", "post", "post_title", "holder_name", "to_date"],
        order_by="from_date asc, name asc",
        limit=0,
    )
    message = _("{0}, {1}: the post goes on after that day. Give it a last day.")
    for row in rows:
        if not row.to_date or getdate(row.to_date) > last_day:
            words = message.format(row.post_title or _(row.post), row.holder_name)
            yield Unsettled("Gov Post Holding", row.name, words)


def _agreements(unit: Any) -> Iterable[Unsettled]:
    rows = frappe.get_all(
        "Gov Agreement",
        filters={
            "unit": unit.name,
            "docstatus": ["<", 2],
            "status": ["not in", ["Done", "Not feasible"]],
        },
        fields=["name", "title"],
        order_by="due_date asc, name asc",
        limit=0,
    )
    message = _("Agreement “{0}”: name another unit that keeps it.")
    return (Unsettled("Gov Agreement", row.name, message.format(row.title)) for row in rows)


def _plan_nodes(unit: Any) -> Iterable[Unsettled]:
    rows = frappe.get_all(
        "Gov Plan Node",
        filters={"responsible_unit": unit.name},
        fields=["plan", "code", "title"],
        order_by="plan asc, lft asc, name asc",
        limit=0,
    )
    message = _("{0} {1}: it names the unit as responsible until the plan is reformed.")
    return (Unsettled("Gov Plan", row.plan, message.format(row.code, row.title)) for row in rows)
