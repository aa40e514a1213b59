"""The progress of a plan: live for the staff, frozen in the month's open data, told in words."""

import frappe
import pytest
import town as towns
from publishing import approved, content_of, on_publication_day, said
from records import node, plan
from town import acting, approve, open_month

from govplan import clock
from govplan.monitoring import plan_progress
from govplan.planning import plans
from govplan.portal import plans as portal
from govplan.portal.goals import served
from govplan.transparency import public, publication
from govplan.transparency.formats.plan import said as plan_said
from govplan.transparency.plan_changes import compare

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    """The works' line of roads serves 1.1, whatever its sheet says; lights and trees by theirs."""
    town = towns.build()
    with clock.standing_at(town.day(1, 4)):
        with acting(town.people["planner"]):
            promised = plan(town)
            node(promised.name, "2", "Axis", sdg=[{"sdg_target": "6.1"}, {"sdg_goal": "17"}])
            node(promised.name, "1.2", "Programme", parent_gov_plan_node=f"{promised.name}:1")
        approve(town, promised, author="planner")
        town.plan = promised.name
        for short in ("ROADS", "LIGHTS", "TREES"):
            place = f"{promised.name}:1.2" if short == "ROADS" else f"{promised.name}:1.1"
            frappe.db.set_value("Gov Indicator", town.code(short), "plan_node", place)
        goal = {"sdg_goal": 6, "sdg_target": "6.1"}
        frappe.db.set_value("Gov Indicator", town.code("ROADS"), goal)
        line = {"parent": town.poas["works"], "indicator": town.code("ROADS")}
        frappe.db.set_value("Gov POA Row", line, "plan_node", f"{promised.name}:1.1")
    return town


@pytest.fixture
def january(town):
    """Roads 80 %, lights 50 %; the trees are not due; the lights of health are not reported."""
    period = open_month(town, 1)
    values = {"ROADS": {"value": "4", "cause": "Rain"}, "LIGHTS": {"value": "49", "cause": "Rain"}}
    approved(town, 1, town.works, values)
    with on_publication_day(town):
        publication.publish_period(period)
    return period


def progress_in(town, period):
    plans_told = content_of(f"OPEN-{period}-E1")["plans"]
    told = next(one for one in plans_told if one["code"] == town.code("PLAN"))
    return told, {each["code"]: each for each in told["nodes"]}


def test_a_line_hangs_where_its_poa_says_else_where_its_indicator_does(town, january):
    _told, nodes = progress_in(town, january)

    assert (nodes["1.1"]["percent"], nodes["1.1"]["own_lines"]) == ("65", 4)
    assert (nodes["1.2"]["percent"], nodes["1.2"]["lines"]) == (None, 0)


def test_it_rolls_up_to_the_axis_and_the_plan_with_its_coverage(town, january):
    told, nodes = progress_in(town, january)

    assert [nodes["1"]["percent"], told["percent"], nodes["2"]["percent"]] == ["65", "65", None]
    assert (told["reported"], told["applicable"], told["lines"]) == (2, 3, 4)
    assert (told["measured"], told["measurable"], told["elsewhere"]) == (1, 3, 0)


def test_it_is_a_table_of_the_downloads_and_the_portal_finds_it(town, january):
    content = public.open_data_of(january)
    told = portal.progress_of(content, town.code("PLAN"))
    assert told == progress_in(town, january)[0]
    table = public.BUILDERS["open_data"].tables(content)[2]
    mine = [row.cells for row in table.rows if row.cells[0] == town.code("PLAN")]
    assert [cells[3] for cells in mine] == [None, "1", "1.1", "1.2", "2"]
    assert mine[0][table.headings.index("avance")] == "65"


def test_months_published_before_there_was_progress_still_read(town, january):
    content = {**public.open_data_of(january)}
    del content["plans"]
    assert portal.progress_of(content, town.code("PLAN")) is None
    assert public.BUILDERS["open_data"].tables(content)[2].rows == ()


def test_the_staff_sees_what_is_approved_until_now_and_nothing_of_drafts(town):
    open_month(town, 1)
    promised = frappe.get_doc("Gov Plan", town.plan)
    values = {"ROADS": {"value": "4", "cause": "Rain"}}
    with clock.standing_at(town.day(2, 2)):
        said(town, 1, town.works, values)
        before = plan_progress.live(promised, plans.nodes_of(town.plan))
    report = towns.report_of(town.works, town.month(1))
    for part, act in (("coordinator", "Review"), ("mayor", "Approve")):
        with acting(town.people[part], town.day(2, 8)):
            report = towns.perform(report.doctype, report.name, act)
    after = plan_progress.live(promised, plans.nodes_of(town.plan))

    assert before["percent"] is None
    assert (after["month"], after["percent"], after["reported"]) == (town.month(1), "80", 1)


def test_live_and_published_progress_agree(town, january):
    promised = frappe.get_doc("Gov Plan", town.plan)
    live = plan_progress.live(promised, plans.nodes_of(town.plan))

    assert {**live, "month": None} == {**progress_in(town, january)[0], "month": None}


def test_a_reformed_plan_keeps_the_lines_that_name_the_earlier_version(town):
    with acting(town.people["planner"], town.day(1, 20)):
        new = plans.reform(town.plan, "Ordinance 20", "A new axis.")
        node(new.name, "3", "Axis")
    with clock.standing_at(town.day(1, 21)):
        approve(town, new, author="planner")
    period = open_month(town, 1)
    approved(town, 1, town.works, {"ROADS": {"value": "4", "cause": "Rain"}})
    with on_publication_day(town):
        publication.publish_period(period)

    told, nodes = progress_in(town, period)
    assert (told["version"], nodes["1.1"]["percent"], told["elsewhere"]) == (2, "80", 0)
    editions = public.plan_editions(town.code("PLAN"))
    names = [n for n, code in portal.codes_by_name(editions).items() if code == "1.1"]
    lines = portal.lines_of(public.open_data_of(period), names)
    assert town.code("ROADS") in [each["line"]["indicator"] for each in lines]


# What differs between versions


def test_a_reform_tells_what_it_adds_takes_out_and_changes_field_by_field(town):
    with acting(town.people["planner"], town.day(1, 20)):
        new = plans.reform(town.plan, "Ordinance 20", "A new axis.")
        node(new.name, "3", "Axis")
        frappe.delete_doc("Gov Plan Node", f"{new.name}:2")
        first = frappe.get_doc("Gov Plan Node", f"{new.name}:1.1")
        first.append("sdg", {"sdg_target": "6.1"})
        first.title = "Roads"
        first.save()
        new.vision = "A town that walks."
        new.save()
    changes = compare(plan_said(frappe.get_doc("Gov Plan", town.plan)), plan_said(new))

    assert [one["code"] for one in changes.added] == ["3"]
    assert [one["code"] for one in changes.removed] == ["2"]
    assert [(one.code, one.title) for one in changes.changed] == [("1.1", "Roads")]
    told = {each.label: (each.before, each.after) for each in changes.changed[0].changes}
    assert told == {"Title": ("Programme 1.1", "Roads"), "SDG": ("", "6.1")}
    texts = {each.label: (each.before, each.after) for each in changes.texts}
    assert texts["Vision"] == ("", "A town that walks.")
    assert texts["Act of the reform"] == ("", "Ordinance 20")


def test_a_copy_differs_in_its_act_only(town):
    with acting(town.people["planner"], town.day(1, 20)):
        new = plans.reform(town.plan, "Ordinance 20", "A new axis.")
    changes = compare(plan_said(frappe.get_doc("Gov Plan", town.plan)), plan_said(new))

    assert not (changes.added or changes.removed or changes.changed)
    assert [each.label for each in changes.texts] == ["Act of the reform"]


def test_editions_of_the_first_schema_compare_too(town):
    now = plan_said(frappe.get_doc("Gov Plan", town.plan))
    new_keys = ("weight", "sdg", "population_groups", "related")
    old_nodes = [
        {
            **{key: value for key, value in each.items() if key not in new_keys},
            "sdg_goal": 11,
            "sdg_target": "11.3",
            "population_group": "",
        }
        for each in now["nodes"]
    ]
    changes = compare({**now, "nodes": old_nodes}, now)

    assert {each.label for one in changes.changed for each in one.changes} == {"SDG"}
    assert len(changes.changed) == 4


def test_agreements_and_events_reach_the_elements_above(town):
    nodes = plan_said(frappe.get_doc("Gov Plan", town.plan))["nodes"]
    names = {each["name"]: each["code"] for each in nodes}
    event = {"name": "E", "plan_nodes": [f"{town.plan}:1.1", f"{town.plan}:1.2"]}
    talks = portal.participation_of(
        {"nodes": nodes}, names, [event], [{"name": "A", "plan_node": f"{town.plan}:2"}]
    )

    assert {code: (len(t["events"]), len(t["agreements"])) for code, t in talks.items()} == {
        "1": (1, 0),
        "1.1": (1, 0),
        "1.2": (1, 0),
        "2": (0, 1),
    }


def test_a_relation_is_told_at_both_ends(town):
    with clock.standing_at(town.day(1, 20)):
        with acting(town.people["planner"]):
            other = plan(town, "OTHER")
            place = [{"related_node": f"{town.plan}:2", "note": "The same people"}]
            node(other.name, "2", "Axis", related=place)
        approve(town, other, author="planner")
    every = public.plans()
    mine = next(one for one in every if one["code"] == town.code("PLAN"))
    theirs = next(one for one in every if one["code"] == town.code("OTHER"))

    there = portal.relations_of(theirs, portal.node_in(theirs, "2"), every)
    here = portal.relations_of(mine, portal.node_in(mine, "2"), every)
    assert [(one["plan"], one["code"], one["is_public"]) for one in there] == [
        (town.code("PLAN"), "2", True)
    ]
    assert [(one["plan"], one["code"]) for one in here] == [(town.code("OTHER"), "2")]
    assert portal.relations_of(mine, portal.node_in(mine, "1"), every) == []


def test_addresses_of_elements_are_codes_and_names_of_before_still_lead_there(town):
    published = public.plan(town.code("PLAN"))
    assert portal.node_in(published, "1.1") == portal.node_in(published, f"{town.plan}:1.1")
    with pytest.raises(frappe.PageDoesNotExistError):
        portal.node_in(published, "9")


def test_each_goal_is_served_by_published_elements_and_indicators_only(town):
    open_month(town, 1)
    assert not [one for one in served()["6"]["indicators"] if one["unit"] == town.works]
    approved(town, 1, town.works, {"ROADS": {"value": "4", "cause": "Rain"}})
    with on_publication_day(town):
        publication.publish_period(town.month(1))
    found = served()

    mine = [one for one in found["6"]["elements"] if one["plan"] == town.code("PLAN")]
    assert [(one["node"]["code"], one["targets"]) for one in mine] == [("2", ["6.1"])]
    told = [each["line"] for each in found["6"]["indicators"] if each["unit"] == town.works]
    assert [(one["indicator"], one["sdg_target"]) for one in told] == [(town.code("ROADS"), "6.1")]
    whole = [one for one in found["17"]["elements"] if one["plan"] == town.code("PLAN")]
    assert whole[0]["targets"] == []
