"""Money beside work: the programme budget, and the questions a pair of figures raises."""

import csv
from decimal import Decimal

import frappe
import pytest
import town as towns
from records import plan
from town import acting, approve, open_month, save, submit

from govplan.api.budget import download
from govplan.approval.service import perform
from govplan.domain.periods import Month
from govplan.domain.programme_budget import Alignment
from govplan.errors import BadRecord
from govplan.monitoring.budget import programme_budget
from govplan.monitoring.execution import latest_execution
from govplan.monitoring.hints import money_of
from govplan.planning import plans
from govplan.transparency.formats import open_data

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def spent(town):
    """Works has money on two lines, one in a plan; January is reported and approved."""
    with acting("Administrator", town.day(1, 4)):
        town.plan = plan(town).name
        town.node = f"{town.plan}:1.1"
        rows = {row.indicator: row for row in frappe.get_doc("Gov POA", town.poas["works"]).rows}
        roads, lights = rows[town.code("ROADS")], rows[town.code("LIGHTS")]
        for row, money in ((roads, {"plan_node": town.node}), (lights, {})):
            amounts = {"budget_programmed": 180_000, "budget_codified": 200_000, **money}
            frappe.db.set_value("Gov POA Row", row.name, amounts, update_modified=False)
    said = {
        "ROADS": {"value": "4", "narrative": "Paved", "budget_accrued": "70000"},
        "LIGHTS": {"value": "98"},
    }
    return approved(town, 1, said)


def approved(town, number, said):
    """The report of works of a month of the year, said and approved."""
    with acting("Administrator", town.day(number, 28)):
        month = open_month(town, number)
    with acting(town.people["director"], town.day(number + 1, 2)):
        report = submit(town, town.works, month, said)
    for part, act in (("coordinator", "Review"), ("mayor", "Approve")):
        with acting(town.people[part], town.day(number + 1, 3)):
            perform(report.doctype, report.name, act)
    return report


def seen_by(town, part):
    with acting(town.people[part], town.day(3, 1)):
        return programme_budget(town.year)


def test_the_budget_stands_by_plan_axis_and_element(town, spent):
    budget = seen_by(town, "planner")

    (promised,) = budget.plans
    assert promised.name == "Development plan"
    assert [(one.depth, one.node.code) for one in promised.elements] == [(0, "1"), (1, "1.1")]
    for each in (promised, *promised.elements):
        money = each.total
        assert (money.programmed, money.codified, money.accrued) == (180_000, 200_000, 70_000)
        assert (money.financial, each.told["percent"]) == (35, "80")
    assert budget.month == spent.period


def test_lines_without_money_are_no_lines_with_zero(town, spent):
    budget = seen_by(town, "planner")

    assert (budget.total.codified, budget.total.accrued) == (400_000, 70_000)
    assert len(budget.lines) == 10


def test_the_four_states_of_alignment(town, spent):
    with acting("Administrator"):
        frappe.db.set_value("Gov Indicator", town.code("WATER"), "plan_node", town.node)

    budget = seen_by(town, "planner")

    def found(state):
        return [line.planned.indicator for line in budget.aligned(state)]

    assert found(Alignment.OBJECTIVE_ONLY) == [town.code("ROADS")]
    assert found(Alignment.TARGET_ONLY) == [town.code("WATER")]
    assert found(Alignment.BOTH) == []
    assert len(found(Alignment.NONE)) == 8


def test_the_budget_follows_the_plan_into_its_next_version(town, spent):
    with acting(town.people["planner"], town.day(2, 10)):
        approve(town, frappe.get_doc("Gov Plan", town.plan), author="planner")
        later = plans.reform(town.plan, "Ordinance 4", "New council")
        approve(town, later, author="planner")

    (promised,) = seen_by(town, "planner").plans

    assert {one.node.plan for one in promised.elements} == {later.name}
    assert promised.total.accrued == 70_000


def test_a_director_sees_the_budget_of_their_unit(town, spent):
    units = {line.unit for line in seen_by(town, "neighbour").lines}

    assert units == {town.health}


def test_a_year_without_poas_is_empty(town):
    with acting(town.people["planner"]):
        assert programme_budget(town.year + 1).lines == []


@pytest.mark.parametrize("kind", ["csv", "excel_csv", "xlsx"])
def test_the_budget_comes_as_a_file(town, spent, monkeypatch, kind):
    monkeypatch.setattr(frappe.local, "lang", "en")
    with acting(town.people["planner"], town.day(3, 1)):
        download(str(town.year), kind)

    assert frappe.response.filename.startswith(f"presupuesto-{town.year}")
    if kind == "csv":
        lines = frappe.response.filecontent.decode().splitlines()
        headings, roads, *_others = csv.reader(lines)
        assert roads[headings.index("Alignment")] == "Objective only"
        assert roads[-5:] == ["180000", "200000", "70000", "35", "80"]
    else:
        assert frappe.response.filecontent


def test_there_is_no_other_download(town):
    with acting(town.people["planner"]):
        for year, kind in (("20x6", "csv"), (str(town.year), "exe")):
            with pytest.raises(BadRecord):
                download(year, kind)


def test_a_report_has_its_money_beside_its_work(town, spent):
    """Of two lines with 200 000 each, 70 000 was spent on one."""
    beside = money_of(spent)

    assert beside.financial == Decimal("17.5")
    assert [line.indicator for line, _words in beside.questions] == [town.code("LIGHTS")]


# Hints


def hints(town, short, **said):
    month = open_month(town, 1)
    row = next(
        row
        for row in frappe.get_doc("Gov POA", town.poas["works"]).rows
        if row.indicator == town.code(short)
    )
    frappe.db.set_value("Gov POA Row", row.name, "budget_codified", 1000, update_modified=False)
    with acting(town.people["director"], town.day(2, 2)):
        report = save(town, town.works, month, {short: {"missing_reason": "", **said}})
    return dict((line.row_key, words) for line, words in money_of(report).questions).get(
        row.name, []
    )


def test_a_sound_line_raises_no_question(town):
    found = hints(town, "ROADS", value="5", narrative="Paved", budget_accrued="500")
    assert found == []


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ({"value": "0", "budget_accrued": "500"}, "nada avanzó"),
        ({"value": "5", "narrative": "Paved"}, "no se gastó nada"),
        ({"value": "5", "budget_accrued": "500"}, "nada cuenta"),
        ({"value": "9", "narrative": "Paved", "budget_accrued": "500"}, "más de lo programado"),
        ({"value": "5", "narrative": "Paved", "budget_accrued": "1500"}, "más que lo codificado"),
    ],
)
def test_each_oddity_is_asked_about_in_plain_words(town, monkeypatch, said, part):
    monkeypatch.setattr(frappe.local, "lang", "es")
    found = hints(town, "ROADS", **said)
    assert len(found) == 1
    assert part in found[0]


def test_work_paid_in_kind_raises_no_question(town):
    found = hints(town, "ROADS", value="5", narrative="Minga de la comunidad")
    assert found == []


# What the public reads


def test_the_open_edition_has_a_units_money_beside_its_work(town, spent):
    fmt = frappe.get_doc("Gov Publication Format", "OPEN")
    content = open_data.collect(Month.parse(spent.period), fmt).content

    works = next(unit for unit in content["units"] if unit["code"] == town.works)
    health = next(unit for unit in content["units"] if unit["code"] == town.health)
    assert (works["budget_codified"], works["budget_accrued"]) == ("400000", "70000")
    assert (works["financial"], works["compliance"]) == ("17.5", spent.compliance)
    assert health["budget_codified"] is None
    assert health["financial"] is None


def test_a_line_that_is_not_due_says_nothing_new_of_its_money(town, spent):
    """Trees are told by quarter: what March said of their money still stands in April."""
    trees = next(
        row
        for row in frappe.get_doc("Gov POA", town.poas["works"]).rows
        if row.indicator == town.code("TREES")
    )
    frappe.db.set_value("Gov POA Row", trees.name, "budget_codified", 1000, update_modified=False)
    for number, said in ((3, {"TREES": {"value": "90", "budget_accrued": "250"}}), (4, {})):
        approved(town, number, said)

    with acting(town.people["planner"], town.day(5, 3)):
        lines = programme_budget(town.year).lines
    told = {line.planned.indicator: line.money.accrued for line in lines}
    assert told[town.code("TREES")] == 250
    april = latest_execution(town.year, [town.works])[town.works]
    assert april.period == town.month(4)
