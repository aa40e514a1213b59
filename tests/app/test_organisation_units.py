"""Units are opened, renamed, merged and closed by dated acts; what was before stays as it was."""

from datetime import date

import frappe
import pytest
import town as towns
from town import acting, open_month, report_of

from govplan.domain.periods import Month
from govplan.errors import Refused
from govplan.monitoring.opening import open_reports
from govplan.monitoring.periods import OPEN, ensure_period
from govplan.organisation import unit_acts
from govplan.organisation.closing import unsettled
from govplan.organisation.unit_names import name_on
from govplan.transparency.sources import read_plans

pytestmark = pytest.mark.usefixtures("site")

ACT = "Ordinance 4"


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def planner(town):
    with acting(town.people["planner"], town.day(3, 10)):
        yield town.people["planner"]


def day(town, month, number):
    return date(town.year, month, number)


def fields_of(refusal):
    return [fault.field for fault in refusal.value.faults]


def names_in(town, month):
    plans = read_plans(Month(town.year, month)).plans
    return {plan.unit.name: plan.unit.unit_name for plan in plans}


def test_a_renamed_unit_keeps_what_it_was_called(town, planner):
    old = frappe.db.get_value("Gov Unit", town.works, "unit_name")
    unit = unit_acts.rename(town.works, "Infrastructure", day(town, 3, 1), ACT, "INF")

    assert (unit.unit_name, unit.acronym) == ("Infrastructure", "INF")
    assert [(row.unit_name, row.act) for row in unit.earlier_names] == [(old, ACT)]
    assert name_on(unit.name, day(town, 2, 28), unit.unit_name) == old
    assert name_on(unit.name, day(town, 3, 1), unit.unit_name) == "Infrastructure"


def test_months_before_a_new_name_are_published_and_opened_under_the_old_one(town, planner):
    old = frappe.db.get_value("Gov Unit", town.works, "unit_name")
    unit_acts.rename(town.works, "Infrastructure", day(town, 3, 1), ACT)

    assert names_in(town, 2)[town.works] == old
    assert names_in(town, 3)[town.works] == "Infrastructure"
    frappe.set_user("Administrator")
    february = open_month(town, 2)
    assert report_of(town.works, february).title.startswith(old)


def test_a_second_new_name_leaves_both_earlier_ones(town, planner):
    first = frappe.db.get_value("Gov Unit", town.works, "unit_name")
    unit_acts.rename(town.works, "Second", day(town, 2, 1), ACT)
    unit = unit_acts.rename(town.works, "Third", day(town, 3, 1), "Ordinance 5")

    named = [name_on(unit.name, day(town, month, 15), unit.unit_name) for month in (1, 2, 3)]
    assert named == [first, "Second", "Third"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"unit_name": " "}, "unit_name"),
        ({"act": ""}, "act"),
        ({"from_day": None}, "from_day"),
        ({"from_day": "soon"}, "from_day"),
        ({"from_day": "tomorrow"}, "from_day"),
    ],
)
def test_a_new_name_needs_its_act_and_a_day_that_has_come(town, planner, wrong, field):
    given = {"unit_name": "New", "from_day": day(town, 3, 1), "act": ACT, **wrong}
    if given["from_day"] == "tomorrow":
        given["from_day"] = day(town, 3, 11)
    with pytest.raises(Refused) as refusal:
        unit_acts.rename(town.works, **given)
    assert fields_of(refusal) == [field]


def test_a_new_name_cannot_begin_before_the_last_one_did(town, planner):
    unit_acts.rename(town.works, "Second", day(town, 3, 1), ACT)
    with pytest.raises(Refused) as refusal:
        unit_acts.rename(town.works, "Third", day(town, 2, 1), ACT)
    assert [(fault.row_key, fault.field) for fault in refusal.value.faults] == [
        ("earlier_names.2", "until")
    ]


def test_only_the_planning_unit_renames_and_closes(town):
    with acting(town.people["director"], town.day(3, 10)):
        with pytest.raises(frappe.PermissionError):
            unit_acts.rename(town.works, "Mine", day(town, 3, 1), ACT)
        with pytest.raises(frappe.PermissionError):
            unit_acts.close(town.health, day(town, 3, 31), ACT)
        with pytest.raises(frappe.PermissionError):
            unit_acts.open_unit({"code": town.code("MINE")})


def test_a_merged_unit_reports_to_its_last_month_and_no_further(town, planner):
    unit = unit_acts.merge(town.health, town.works, day(town, 3, 31), ACT)

    assert (unit.merged_into, unit.closing_act) == (town.works, ACT)
    frappe.set_user("Administrator")
    march, april = open_month(town, 3), open_month(town, 4)
    assert report_of(town.health, march).unit == town.health
    assert not frappe.db.exists("Gov Progress Report", {"unit": town.health, "period": april})
    assert town.health in names_in(town, 3)
    assert town.health not in names_in(town, 4)


def test_an_exception_opens_no_report_for_a_unit_that_has_ended(town, planner):
    unit_acts.close(town.health, day(town, 3, 31), ACT)
    frappe.set_user("Administrator")
    period = ensure_period(town.month(4))
    period.append(
        "exceptions",
        {"unit": town.health, "until": day(town, 6, 1), "reason": "Asked", "granted_by": planner},
    )
    period.state = OPEN
    period.flags.moved_by_the_calendar = True
    period.save()

    open_reports(period.name)
    assert not frappe.db.exists("Gov Progress Report", {"unit": town.health, "period": period.name})


def test_what_an_ending_unit_leaves_is_told(town, planner):
    frappe.set_user("Administrator")
    january = open_month(town, 1)
    unit = frappe.get_doc("Gov Unit", town.works)

    left = unsettled(unit, day(town, 3, 31))
    assert {(one.doctype, one.name) for one in left} >= {
        ("Gov POA", town.poas["works"]),
        ("Gov Progress Report", report_of(town.works, january).name),
    }
    posts = [one.words for one in left if one.doctype == "Gov Post Holding"]
    assert len(posts) == 2
    assert unsettled(frappe.get_doc("Gov Unit", town.coordination), day(town, 3, 31))


def test_a_unit_does_not_end_over_living_ones_nor_without_an_act(town, planner):
    with pytest.raises(Refused) as refusal:
        unit_acts.close(town.coordination, day(town, 3, 31), "")
    assert fields_of(refusal) == ["closing_act", "valid_to"]

    for below in (town.works, town.health):
        unit_acts.close(below, day(town, 3, 31), ACT)
    assert unit_acts.close(town.coordination, day(town, 3, 31), ACT).valid_to


def test_a_unit_does_not_end_before_a_month_it_already_reports(town, planner):
    frappe.set_user("Administrator")
    open_month(town, 2)
    frappe.set_user(planner)
    with pytest.raises(Refused) as refusal:
        unit_acts.close(town.health, day(town, 2, 15), ACT)
    assert fields_of(refusal) == ["valid_to"]

    assert unit_acts.close(town.health, Month(town.year, 2).last_day, ACT)


@pytest.mark.parametrize("door", ["form", "service"])
def test_every_door_to_closing_asks_the_same(town, planner, door):
    with pytest.raises(Refused) as refusal:
        if door == "form":
            unit = frappe.get_doc("Gov Unit", town.health)
            unit.valid_to = day(town, 3, 31)
            unit.save()
        else:
            unit_acts.close(town.health, day(town, 3, 31), " ")
    assert fields_of(refusal) == ["closing_act"]


def test_a_unit_goes_on_in_one_that_exists(town, planner):
    unit_acts.close(town.works, day(town, 2, 28), ACT)
    for into, field in (
        (town.works, "merged_into"),
        ("", "merged_into"),
        (town.health, "merged_into"),
    ):
        with pytest.raises(Refused) as refusal:
            unit_acts.merge(town.health, into, day(town, 3, 31), ACT)
        assert fields_of(refusal) == [field]


def test_nobody_takes_a_post_in_a_unit_that_has_ended(town, planner):
    unit_acts.close(town.health, day(town, 3, 31), ACT)
    with pytest.raises(Refused) as refusal:
        towns.hold(
            town, town.people["promoter"], "Promoter", town.health, from_date=day(town, 4, 1)
        )
    assert fields_of(refusal) == ["from_date"]


def test_a_unit_is_opened_by_an_act_from_a_day(town, planner):
    values = {
        "code": town.code("new"),
        "unit_name": "Climate",
        "kind": "Office",
        "parent_gov_unit": town.coordination,
        "valid_from": str(day(town, 4, 1)),
    }
    with pytest.raises(Refused) as refusal:
        unit_acts.open_unit(values)
    assert fields_of(refusal) == ["opening_act"]
    with pytest.raises(Refused) as refusal:
        unit_acts.open_unit({**values, "valid_from": "soon"})
    assert fields_of(refusal) == ["valid_from", "opening_act"]

    unit = unit_acts.open_unit({**values, "opening_act": ACT})
    assert unit.name == town.code("NEW")
    assert unit.name not in names_in(town, 3)
    assert unit.name in names_in(town, 4)
