"""Who sees what: lists and documents agree, and both follow the posts held today."""

import frappe
import pytest
import town as towns
from records import agreement, event, plan
from town import acting, open_month, report_of

from govplan import clock
from govplan.approval.service import perform

pytestmark = pytest.mark.usefixtures("site")

DAY = (2, 3)
EVERYBODY = {
    "director",
    "neighbour",
    "promoter",
    "coordinator",
    "mayor",
    "planner",
    "officer",
    "auditor",
}


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def records(town):
    """Names of records of the works and health units, by kind; drafts, and two approved POAs."""
    made = {"Gov POA": dict(town.poas)}
    month = open_month(town, 1)
    made["Gov Progress Report"] = {
        unit: report_of(getattr(town, unit), month).name for unit in ("works", "health")
    }
    with acting("Administrator", town.day(1, 6)):
        made["Gov Participation Event"] = {
            unit: event(town, unit=getattr(town, unit)).name for unit in ("works", "health")
        }
        made["Gov Agreement"] = {
            unit: agreement(town, unit=getattr(town, unit)).name for unit in ("works", "health")
        }
    return made


SEES_BOTH = ["works", "health"]
SEES = {
    "Gov POA": {
        "director": ["works"],
        "neighbour": ["health"],
        "coordinator": SEES_BOTH,
        "mayor": SEES_BOTH,
        "planner": SEES_BOTH,
        "auditor": SEES_BOTH,
        "officer": SEES_BOTH,
    },
    "Gov Progress Report": {
        "director": ["works"],
        "neighbour": ["health"],
        "coordinator": SEES_BOTH,
        "mayor": SEES_BOTH,
        "planner": SEES_BOTH,
        "auditor": SEES_BOTH,
        "officer": [],
    },
    "Gov Participation Event": {
        "director": ["works"],
        "neighbour": ["health"],
        "promoter": ["works"],
        "coordinator": SEES_BOTH,
        "mayor": SEES_BOTH,
        "planner": SEES_BOTH,
        "auditor": SEES_BOTH,
        "officer": [],
    },
}
SEES["Gov Agreement"] = SEES["Gov Participation Event"]


@pytest.mark.parametrize("kind", SEES)
@pytest.mark.parametrize("part", sorted(EVERYBODY))
def test_the_list_and_the_document_show_the_same_records(town, records, kind, part):
    names = records[kind]
    wanted = {names[unit] for unit in SEES[kind].get(part, [])}

    with acting(town.people[part], town.day(*DAY)):
        allowed = {
            name for name in names.values() if frappe.get_doc(kind, name).has_permission("read")
        }
        try:
            listed = set(
                frappe.get_list(kind, {"name": ["in", list(names.values())]}, pluck="name")
            )
        except frappe.PermissionError:
            listed = set()
    assert (listed, allowed) == (wanted, wanted)


def test_somebody_without_a_post_sees_no_record(town, records):
    user = frappe.get_doc(
        {"doctype": "User", "email": f"x.{town.tag}@town.example", "first_name": "X"}
    )
    user.insert().add_roles("Gov Director")

    with acting(user.name, town.day(*DAY)):
        for kind, names in records.items():
            assert frappe.get_list(kind, pluck="name") == []
            assert not frappe.get_doc(kind, names["works"]).has_permission("read")


def test_sight_ends_with_the_post(town, records):
    holding = frappe.get_last_doc("Gov Post Holding", {"user": town.people["director"]})
    with clock.standing_at(town.day(2, 2)):
        holding.to_date = f"{town.year}-02-02"
        holding.save()

    report = records["Gov Progress Report"]["works"]
    with acting(town.people["director"], town.day(2, 2)):
        assert frappe.get_doc("Gov Progress Report", report).has_permission("read")
    with acting(town.people["director"], town.day(*DAY)):
        assert not frappe.get_doc("Gov Progress Report", report).has_permission("read")


def test_a_unit_moved_under_the_coordination_is_seen_by_it(town):
    moved = towns.unit(town, "NEW", "New unit", "Office", town.mayor_office)
    with acting("Administrator", town.day(1, 6)):
        held = event(town, unit=moved)
    coordinator = town.people["coordinator"]
    with acting(coordinator, town.day(*DAY)):
        assert not held.has_permission("read")

    unit = frappe.get_doc("Gov Unit", moved)
    unit.parent_gov_unit = town.coordination
    unit.save()
    with acting(coordinator, town.day(*DAY)):
        assert held.has_permission("read")
        assert held.name in frappe.get_list("Gov Participation Event", pluck="name")


def test_who_holds_an_event_sees_the_agreements_other_units_made_at_it(town):
    with acting("Administrator", town.day(1, 6)):
        held = event(town)
        made = agreement(town, unit=town.health, event=held.name)

    with acting(town.people["promoter"], town.day(*DAY)):
        assert made.has_permission("read")
        assert made.name in frappe.get_list("Gov Agreement", pluck="name")


def test_decisions_are_seen_with_their_record_and_those_of_all_by_all(town):
    with acting(town.people["planner"], town.day(*DAY)):
        promised = plan(town)
        perform("Gov Plan", promised.name, "Submit")

    def listed(part, name):
        with acting(town.people[part], town.day(*DAY)):
            rows = frappe.get_list("Gov Decision", {"reference_name": name}, pluck="name")
            docs = frappe.get_all("Gov Decision", {"reference_name": name}, pluck="name")
            seen = [one for one in docs if frappe.get_doc("Gov Decision", one).has_permission()]
        assert sorted(rows) == sorted(seen)
        return len(rows)

    works = town.poas["works"]
    seen = {part: listed(part, works) for part in EVERYBODY}
    assert seen == {
        **dict.fromkeys(("director", "coordinator", "mayor", "planner", "auditor"), 3),
        # Promoters hold a post there, but read no POA.
        "promoter": 0,
        "neighbour": 0,
        "officer": 1,
    }
    assert {listed(part, promised.name) for part in EVERYBODY - {"officer"}} == {1}


def test_the_administrator_sees_everything(town, records):
    for kind, names in records.items():
        listed = frappe.get_list(kind, {"name": ["in", list(names.values())]}, pluck="name")
        assert set(listed) == set(names.values())


@pytest.mark.parametrize("part", ["auditor", "officer"])
def test_who_only_reads_writes_nothing(town, records, part):
    with acting(town.people[part], town.day(*DAY)):
        for kind, names in records.items():
            for right in ("write", "create", "submit", "cancel", "delete"):
                assert not frappe.get_doc(kind, names["works"]).has_permission(right), (kind, right)
