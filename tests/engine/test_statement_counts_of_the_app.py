"""How many SQL statements an act of the app takes. A test here says when one more comes.

Counted with everything the app keeps: posts, arithmetic, version, open action, decision log.
"""

from contextlib import contextmanager

import frappe
import pytest
import town as towns
from records import node, plan
from town import acting, open_month, report_of, typed

from govplan import clock
from govplan.approval.service import perform, perform_many
from govplan.monitoring.evidence import attach_url
from govplan.monitoring.reports import save_report
from govplan.monitoring.waiting import waiting_reports
from govplan.staff import board, calendar, plans

REPORT = "Gov Progress Report"


@pytest.fixture
def town(site):
    made = towns.build()
    open_month(made, 1)
    open_month(made, 2)
    return made


@contextmanager
def at_most(statements):
    before = frappe.db.statement_count
    yield
    taken = frappe.db.statement_count - before
    assert taken <= statements, f"{taken} statements instead of {statements}"


def said(town, report):
    rows = {row.row_key: {"missing_reason": "Not measured yet"} for row in report.rows}
    return {**rows, **typed(town, report, {"ROADS": {"value": "5"}})}


def written(town):
    """A draft with its proof, and its month open: what was remembered on the way stays so."""
    report = report_of(town.works, town.month(1))
    with acting(town.people["director"], town.day(1, 20)):
        report = save_report(report.name, said(town, report), "Done", report.modified)
        attach_url(report, "", "Report of the month", "https://town.example/report")
    return report


def take(town, report, part, act, statements):
    frappe.local.request_cache.clear()
    frappe.local.document_cache = {}
    with acting(town.people[part], town.day(1, 21)):
        frappe.local.govplan_memory = None
        with at_most(statements):
            return perform(REPORT, report.name, act)


def test_each_step_of_an_approval_takes_few_statements(town):
    frappe.flags.in_test = False
    report = written(town)
    take(town, report, "director", "Submit", 18)
    take(town, report, "coordinator", "Review", 14)
    take(town, report, "mayor", "Approve", 15)
    assert frappe.db.count("Gov Decision", {"reference_name": report.name}) == 3
    assert frappe.db.count("Version", {"docname": report.name}) >= 3


def test_reports_are_passed_together_with_few_statements_each(town):
    """What there is to look at is asked once for all of them."""
    frappe.flags.in_test = False
    names = []
    for month in (1, 2):
        report = report_of(town.health, town.month(month))
        rows = typed_sound(town, report)
        with acting(town.people["neighbour"], town.day(month + 1, 2)):
            report = save_report(report.name, rows, "Done", report.modified)
            attach_url(report, "", "Report of the month", f"https://town.example/report/{month}")
            names.append(perform(REPORT, report.name, "Submit").name)
    with acting(town.people["coordinator"], town.day(3, 3)):
        frappe.local.govplan_memory = None
        with at_most(6 + 2 * 16):
            results = perform_many(REPORT, names, "Review")
    assert [one["ok"] for one in results] == [True, True]


def typed_sound(town, report):
    return typed(town, report, {"VISITS": {"value": "250"}, "LIGHTS": {"value": "98"}})


def test_a_draft_is_written_with_few_statements(town):
    report = written(town)
    report.rows[0].value = "6"
    with acting(town.people["director"], town.day(1, 21)):
        frappe.local.govplan_memory = None
        with at_most(10):
            report.save()


def test_a_report_is_read_and_listed_with_few_statements(town):
    name = report_of(town.works, town.month(1)).name
    with acting(town.people["director"], town.day(1, 21)):
        frappe.get_list(REPORT)
        frappe.local.govplan_memory = None
        with at_most(4):
            frappe.get_doc(REPORT, name).check_permission("read")
        frappe.local.govplan_memory = None
        with at_most(3):
            frappe.get_list(REPORT, filters={"workflow_state": "Draft"}, order_by="period desc")


def test_the_page_of_a_plan_takes_as_many_statements_with_more_elements(town):
    with acting(town.people["planner"], town.day(1, 21)):
        promised = plan(town)
        few = taken_by(plans.shown_tree, promised)
        for at in range(5):
            node(promised.name, f"2.{at}", "Axis", purposes=[{"purpose": "P"}])
        assert taken_by(plans.shown_tree, promised) == few
        assert len(plans.shown_tree(promised)[0]) == 6


def taken_by(read, *arguments):
    """Once all that is remembered is known."""
    read(*arguments)
    before = frappe.db.statement_count
    read(*arguments)
    return frappe.db.statement_count - before


def more_units(town, count):
    for number in range(count):
        where = towns.unit(town, f"U{number}", f"Unit {number}", "Directorate", town.coordination)
        with acting("Administrator", town.day(1, 5)):
            towns.approved_poa(town, where, ["VISITS"])
    for number in (1, 2):
        towns.open_reports(town.month(number))


@pytest.mark.parametrize(
    ("read", "statements"),
    [
        (lambda town: board.board(town.year), 6),
        (lambda town: calendar.months_of(town.year), 4),
        (lambda town: calendar.coming(), 7),
        (lambda town: waiting_reports(clock.today()), 7),
    ],
)
def test_the_board_the_calendar_and_what_waits_take_the_same_whatever_the_units(
    town, read, statements
):
    for units in (0, 5):
        more_units(town, units)
        with acting(town.people["auditor"], town.day(2, 4)):
            read(town)
            with at_most(statements):
                read(town)
