"""Plans and elements written from forms: at once, with every fault told, or not at all."""

import frappe
import pytest
import town as towns
from records import node, plan
from town import acting, approve

from govplan import clock
from govplan.errors import BadRecord, ContentLocked, Refused, SeveralFaults
from govplan.planning.plan_writing import delete_node, save_node, save_plan
from govplan.planning.plans import nodes_of
from govplan.staff import plans as pages

pytestmark = pytest.mark.usefixtures("site")

DAY = (2, 3)


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def planner(town):
    with acting(town.people["planner"], town.day(*DAY)):
        yield town.people["planner"]


def typed(town, **more):
    return {
        "code": town.code("NEW"),
        "plan_name": "Plan",
        "kind": "Strategic plan",
        "year_from": "2100",
        "year_to": "2103",
        "approaches": [{"approach": "Gender", "description": "Who is reached"}],
        **more,
    }


def test_a_plan_is_made_from_what_was_typed(town, planner):
    made = save_plan(None, typed(town))

    assert (made.name, made.year_to, made.workflow_state) == (town.code("NEW"), 2103, "Draft")
    assert [row.approach for row in made.approaches] == ["Gender"]


def test_all_that_is_wrong_with_a_plan_is_told_at_once(town, planner):
    with pytest.raises(Refused) as refusal:
        save_plan(None, typed(town, plan_name="", year_from="two", approved_on_act="yesterday"))
    fields = {fault.field for fault in refusal.value.faults}
    assert fields == {"plan_name", "year_from", "approved_on_act"}
    assert isinstance(refusal.value, SeveralFaults)


def test_only_the_planning_unit_writes_plans(town):
    with acting(town.people["director"], town.day(*DAY)), pytest.raises(frappe.PermissionError):
        save_plan(None, typed(town))


def test_the_second_of_two_who_write_the_same_plan_is_told(town, planner):
    made = save_plan(None, typed(town))
    before = str(made.modified)
    made.vision = "Another"
    made.save()

    with pytest.raises(frappe.TimestampMismatchError):
        save_plan(made.name, {"vision": "Mine"}, before)


def test_an_element_put_under_a_leaf_makes_it_a_group(town, planner):
    promised = plan(town)
    made = save_node(
        promised.name,
        None,
        {
            "code": "1.1.1",
            "level_name": "Project",
            "title": "Square",
            "parent_gov_plan_node": f"{promised.name}:1.1",
            "purposes": [{"purpose": "A place to meet"}, {"purpose": "Shade"}],
            "sdg": [{"sdg_goal": "11", "sdg_target": "11.7"}],
            "weight": "2,5",
        },
    )

    assert frappe.db.get_value("Gov Plan Node", f"{promised.name}:1.1", "is_group")
    assert (made.weight, len(made.purposes)) == ("2.5", 2)
    assert [row.code for row in nodes_of(promised.name)] == ["1", "1.1", "1.1.1"]


def test_an_element_moves_with_all_below_it(town, planner):
    promised = plan(town)
    node(promised.name, "2", "Axis", is_group=1)
    save_node(promised.name, "1.1", {"parent_gov_plan_node": f"{promised.name}:2"})

    assert [row.code for row in nodes_of(promised.name)] == ["1", "2", "1.1"]


def test_an_element_does_not_move_below_itself(town, planner):
    promised = plan(town)

    for below in ("1", "1.1"):
        with pytest.raises(BadRecord) as refusal:
            save_node(promised.name, "1", {"parent_gov_plan_node": f"{promised.name}:{below}"})
        assert refusal.value.faults[0].field == "parent_gov_plan_node"
    places = [place for place, _words in pages.place_choices(promised.name, f"{promised.name}:1")]
    assert places == [""]
    places = [place for place, _words in pages.place_choices(promised.name)]
    assert places == ["", f"{promised.name}:1", f"{promised.name}:1.1"]


def test_an_element_with_others_below_is_not_deleted(town, planner):
    promised = plan(town)

    with pytest.raises(BadRecord) as refusal:
        delete_node(promised.name, "1")
    assert "1.1" in str(refusal.value)
    delete_node(promised.name, "1.1")
    assert [row.code for row in nodes_of(promised.name)] == ["1"]


def test_what_is_refused_leaves_nothing_half_written(town, planner):
    promised = plan(town)

    with pytest.raises(Refused) as refusal:
        save_node(promised.name, None, {"code": "2", "title": "", "weight": "heavy"})
    assert {fault.field for fault in refusal.value.faults} == {"level_name", "title", "weight"}
    assert not frappe.db.exists("Gov Plan Node", f"{promised.name}:2")


def test_no_form_writes_an_element_of_an_approved_plan(town):
    with acting(town.people["planner"], town.day(*DAY)):
        promised = plan(town)
    with clock.standing_at(town.day(*DAY)):
        approve(town, promised, author="planner")

    with acting(town.people["planner"], town.day(*DAY)):
        for write in (
            lambda: save_node(promised.name, "1.1", {"title": "Other"}),
            lambda: save_node(promised.name, None, {"code": "9", "level_name": "x", "title": "y"}),
            lambda: delete_node(promised.name, "1.1"),
            lambda: save_plan(promised.name, {"vision": "Other"}),
        ):
            with pytest.raises(ContentLocked):
                write()


def test_elements_of_other_plans_are_offered_in_their_newest_version(town, planner):
    promised, other = plan(town), plan(town, "OTHER")
    offered = dict(pages.related_choices(promised))

    assert f"{other.name}:1.1" in offered
    assert f"{promised.name}:1.1" not in offered
    save_node(promised.name, "1", {"related": [{"related_node": f"{other.name}:1", "note": "x"}]})
    assert [one.code for one in pages.relations_of(f"{other.name}:1")] == ["1"]
    with acting(town.people["officer"], town.day(*DAY)):
        # Who sees decided plans only is told of no draft, and not turned away either.
        assert pages.relations_of(f"{other.name}:1") == []
