"""Plans, indicators and POAs: what cannot be true is refused at save, what is missing at submit."""

import frappe
import pytest
import town as towns
from records import draft, node, plan
from town import MONTHS, acting, approve, draft_poa, indicator, open_month, submit

from govplan import clock
from govplan.approval.service import perform
from govplan.domain.periods import Month
from govplan.errors import (
    BadProgramming,
    BadQuantity,
    BadRecord,
    ContentLocked,
    OutOfLegalRange,
    PeriodClosed,
    Refused,
    SeveralFaults,
    ValueMissing,
    WrongState,
)
from govplan.patches.v1_0 import share_a_hundred_in_drafts
from govplan.planning.poas import poa_in_force, poas_in_force, reform

pytestmark = pytest.mark.usefixtures("site")

DAY = (2, 3)


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def planner(town):
    """Everything in the test is done by the planning unit on a day of the town's year."""
    with acting(town.people["planner"], town.day(*DAY)):
        yield town.people["planner"]


def poa_of(town, short="ROADS", **line):
    """A draft POA of the next year with one line, changed as the test says."""
    year = town.year + 1
    poa = draft_poa(town, town.works, [short], fiscal_year=year, effective_from=f"{year}-01-01")
    poa.rows[0].update(line)
    return poa


# Lines of a POA


def test_quantities_are_kept_in_one_form(town, planner):
    poa = poa_of(town, weight="100,0", annual_target="120,0", m01=" 5.00 ").save()

    row = frappe.get_doc("Gov POA", poa.name).rows[0]
    assert (row.weight, row.annual_target, row.m01) == ("100", "120", "5")


def weighed(town, *weights):
    """A draft POA whose lines, alike but for their activity, have these weights."""
    poa = poa_of(town)
    like = {**poa.rows[0].as_dict(), "name": None, "idx": None}
    poa.set("rows", [])
    for number, weight in enumerate(weights):
        poa.append("rows", {**like, "activity": f"Contract {number}", "weight": weight})
    return poa


def test_lines_without_weights_are_equal_parts(town, planner):
    assert [row.weight for row in weighed(town, "", None, " ").save().rows] == ["", "", ""]


def test_weights_given_add_up_to_a_hundred(town, planner):
    poa = weighed(town, "33,33", "33,33", "33,33")

    with pytest.raises(BadProgramming) as refusal:
        poa.save()
    (fault,) = refusal.value.faults
    assert (fault.row_key, fault.field) == ("rows.1", "weight")
    assert "99,99" in fault.message and "0,01" in fault.message


def test_thirds_are_rounded_so_that_they_add_up(town, planner):
    assert len(weighed(town, "33,33", "33,33", "33,34").save().rows) == 3


def test_either_all_lines_have_a_weight_or_none(town, planner):
    with pytest.raises(BadRecord) as refusal:
        weighed(town, "60", "", "40").save()
    assert [fault.row_key for fault in refusal.value.faults] == ["rows.2"]


def test_a_reform_of_a_poa_with_free_weights_has_the_same_shares(town, planner):
    rows = frappe.get_doc("Gov POA", town.poas["works"]).rows
    for place, row in enumerate(rows):
        weight = "3" if place == 0 else "1"
        frappe.db.set_value("Gov POA Row", row.name, "weight", weight, update_modified=False)
    assert len(rows) == 8

    reformed = reform(town.poas["works"], f"{town.year}-03-01", "Act 1")

    assert [row.weight for row in reformed.rows] == ["30", *["10"] * 7]


def test_a_draft_from_before_weights_added_up_can_be_saved_again(town, planner):
    poa = weighed(town, "", "").save()
    for row in poa.rows:
        frappe.db.set_value("Gov POA Row", row.name, "weight", "1", update_modified=False)

    share_a_hundred_in_drafts.execute()

    assert [row.weight for row in frappe.get_doc("Gov POA", poa.name).save().rows] == ["", ""]


@pytest.mark.parametrize(
    ("short", "line", "kind", "field"),
    [
        ("ROADS", {"m02": "9"}, BadProgramming, "annual_target"),
        ("ROADS", {"annual_target": ""}, BadProgramming, "annual_target"),
        ("ROADS", {"m02": "-10", "m03": "35"}, BadProgramming, "m02"),
        ("ROADS", {"m02": "ten"}, BadQuantity, "m02"),
        ("ROADS", {"m02": "1.000,50"}, BadQuantity, "m02"),
        ("ROADS", {"weight": "0"}, BadRecord, "weight"),
        ("ROADS", {"weight": "-1"}, BadRecord, "weight"),
        ("ROADS", {"budget_programmed": -1}, BadRecord, "budget_programmed"),
        ("ROADS", {"territory": None}, BadRecord, "territory"),
        ("LIGHTS", {"m05": "97"}, BadProgramming, "m05"),
        (
            "LIGHTS",
            {"annual_target": "101", **dict.fromkeys(MONTHS, "101")},
            OutOfLegalRange,
            "m01",
        ),
        ("WATER", {"m12": "100.01"}, OutOfLegalRange, "m12"),
        ("WATER", {"annual_target": "-1"}, OutOfLegalRange, "annual_target"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused_with_its_place(
    town, planner, short, line, kind, field
):
    poa = poa_of(town, short, **line)

    with pytest.raises(kind) as refusal:
        poa.save()
    fault = refusal.value.faults[0]
    assert (fault.row_key, fault.field) == ("rows.1", field)
    assert fault.message in str(refusal.value)


def test_all_that_is_wrong_is_told_at_once(town, planner):
    poa = poa_of(town, weight="0", m02="9")

    with pytest.raises(SeveralFaults) as refusal:
        poa.save()
    assert [fault.field for fault in refusal.value.faults] == ["weight", "annual_target"]


def test_months_need_not_be_programmed_yet_while_it_is_a_draft(town, planner):
    poa = poa_of(town, **dict.fromkeys(MONTHS, "")).save()

    with pytest.raises(ValueMissing) as refusal:
        perform("Gov POA", poa.name, "Submit")
    assert [fault.field for fault in refusal.value.faults] == ["m01"]


def test_a_milestone_needs_no_target_of_its_own(town, planner):
    poa = poa_of(town, "MARKET", annual_target="").save()

    assert perform("Gov POA", poa.name, "Submit").workflow_state == "Submitted"


def test_two_lines_alike_are_one_too_many(town, planner):
    poa = poa_of(town)
    poa.append("rows", {**poa.rows[0].as_dict(), "name": None, "idx": 2})
    with pytest.raises(BadRecord) as refusal:
        poa.save()
    assert refusal.value.faults[0].row_key == "rows.2"

    poa = frappe.get_doc("Gov POA", poa.name)
    poa.append("rows", {**poa.rows[0].as_dict(), "name": None, "activity": "By contract"})
    assert len(poa.save().rows) == 2


@pytest.mark.parametrize(("years_on", "day"), [(1, "01-02"), (0, "12-01"), (2, "01-01")])
def test_a_poa_holds_from_the_first_day_of_a_month_of_its_year(town, planner, years_on, day):
    poa = poa_of(town)
    poa.effective_from = f"{town.year + years_on}-{day}"

    with pytest.raises(BadRecord):
        poa.save()


def test_a_poa_keeps_its_unit_and_year(town, planner):
    poa = poa_of(town)
    poa.unit = town.health
    with pytest.raises(Refused):
        poa.save()


# Versions of a POA


def test_the_version_in_force_is_the_last_one_effective_by_the_month(town):
    first = town.poas["works"]
    with acting(town.people["planner"], town.day(*DAY)):
        second = reform(first, f"{town.year}-07-01", "Ordinance 12")
        assert poa_in_force(town.works, Month(town.year, 8)) == first
    second = _approved(town, second)

    assert poa_in_force(town.works, Month(town.year, 6)) == first
    assert poa_in_force(town.works, Month(town.year, 7)) == second.name
    assert poa_in_force(town.works, f"{town.year}-12") == second.name
    assert poa_in_force(town.works, Month(town.year + 1, 1)) is None
    in_force = poas_in_force(Month(town.year, 7))
    assert in_force == {town.works: second.name, town.health: town.poas["health"]}


def test_a_reform_is_a_copy_with_its_act_and_leaves_the_earlier_version_approved(town):
    with acting(town.people["planner"], town.day(*DAY)):
        new = reform(town.poas["works"], f"{town.year}-07-01", "Ordinance 12")

    old = frappe.get_doc("Gov POA", town.poas["works"])
    assert (old.docstatus, old.workflow_state) == (1, "Approved")
    assert (new.version, new.workflow_state, new.docstatus) == (2, "Draft", 0)
    assert [row.indicator for row in new.rows] == [row.indicator for row in old.rows]
    assert not {row.name for row in new.rows} & {row.name for row in old.rows}


def test_one_reform_at_a_time(town, planner):
    reform(town.poas["works"], f"{town.year}-07-01", "Ordinance 12")

    with pytest.raises(WrongState):
        reform(town.poas["works"], f"{town.year}-08-01", "Ordinance 13")


def test_a_draft_needs_no_reform(town, planner):
    with pytest.raises(WrongState):
        reform(poa_of(town).name, f"{town.year + 1}-07-01", "Ordinance 12")


def test_a_reform_needs_its_act_to_be_submitted(town, planner):
    new = reform(town.poas["works"], f"{town.year}-07-01", "")

    with pytest.raises(ValueMissing):
        perform("Gov POA", new.name, "Submit")


def test_a_reform_does_not_reach_back_into_an_approved_month(town):
    month = open_month(town, 1)
    with acting(town.people["director"], town.day(2, 2)):
        report = submit(town, town.works, month, {})
    with clock.standing_at(town.day(2, 6)):
        for part, act in (("coordinator", "Review"), ("mayor", "Approve")):
            with acting(town.people[part]):
                perform("Gov Progress Report", report.name, act)
    with acting(town.people["planner"], town.day(2, 7)):
        new = reform(town.poas["works"], f"{town.year}-01-01", "Ordinance 12")
        with pytest.raises(PeriodClosed):
            perform("Gov POA", new.name, "Submit")
        new.effective_from = f"{town.year}-02-01"
        new.save()
        assert perform("Gov POA", new.name, "Submit").workflow_state == "Submitted"


# Indicators


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"legal_min": "5", "legal_max": "4"}, BadRecord),
        ({"legal_max": "100", "baseline_value": "101"}, OutOfLegalRange),
        ({"baseline_value": "n/a"}, BadQuantity),
        ({"green_from": "50", "yellow_from": "60"}, BadRecord),
        ({"sdg_goal": 18}, BadRecord),
    ],
)
def test_an_indicator_that_contradicts_itself_is_refused(town, wrong, kind):
    with pytest.raises(kind):
        indicator(town, "WRONG", indicator_name="Wrong", unit_of_measure="%", **wrong)


def test_an_unknown_baseline_stays_unknown(town):
    name = indicator(town, "NEW", indicator_name="New", unit_of_measure="%", baseline_value=" ")

    assert not frappe.db.get_value("Gov Indicator", name, "baseline_value")


def test_the_arithmetic_of_an_indicator_in_use_is_fixed_and_its_words_are_not(town, planner):
    used = frappe.get_doc("Gov Indicator", town.code("ROADS"))
    used.accumulation = "Level"
    with pytest.raises(ContentLocked):
        used.save()

    used = frappe.get_doc("Gov Indicator", town.code("ROADS"))
    used.definition = "Roads with asphalt or stone."
    assert used.save().definition == "Roads with asphalt or stone."


# Plans


def test_elements_are_known_by_plan_and_code(town, planner):
    promised = plan(town)

    assert frappe.db.exists("Gov Plan Node", f"{promised.name}:1.1")
    with pytest.raises(frappe.DuplicateEntryError):
        node(promised.name, "1.1", "Programme")


def test_an_element_belongs_under_one_of_its_own_plan(town, planner):
    promised, other = plan(town), plan(town, "OTHER")

    with pytest.raises(BadRecord):
        node(promised.name, "2", "Axis", parent_gov_plan_node=f"{other.name}:1")
    with pytest.raises(BadRecord):
        node(promised.name, "1.1.1", "Project", parent_gov_plan_node=f"{promised.name}:1.1")


def test_a_draft_may_drop_an_axis_without_anything_below(town, planner):
    promised = plan(town)
    axis = node(promised.name, "2", "Axis")
    axis.delete()

    assert not frappe.db.exists("Gov Plan Node", axis.name)


def test_a_director_writes_no_element_of_the_plan(town):
    promised = draft(town, "Gov Plan")

    with acting(town.people["director"], town.day(*DAY)), pytest.raises(frappe.PermissionError):
        node(promised.name, "2", "Axis")


def test_years_of_a_plan_follow_each_other(town, planner):
    promised = plan(town)
    promised.year_to = promised.year_from - 1

    with pytest.raises(BadRecord):
        promised.save()


@pytest.mark.parametrize("part", ["planner", "mayor"])
def test_a_plan_reformed_has_its_own_elements_and_the_indicators_follow(town, part):
    old = _approved(town, draft(town, "Gov Plan"))
    serving = indicator(
        town, "SERVES", indicator_name="S", unit_of_measure="%", plan_node=f"{old.name}:1.1"
    )
    with acting(town.people[part], town.day(*DAY)):
        new = perform("Gov Plan", old.name, "Supersede", "Reform", "A new axis.")

    kept = frappe.get_all("Gov Plan Node", {"plan": old.name}, pluck="code", order_by="lft asc")
    copied = frappe.get_all(
        "Gov Plan Node",
        {"plan": new.name},
        ["name", "code", "parent_gov_plan_node"],
        order_by="lft asc",
    )
    assert [row.code for row in copied] == kept == ["1", "1.1"]
    assert copied[1].parent_gov_plan_node == copied[0].name == f"{new.name}:1"
    axis = frappe.get_doc("Gov Plan Node", f"{new.name}:1")
    assert [row.purpose for row in axis.purposes] == ["A town that works"]
    assert new.version == 2

    with acting(town.people["planner"], town.day(*DAY)), pytest.raises(ValueMissing):
        perform("Gov Plan", new.name, "Submit")
    with acting(town.people["planner"], town.day(*DAY)):
        new.reload()
        new.reform_act = "Ordinance 20"
        new.save()
    assert frappe.db.get_value("Gov Indicator", serving, "plan_node") == f"{old.name}:1.1"
    _approved(town, new)
    assert frappe.db.get_value("Gov Indicator", serving, "plan_node") == f"{new.name}:1.1"


def _approved(town, doc):
    with clock.standing_at(town.day(*DAY)):
        return approve(town, doc, author="planner")
