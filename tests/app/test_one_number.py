"""The same figure is the same number wherever it is told: on the staff's pages, in the month's
open data, which the portal shows, and in the yearly report."""

import frappe
import pytest
import town as towns
from publishing import approved, content_of, on_publication_day
from records import node, plan
from town import acting, approve, open_month

from govplan import clock
from govplan.annual import figures
from govplan.annual.gathering import gather
from govplan.domain.quantity import canonical
from govplan.monitoring.budget import programme_budget
from govplan.monitoring.execution import latest_execution
from govplan.monitoring.hints import money_of
from govplan.monitoring.plan_progress import live
from govplan.planning.plans import nodes_of
from govplan.staff import poa_page
from govplan.staff.board import board
from govplan.transparency import publication

pytestmark = pytest.mark.usefixtures("site")

# Trees are told by quarter: April says nothing new of their money.
MARCH = {
    "ROADS": {"value": "24", "budget_accrued": "70000"},
    "LIGHTS": {"value": "49", "cause": "Rain", "budget_accrued": "30000"},
    "TREES": {"value": "90", "budget_accrued": "250"},
}
APRIL = {
    "ROADS": {"value": "7", "cause": "Rain", "budget_accrued": "90000"},
    "LIGHTS": {"value": "97", "budget_accrued": "30000"},
}
# Weights of the POA and of the plan's elements, none of which a plain mean would hold.
LINES = {
    "ROADS": ("70", "1.1", 200_000),
    "LIGHTS": ("10", "1.2", 60_000),
    "TREES": ("20", "1.1", 1000),
}


@pytest.fixture(scope="module")
def told(site):
    """What each page and each edition tells of April, of one town."""
    frappe.local.flags = frappe._dict(in_test=True, currently_saving=[])
    frappe.set_user("Administrator")
    town = towns.build()
    with clock.standing_at(town.day(1, 4)):
        _weighed(town)
    for month, said in ((3, MARCH), (4, APRIL)):
        open_month(town, month)
        approved(town, month, town.works, said)
        said_by_health = {"VISITS": {"value": "200", "cause": "Rain"}, "LIGHTS": {"value": "98"}}
        report = approved(town, month, town.health, said_by_health)
        with on_publication_day(town, month):
            publication.publish_period(town.month(month))
    with acting(town.people["planner"], town.day(5, 20)):
        return frappe._dict(
            town=town,
            budget=programme_budget(town.year),
            live=live(frappe.get_doc("Gov Plan", town.plan), nodes_of(town.plan)),
            open=content_of(f"OPEN-{town.month(4)}-E1"),
            year=_sections(town),
            board=board(town.year),
            report=report,
        )


def _weighed(town):
    with acting(town.people["planner"]):
        promised = plan(town)
        node(
            promised.name, "1.2", "Programme", parent_gov_plan_node=f"{promised.name}:1", weight="3"
        )
        node(promised.name, "2", "Axis", weight="5")
        for code, weight in (("1", "2"), ("1.1", "1")):
            each = frappe.get_doc("Gov Plan Node", f"{promised.name}:{code}")
            each.update({"weight": weight}).save()
    approve(town, promised, author="planner")
    town.plan = promised.name
    rows = frappe.get_all(
        "Gov POA Row", {"parent": town.poas["works"]}, ["name", "indicator"], order_by="idx asc"
    )
    for row in rows:
        weight, code, codified = LINES.get(row.indicator.rpartition("-")[0], ("1", "", 0))
        said = {"weight": weight, "plan_node": f"{town.plan}:{code}" if code else None}
        frappe.db.set_value("Gov POA Row", row.name, {**said, "budget_codified": codified})


def _sections(town):
    found = figures.sections(gather(town.year), clock.today())
    return {(one.kind, one.subject): one.figures for one in found}


def _unit(told, code):
    return next(unit for unit in told.open["units"] if unit["code"] == code)


def test_the_progress_of_a_plan_and_its_elements(told):
    code = told.town.code("PLAN")
    published = next(one for one in told.open["plans"] if one["code"] == code)
    (promised,) = told.budget.plans

    assert published["percent"] not in (None, "100")
    assert promised.told["percent"] == told.live["percent"] == published["percent"]
    by_code = {one["code"]: one["percent"] for one in published["nodes"]}
    assert {one["code"]: one["percent"] for one in told.live["nodes"]} == by_code
    for element in promised.elements:
        assert element.told["percent"] == by_code[element.node.code], element.node.code
    assert told.year["Axis", f"{code} 1"]["percent"] == by_code["1"]


def test_the_compliance_of_a_unit(told):
    works = told.town.works
    published = _unit(told, works)["compliance"]

    assert latest_execution(told.town.year, [works])[works].compliance == published
    assert told.year["Unit", works]["compliance"] == published
    on_board = next(one for one in told.board.units if one.unit == works)
    assert on_board.cells[told.town.month(4)].compliance == published


def test_the_compliance_of_the_town(told):
    published = told.open["totals"]["compliance"]

    assert canonical(told.budget.physical.percent) == published
    assert told.year["Summary", ""]["compliance"] == published
    assert canonical(told.board.by_month[told.town.month(4)].compliance) == published


def test_the_money_of_a_unit(told):
    """90 000, 30 000 and, told in March, 250 of 261 000."""
    works = told.town.works
    published = _unit(told, works)
    assert (published["budget_accrued"], published["financial"]) == ("120250", "46.07")

    report = towns.report_of(works, told.town.month(4))
    assert canonical(money_of(report).financial) == published["financial"]
    assert told.year["Unit", works]["spending"]["percent"] == published["financial"]
    assert canonical(told.budget.total.financial) == published["financial"]
    assert canonical(told.budget.total.accrued) == published["budget_accrued"]
    context = frappe._dict()
    with acting(told.town.people["planner"], told.town.day(5, 20)):
        poa_page.show(context, frappe.get_doc("Gov POA", told.town.poas["works"]))
    assert context.totals.financial == published["financial"]


def test_lines_reported_of_lines_due(told):
    works = _unit(told, told.town.works)
    on_board = next(one for one in told.board.units if one.unit == told.town.works)

    assert on_board.cells[told.town.month(4)].count == (works["reported"], works["due"])
