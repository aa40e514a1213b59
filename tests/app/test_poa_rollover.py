"""The year turns: next year's POAs are begun from those of the year that ends."""

from contextlib import nullcontext
from decimal import Decimal

import frappe
import pytest
import town as towns
from click.testing import CliRunner
from town import MONTHS, acting, approve, open_month, report_of

from govplan.domain.periods import Month
from govplan.errors import BadRecord, NotYourAct
from govplan.planning import command
from govplan.planning.poas import poa_in_force, reform
from govplan.planning.rollover import CLOSED, MADE, REFUSED, SCALED, THERE, roll_over

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def planner(town):
    """In December the planning unit carries the year over."""
    with acting(town.people["planner"], town.day(12, 28)):
        yield


def made(town, where=None, **wish):
    (outcome,) = roll_over(town.year, units=[where or town.works], **wish)
    assert outcome.kind == MADE, outcome
    return frappe.get_doc("Gov POA", outcome.poa)


def of(town, poa, short):
    return next(row for row in poa.rows if row.indicator == town.code(short))


def test_each_unit_gets_a_draft_of_the_next_year(town, planner):
    outcomes = roll_over(town.year)

    assert {one.unit: one.kind for one in outcomes} == {town.works: MADE, town.health: MADE}
    poa = frappe.get_doc("Gov POA", outcomes[0].poa)
    assert (poa.fiscal_year, poa.version, poa.workflow_state) == (town.year + 1, 1, "Draft")
    assert str(poa.effective_from) == f"{town.year + 1}-01-01"


def test_targets_stay_and_months_are_blank(town, planner):
    poa = made(town)

    roads = of(town, poa, "ROADS")
    assert (roads.annual_target, roads.territory) == ("120", town.territory)
    assert not any(roads.get(name) for name in MONTHS)


def test_months_may_be_laid_out_as_last_year(town, planner):
    poa = made(town, months=SCALED, percent=Decimal("110"))

    roads, water, lights = (of(town, poa, short) for short in ("ROADS", "WATER", "LIGHTS"))
    assert roads.annual_target == "132"
    assert sum(Decimal(roads.get(name)) for name in MONTHS) == 132
    assert (water.annual_target, water.m12) == ("42.38", "42.38")
    assert {lights.get(name) for name in MONTHS} == {"98"}


def test_an_indicators_own_target_of_the_year_is_proposed(town, planner):
    with acting("Administrator"):
        sheet = frappe.get_doc("Gov Indicator", town.code("ROADS"))
        sheet.append("targets", {"year": town.year + 1, "target": "150"})
        sheet.save()

    roads = of(town, made(town, months=SCALED), "ROADS")

    assert roads.annual_target == "150"
    assert sum(Decimal(roads.get(name)) for name in MONTHS) == 150


def test_amounts_are_left_blank_and_codes_stay(town, planner):
    row = frappe.get_doc("Gov POA", town.poas["works"]).rows[0]
    money = {"budget_code": "7.3.08", "budget_programmed": 100, "budget_codified": 90}
    frappe.db.set_value("Gov POA Row", row.name, money, update_modified=False)

    roads = of(town, made(town), "ROADS")

    assert roads.budget_code == "7.3.08"
    assert (roads.budget_programmed, roads.budget_codified) == (0, 0)


def test_doing_it_twice_makes_nothing_twice(town, planner):
    first = roll_over(town.year)
    again = roll_over(town.year)

    assert {one.kind for one in again} == {THERE}
    assert [one.poa for one in again] == [one.poa for one in first]


def test_the_latest_version_is_carried_over(town, planner):
    reformed = reform(town.poas["health"], f"{town.year}-07-01", "Act 7")
    reformed.rows[0].update({"annual_target": "300", **dict.fromkeys(MONTHS, "300")})
    approve(town, reformed.save(), author="planner")

    assert made(town, town.health).rows[0].annual_target == "300"


def test_a_unit_that_ends_with_the_year_is_left_out(town, planner):
    frappe.db.set_value("Gov Unit", town.health, "valid_to", f"{town.year}-12-31")

    kinds = {one.unit: one.kind for one in roll_over(town.year)}
    assert kinds == {town.works: MADE, town.health: CLOSED}


def test_one_refused_unit_holds_up_no_other(town, planner):
    """A line that could not be written today, as its territory has gone."""
    row = frappe.get_doc("Gov POA", town.poas["health"]).rows[0]
    frappe.db.set_value("Gov POA Row", row.name, "territory", None, update_modified=False)

    outcomes = {one.unit: one for one in roll_over(town.year)}

    assert outcomes[town.works].kind == MADE
    assert outcomes[town.health].kind == REFUSED
    assert outcomes[town.health].message


def test_it_is_the_planning_units_act(town):
    with acting(town.people["director"], town.day(12, 28)), pytest.raises(NotYourAct):
        roll_over(town.year)
    with acting(town.people["planner"], town.day(12, 28)), pytest.raises(BadRecord):
        roll_over(town.year, percent=Decimal(0))


def test_december_and_january_are_each_reported_on_their_own_plan(town, planner):
    poa = made(town, months=SCALED)
    approve(town, poa, author="planner")

    assert poa_in_force(town.works, Month(town.year, 12)) == town.poas["works"]
    assert poa_in_force(town.works, Month(town.year + 1, 1)) == poa.name
    with acting("Administrator", town.day(12, 31)):
        december = open_month(town, 12)
    with acting("Administrator", town.day(13, 31)):
        january = open_month(town, 13)
    assert report_of(town.works, december).poa == town.poas["works"]
    assert report_of(town.works, january).poa == poa.name


def test_the_command_does_it_and_tells_of_each_unit(town, monkeypatch):
    """Nothing is committed: the test's own connection stands in for the command's."""
    monkeypatch.setattr(command, "connected", lambda _context: nullcontext())
    monkeypatch.setattr(frappe.local.db, "commit", lambda *_, **__: None)

    def run(*options):
        return CliRunner().invoke(command.rollover, [str(town.year), *options], obj={})

    first, again = run("--months", "blank", "--percent", "105"), run()

    poa = f"POA-{town.works}-{town.year + 1}-v1"
    assert first.exit_code == again.exit_code == 0
    assert f"draft made ({poa})" in first.output
    assert f"left as it is ({poa})" in again.output
    assert of(town, frappe.get_doc("Gov POA", poa), "ROADS").annual_target == "126"
    assert run("--percent", "much").exit_code == 2
    assert run("--percent", "0").exit_code == 1
