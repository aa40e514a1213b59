"""A town of real days for the tests of the clock, and what the jobs leave in it."""

from contextlib import contextmanager

import frappe
import town as towns
from town import acting, submit

from govplan import clock
from govplan.domain.periods import Month
from govplan.monitoring import calendar, reminders

SAID = {"VISITS": {"value": "200"}, "LIGHTS": {"value": "98"}}


@contextmanager
def town_of_real_days():
    """The calendar commits, so the town it keeps is committed too. Its year has real days."""
    before = frappe.db.get_value("Gov Settings", None, ["first_period", "time_zone"], as_dict=True)
    yield towns.build(2027)
    frappe.db.rollback()
    set_settings(first_period=before.first_period)
    live_in(before.time_zone)


def set_settings(**values):
    for field, value in values.items():
        frappe.db.set_single_value("Gov Settings", field, value)
    frappe.clear_document_cache("Gov Settings", "Gov Settings")
    frappe.db.commit()


def live_in(time_zone):
    """The municipality's time zone, through its settings."""
    settings = frappe.get_doc("Gov Settings")
    settings.time_zone = time_zone
    settings.save()
    frappe.db.commit()


def begin(town, number):
    """The town reports from this month of its year on; the month, as yet untouched."""
    month = town.month(number)
    forget_month(month)
    set_settings(first_period=month)
    return month


def forget_month(month):
    """Other tests of these real months leave theirs behind."""
    for doctype in ("Gov Reporting Period", "Gov Job Run", "Gov Period Exception"):
        by = {"Gov Period Exception": "parent", "Gov Job Run": "period"}.get(doctype, "name")
        frappe.db.delete(doctype, {by: month})
    frappe.clear_document_cache("Gov Reporting Period", month)
    frappe.db.commit()


def keep(moment):
    with clock.standing_at(moment):
        calendar.keep()


def remind(moment):
    with clock.standing_at(moment):
        reminders.remind()


def state_of(month):
    return frappe.db.get_value("Gov Reporting Period", month, "state")


def reminded(town, part):
    """The days a person was reminded for, in order."""
    found = frappe.get_all("Gov Reminder", {"for_user": town.people[part]}, pluck="due_day")
    return sorted(str(day) for day in found)


def submitted(town, month, moment):
    """Health's report of the month, submitted then; whether it was on time."""
    with acting(town.people["neighbour"], moment):
        return submit(town, town.health, month, SAID).on_time


def reports_of(month):
    return frappe.get_all("Gov Progress Report", {"period": month}, pluck="unit")


def towns_of(month):
    """How many towns of this year's tests stand on the site: each has two reports a month."""
    year = Month.parse(month).year
    poas = frappe.get_all("Gov POA", {"fiscal_year": year, "docstatus": 1}, pluck="unit")
    return len(set(poas)) // 2


def dates_stored(month):
    fields = ["opens_on", "unit_cutoff", "mayor_cutoff", "publish_on"]
    return frappe.db.get_value("Gov Reporting Period", month, fields)


def move_cut_off(month, last_day):
    frappe.db.set_value("Gov Reporting Period", month, "unit_cutoff", last_day)
    frappe.clear_document_cache("Gov Reporting Period", month)
    frappe.db.commit()
