"""Posts: held from one day to another by an act; roles, sight and acts follow them."""

from datetime import date

import frappe
import pytest
import town as towns
from town import acting

from govplan import clock
from govplan.approval.acts import ACTS, act_named
from govplan.errors import BadRecord, LogIsClosed
from govplan.organisation.holders import holders_on, holdings, holdings_for, scope
from govplan.organisation.roles import follow_all_posts

pytestmark = pytest.mark.usefixtures("site")

DAY = (2, 3)


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def newcomer(town):
    return frappe.get_doc(
        {
            "doctype": "User",
            "email": f"new.{town.tag}@town.example".lower(),
            "first_name": "Nueva",
            "last_name": "Persona",
            "send_welcome_email": 0,
        }
    ).insert()


def appoint(town, user, post, unit, **more):
    with clock.standing_at(town.day(*DAY)):
        return frappe.get_doc("Gov Post Holding", towns.hold(town, user, post, unit, **more))


def roles_of(user):
    return {role for role in frappe.get_roles(user) if role.startswith("Gov ")}


def test_a_post_brings_its_role_and_its_end_takes_it_away(town, newcomer):
    holding = appoint(town, newcomer.name, "Promoter", town.health)
    assert roles_of(newcomer.name) == {"Gov Promoter"}

    with clock.standing_at(town.day(*DAY)):
        holding.to_date = f"{town.year}-02-02"
        holding.save()
    assert roles_of(newcomer.name) == set()


def test_a_post_still_to_come_brings_no_role_until_its_day(town, newcomer):
    appoint(town, newcomer.name, "Auditor", town.mayor_office, from_date=f"{town.year}-03-01")
    assert roles_of(newcomer.name) == set()

    with clock.standing_at(town.day(3, 1, 0)):
        assert newcomer.name in follow_all_posts()
    assert roles_of(newcomer.name) == {"Gov Auditor"}


def test_the_calendar_takes_the_role_when_the_last_day_has_passed(town, newcomer):
    appoint(town, newcomer.name, "Auditor", town.mayor_office, to_date=f"{town.year}-02-10")

    with clock.standing_at(town.day(2, 10, 23)):
        assert newcomer.name not in follow_all_posts()
    with clock.standing_at(town.day(2, 11, 0)):
        assert newcomer.name in follow_all_posts()
        assert newcomer.name not in follow_all_posts()
    assert roles_of(newcomer.name) == set()


def test_the_scheduler_makes_roles_follow_posts(town, newcomer):
    appoint(town, newcomer.name, "Auditor", town.mayor_office, from_date=f"{town.year}-03-01")
    jobs = [job for named in frappe.get_hooks("scheduler_events")["cron"].values() for job in named]
    assert "govplan.tasks.follow_the_posts" in jobs

    with clock.standing_at(town.day(3, 1)):
        frappe.get_attr("govplan.tasks.follow_the_posts")()
    assert roles_of(newcomer.name) == {"Gov Auditor"}


def test_a_role_given_by_hand_does_not_outlast_the_day_without_a_post(town, newcomer):
    newcomer.add_roles("Gov Mayor Office", "System Manager")

    with clock.standing_at(town.day(*DAY)):
        follow_all_posts()
    assert roles_of(newcomer.name) == set()
    assert "System Manager" in frappe.get_roles(newcomer.name)


def test_a_holding_given_to_another_person_moves_the_role(town, newcomer):
    holding = frappe.get_last_doc("Gov Post Holding", {"user": town.people["promoter"]})
    with clock.standing_at(town.day(*DAY)):
        holding.update({"user": newcomer.name, "holder_name": ""})
        holding.save()

    assert roles_of(newcomer.name) == {"Gov Promoter"}
    assert roles_of(town.people["promoter"]) == set()


def test_the_planning_unit_appoints_without_the_right_to_write_accounts(town, newcomer):
    with acting(town.people["planner"], town.day(*DAY)):
        assert not frappe.has_permission("User", "write", newcomer.name)
        towns.hold(town, newcomer.name, "Promoter", town.health)

    assert roles_of(newcomer.name) == {"Gov Promoter"}


def test_a_director_may_not_appoint(town, newcomer):
    with acting(town.people["director"], town.day(*DAY)), pytest.raises(frappe.PermissionError):
        towns.hold(town, newcomer.name, "Mayor", town.mayor_office)


def test_holdings_are_those_of_the_day_titular_first(town, newcomer):
    appoint(town, newcomer.name, "Director", town.health, capacity="Acting", to_date=None)
    appoint(town, newcomer.name, "Auditor", town.mayor_office)
    appoint(town, newcomer.name, "Promoter", town.works, to_date=f"{town.year}-01-31")

    held = holdings(newcomer.name, date(town.year, 2, 3))
    assert [(one.post, one.capacity) for one in held] == [
        ("Auditor", "Titular"),
        ("Director", "Acting"),
    ]
    assert held[0].name == "Nueva Persona"
    assert holdings(newcomer.name, date(town.year - 1, 12, 31)) == []


def test_everybody_who_could_sign_on_a_day_is_one_list(town):
    signing = {one.user for one in holders_on(date(town.year, 2, 3))}

    assert set(town.people.values()) <= signing


def test_who_acts_stands_in_for_the_titular_said_or_not(town, newcomer):
    holding = appoint(town, newcomer.name, "Director", town.works, capacity="Acting")

    assert holding.on_behalf_of == town.people["director"]


def test_who_acts_in_a_vacant_post_stands_in_for_nobody(town, newcomer):
    vacant = towns.unit(town, "VAC", "Vacant", "Office", town.mayor_office)

    assert not appoint(town, newcomer.name, "Director", vacant, capacity="Acting").on_behalf_of


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": "Titular"},
        {"capacity": "Titular", "post": "Auditor", "on_behalf_of": "Administrator"},
        {"capacity": "Delegate"},
        {"capacity": "Acting", "instrument": " "},
        {"capacity": "Acting", "to_date": "1999-01-01"},
        {"capacity": "Acting", "user": "Administrator"},
    ],
)
def test_an_appointment_that_cannot_be_true_is_refused(town, newcomer, wrong):
    given = {"user": newcomer.name, "post": "Director", **wrong}

    with pytest.raises(BadRecord):
        appoint(town, given.pop("user"), given.pop("post"), town.works, **given)


def test_one_titular_follows_another(town, newcomer):
    first = frappe.get_last_doc("Gov Post Holding", {"user": town.people["director"]})
    first.to_date = f"{town.year}-02-28"
    first.save()

    second = appoint(town, newcomer.name, "Director", town.works, from_date=f"{town.year}-03-01")
    assert second.capacity == "Titular"


def test_a_holding_somebody_decided_by_is_not_deleted(town):
    holding = frappe.get_last_doc("Gov Post Holding", {"user": town.people["mayor"]})

    with pytest.raises(LogIsClosed):
        holding.delete()


def test_a_holding_nobody_used_may_be_deleted_and_takes_the_role_with_it(town, newcomer):
    holding = appoint(town, newcomer.name, "Promoter", town.health)
    holding.delete()

    assert roles_of(newcomer.name) == set()
    assert holdings(newcomer.name, date(town.year, 2, 3)) == []


def test_scope_is_own_unit_and_below_units_under_or_all(town):
    section = towns.unit(town, "SEC", "Section", "Office", town.coordination)
    with clock.standing_at(town.day(*DAY)):
        assert scope(town.people["director"]).units == {town.works}
        assert scope(town.people["coordinator"]).units == {
            town.coordination,
            town.works,
            town.health,
            section,
        }
        officer = scope(town.people["officer"])
        assert (officer.everything, officer.units, officer.approved) == (False, frozenset(), True)
        for part in ("mayor", "planner", "auditor"):
            assert scope(town.people[part]).everything
        assert not scope("Guest").everything and scope("Guest").units == frozenset()


def test_the_holding_for_an_act_is_the_post_that_gives_it(town):
    poa = frappe.get_doc("Gov POA", town.poas["works"])
    with clock.standing_at(town.day(*DAY)):
        given = {
            part: held[0].post
            for part, user in town.people.items()
            if (held := holdings_for(act_named("Gov POA", "Submit"), poa, user))
        }
        assert given == {"director": "Director", "planner": "Planner"}
        review = ACTS["Review"]
        reviewers = {part for part, user in town.people.items() if holdings_for(review, poa, user)}
        assert reviewers == {"coordinator"}


def test_what_a_request_remembers_of_posts_is_forgotten_when_they_are_undone(town, newcomer):
    day = date(town.year, 2, 3)
    assert holdings(newcomer.name, day) == []
    appoint(town, newcomer.name, "Promoter", town.health)
    assert len(holdings(newcomer.name, day)) == 1

    frappe.db.rollback()
    assert holdings(newcomer.name, day) == []


def test_nobody_appoints_themselves_or_changes_their_own_post(town):
    planner = town.people["planner"]
    own = frappe.get_doc("Gov Post Holding", {"user": planner})
    made = {"unit": town.mayor_office, "post": "Mayor", "capacity": "Acting", "instrument": "1"}
    with acting(planner, town.day(*DAY)):
        with pytest.raises(BadRecord):
            new = {"doctype": "Gov Post Holding", **made, "user": planner}
            frappe.get_doc({**new, "from_date": own.from_date}).insert()
        with pytest.raises(BadRecord):
            frappe.get_doc("Gov Post Holding", own.name).update({"post": "Mayor"}).save()
        with pytest.raises(BadRecord):
            frappe.get_doc("Gov Post Holding", own.name).delete()
    assert [held.post for held in holdings(planner, own.from_date)] == ["Planner"]
