"""Elements of plans: whom and what they serve, their weight, their kin in other plans."""

import frappe
import pytest
import town as towns
from records import draft, node, plan
from town import acting, approve, indicator

from govplan import clock
from govplan.approval.service import perform
from govplan.errors import BadQuantity, BadRecord, ContentLocked, ValueMissing, WrongState
from govplan.patches.v1_0 import tell_whom_elements_serve_in_rows
from govplan.planning import plans, sdg

pytestmark = pytest.mark.usefixtures("site")

DAY = (2, 3)
# How many targets each goal has, officially.
TARGETS = (7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19)


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def planner(town):
    with acting(town.people["planner"], town.day(*DAY)):
        yield town.people["planner"]


# The official list


def test_every_site_has_the_17_goals_and_169_targets_as_records():
    assert frappe.db.count("Gov SDG Goal") == 17
    assert frappe.db.count("Gov SDG Target") == 169
    counted = [frappe.db.count("Gov SDG Target", {"goal": str(goal)}) for goal in range(1, 18)]
    assert tuple(counted) == TARGETS


def test_codes_are_the_official_ones_and_each_is_worded_twice():
    codes = [target.code for target in sdg.targets("11")]
    assert codes == [*(f"11.{at}" for at in range(1, 8)), "11.a", "11.b", "11.c"]
    assert sdg.targets("17")[-1].code == "17.19"
    assert all(one.title_es and one.title_en for one in sdg.entries().values())


# What an element says


def test_an_element_serves_several_targets_and_a_target_brings_its_goal(town, planner):
    promised = plan(town)
    made = node(promised.name, "2", "Axis", sdg=[{"sdg_target": "11.a"}, {"sdg_goal": "6"}])

    rows = [(row.sdg_goal, row.sdg_target or "") for row in made.sdg]
    assert rows == [("11", "11.a"), ("6", "")]


@pytest.mark.parametrize(
    "rows",
    [
        [{"sdg_goal": "6", "sdg_target": "11.3"}],
        [{"sdg_goal": "", "sdg_target": ""}],
        [{"sdg_target": "6.1"}, {"sdg_goal": "6", "sdg_target": "6.1"}],
    ],
)
def test_a_target_that_is_none_or_of_another_goal_is_refused_with_its_row(town, planner, rows):
    promised = plan(town)

    with pytest.raises(BadRecord) as refusal:
        node(promised.name, "2", "Axis", sdg=rows)
    assert refusal.value.faults[0].row_key == f"sdg.{len(rows)}"


@pytest.mark.parametrize(
    ("given", "goal"), [({"sdg_goal": 6, "sdg_target": "6.1"}, 6), ({"sdg_target": "11.A"}, 11)]
)
def test_an_indicators_target_fits_its_goal(town, given, goal):
    name = indicator(town, "SDG", indicator_name="S", unit_of_measure="%", **given)

    kept = frappe.get_doc("Gov Indicator", name)
    assert (kept.sdg_goal, kept.sdg_target) == (goal, given["sdg_target"].lower())


@pytest.mark.parametrize("given", [{"sdg_goal": 5, "sdg_target": "6.1"}, {"sdg_target": "18.1"}])
def test_an_indicators_target_of_another_goal_is_refused(town, given):
    with pytest.raises(BadRecord) as refusal:
        indicator(town, "SDG", indicator_name="S", unit_of_measure="%", **given)
    assert refusal.value.faults[0].field == "sdg_target"


def test_approaches_are_chosen_among_those_of_the_plan(town, planner):
    promised = plan(town)
    promised.append("approaches", {"approach": " Gender "})
    promised.save()

    made = node(promised.name, "2", "Axis", approaches=" Gender \n\nGender")
    assert made.approaches == "Gender"
    with pytest.raises(BadRecord):
        node(promised.name, "3", "Axis", approaches="Climate")


def test_an_approach_that_elements_are_tagged_with_stays(town, planner):
    promised = plan(town)
    promised.append("approaches", {"approach": "Gender"})
    promised.save()
    node(promised.name, "2", "Axis", approaches="Gender")

    promised.reload()
    promised.approaches = []
    with pytest.raises(BadRecord):
        promised.save()


@pytest.mark.parametrize(
    ("weight", "kind"), [("0", BadRecord), ("-1", BadRecord), ("a lot", BadQuantity)]
)
def test_a_weight_is_more_than_zero(town, planner, weight, kind):
    promised = plan(town)

    with pytest.raises(kind):
        node(promised.name, "2", "Axis", weight=weight)


def test_side_by_side_all_elements_have_a_weight_or_none(town, planner):
    promised = plan(town)
    node(promised.name, "2", "Axis", weight="40,0")

    with pytest.raises(BadRecord) as refusal:
        perform("Gov Plan", promised.name, "Submit")
    assert "1 Axis 1" in str(refusal.value)
    first = frappe.get_doc("Gov Plan Node", f"{promised.name}:1")
    first.weight = "60"
    first.save()
    assert perform("Gov Plan", promised.name, "Submit").workflow_state == "Submitted"


def test_a_plan_without_elements_is_not_submitted(town, planner):
    promised = plan(town)
    for code in ("1.1", "1"):
        frappe.delete_doc("Gov Plan Node", f"{promised.name}:{code}")

    with pytest.raises(ValueMissing):
        perform("Gov Plan", promised.name, "Submit")


def test_elements_of_several_plans_are_linked_and_those_of_one_are_not(town, planner):
    promised, other = plan(town), plan(town, "OTHER")
    made = node(promised.name, "2", "Axis", related=[{"related_node": f"{other.name}:1.1"}])

    assert made.related[0].related_node == f"{other.name}:1.1"
    with pytest.raises(BadRecord):
        node(promised.name, "3", "Axis", related=[{"related_node": f"{promised.name}:1.1"}])


def test_elements_come_in_printed_order_below_their_own(town, planner):
    promised = plan(town)
    node(promised.name, "0", "Axis", print_order=1)
    node(
        promised.name, "1.0", "Programme", parent_gov_plan_node=f"{promised.name}:1", print_order=1
    )

    assert [row.code for row in plans.nodes_of(promised.name)] == ["0", "1", "1.0", "1.1"]


def test_a_code_of_dots_alone_is_none(town, planner):
    promised = plan(town)

    for code in ("..", "."):
        with pytest.raises(BadRecord):
            node(promised.name, code, "Axis")


# Reform


def test_a_reform_is_a_draft_with_its_act_and_all_that_elements_say(town):
    with acting(town.people["planner"], town.day(*DAY)):
        other, promised = plan(town, "OTHER"), plan(town)
        promised.append("approaches", {"approach": "Gender"})
        promised.save()
        node(
            promised.name,
            "1.2",
            "Programme",
            parent_gov_plan_node=f"{promised.name}:1",
            weight="2",
            approaches="Gender",
            sdg=[{"sdg_target": "5.1"}],
            population_groups=[{"population_group": "Mujeres"}],
            related=[{"related_node": f"{other.name}:1"}],
        )
        first = frappe.get_doc("Gov Plan Node", f"{promised.name}:1.1")
        first.weight = "1"
        first.save()
    old = _approved(town, promised)

    with acting(town.people["mayor"], town.day(*DAY)):
        new = plans.reform(old.name, "Ordinance 20", "A new axis.")

    assert (new.version, new.reform_act, new.workflow_state) == (2, "Ordinance 20", "Draft")
    before, after = plans.content_of_nodes(old.name), plans.content_of_nodes(new.name)
    for row in (*before, *after):
        row.pop("parent_gov_plan_node")
    assert after == before
    assert after[2]["sdg"] == [{"sdg_goal": "5", "sdg_target": "5.1"}]


def test_a_draft_needs_no_reform(town, planner):
    with pytest.raises(WrongState):
        plans.reform(plan(town).name, "Ordinance 20", "No reason.")


def test_elements_of_an_approved_plan_are_locked(town):
    old = _approved(town, draft(town, "Gov Plan"))
    element = frappe.get_doc("Gov Plan Node", f"{old.name}:1")
    element.append("sdg", {"sdg_goal": "6"})

    with acting(town.people["planner"], town.day(*DAY)), pytest.raises(ContentLocked):
        element.save()


# Sites from before


def test_what_elements_told_in_free_text_is_told_in_rows(town, planner, monkeypatch):
    promised = plan(town)
    told = [
        {"name": f"{promised.name}:1", "sdg_goal": 11, "sdg_target": "11.3"},
        {"name": f"{promised.name}:1.1", "sdg_goal": 6, "sdg_target": "water"},
    ]
    for row in told:
        given = {"population_group": "Fishers", "national_reference": "", **row}
        tell_whom_elements_serve_in_rows.tell(frappe._dict(given))
        tell_whom_elements_serve_in_rows.tell(frappe._dict(given))

    axis, programme = plans.nodes_of(promised.name)
    assert axis.sdg == [{"sdg_goal": "11", "sdg_target": "11.3"}]
    assert axis.population_groups == [{"population_group": "Fishers"}]
    assert programme.sdg == [{"sdg_goal": "6", "sdg_target": None}]
    assert programme.national_reference == "SDG water"


def _approved(town, doc):
    with clock.standing_at(town.day(*DAY)):
        return approve(town, doc, author="planner")
