"""The approval path: who takes each act, in which order, for what reason, and what it leaves."""

import frappe
import pytest
import town as towns
from records import AUTHOR, KINDS, draft
from town import acting

from govplan import clock
from govplan.api.approval import act as act_door
from govplan.api.approval import act_on_many as many_door
from govplan.approval.decisions import decisions_on, signature
from govplan.approval.service import available_acts, perform, perform_many
from govplan.errors import NotYourAct, ReasonMissing, SeparationOfDuties, WrongState
from govplan.staff.acting import can_write_now

pytestmark = pytest.mark.usefixtures("site")

# A day on which the first month of the town's year is reported.
DAY = (2, 3)


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def poa(town):
    return draft(town, "Gov POA")


def appoint(town, part, post, where, **more):
    with clock.standing_at(town.day(*DAY)):
        return towns.person(town, part, post, where, **more)


def give_post(town, user, post, where, **more):
    with clock.standing_at(town.day(*DAY)):
        return towns.hold(town, user, post, where, **more)


def take(town, doc, part, act, code="", reason=""):
    with acting(town.people[part], town.day(*DAY)):
        return perform(doc.doctype, doc.name, act, code, reason)


def walk(town, doc, *steps):
    for part, act in steps:
        doc = take(town, doc, part, act)
    return doc


def approved(town, kind):
    doc = draft(town, kind)
    return walk(
        town, doc, (AUTHOR[kind], "Submit"), ("coordinator", "Review"), ("mayor", "Approve")
    )


def acts_open(town, part, doc):
    doc = frappe.get_doc(doc.doctype, doc.name)
    with acting(town.people[part], town.day(*DAY)):
        return [act.label for act in available_acts(doc)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_record_goes_from_draft_to_approved(town, kind):
    doc = approved(town, kind)

    stored = frappe.get_doc(kind, doc.name)
    assert stored.workflow_state == "Approved"
    assert stored.docstatus == (0 if kind == "Gov Agreement" else 1)
    told = [(row.act, row.from_state, row.to_state) for row in decisions_on(kind, doc.name)]
    assert told == [
        ("Submit", "Draft", "Submitted"),
        ("Review", "Submitted", "Reviewed"),
        ("Approve", "Reviewed", "Approved"),
    ]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("Draft", {"director": ["Submit"], "planner": ["Submit"]}),
        (
            "Submitted",
            {"director": ["Withdraw"], "coordinator": ["Review", "Return"], "mayor": ["Return"]},
        ),
        ("Reviewed", {"coordinator": ["Return"], "mayor": ["Return", "Approve"]}),
        ("Approved", {}),
    ],
)
def test_a_poa_offers_each_person_only_what_the_guard_lets_through(town, poa, state, offered):
    steps = [("director", "Submit"), ("coordinator", "Review"), ("mayor", "Approve")]
    walk(town, poa, *steps[: ["Draft", "Submitted", "Reviewed", "Approved"].index(state)])

    for part in town.people:
        assert acts_open(town, part, poa) == offered.get(part, []), part


def test_what_the_guard_does_not_offer_it_refuses(town, poa):
    take(town, poa, "director", "Submit")

    with pytest.raises(NotYourAct):
        take(town, poa, "planner", "Review")
    assert frappe.db.get_value("Gov POA", poa.name, "workflow_state") == "Submitted"
    assert len(decisions_on("Gov POA", poa.name)) == 1


def test_the_director_of_another_unit_may_not_even_see_it(town, poa):
    with pytest.raises(frappe.PermissionError):
        take(town, poa, "neighbour", "Submit")


def test_the_coordinator_of_another_branch_may_not_review_it(town, poa):
    branch = towns.unit(town, "COO2", "Other coordination", "Coordination", town.mayor_office)
    appoint(town, "stranger", "Coordinator", branch)
    take(town, poa, "director", "Submit")

    with pytest.raises(frappe.PermissionError):
        take(town, poa, "stranger", "Review")


def test_an_act_out_of_order_says_so_and_changes_nothing(town, poa):
    with pytest.raises(WrongState):
        take(town, poa, "mayor", "Approve")
    with pytest.raises(WrongState):
        take(town, poa, "mayor", "Supersede", "Reform", "Not for a POA")
    with pytest.raises(WrongState):
        take(town, poa, "mayor", "Dance")

    assert frappe.db.get_value("Gov POA", poa.name, "workflow_state") == "Draft"
    assert decisions_on("Gov POA", poa.name) == []


def test_who_submitted_never_reviews_even_with_the_coordinators_post(town, poa):
    director = town.people["director"]
    give_post(town, director, "Coordinator", town.coordination, capacity="Acting")
    take(town, poa, "director", "Submit")

    with pytest.raises(SeparationOfDuties):
        take(town, poa, "director", "Review")


def test_nobody_reviews_in_the_name_of_who_submitted(town, poa):
    appoint(
        town,
        "delegate",
        "Coordinator",
        town.coordination,
        capacity="Delegate",
        on_behalf_of=town.people["director"],
    )
    take(town, poa, "director", "Submit")

    with pytest.raises(SeparationOfDuties):
        take(town, poa, "delegate", "Review")
    assert acts_open(town, "delegate", poa) == ["Return"]


def test_nobody_reviews_what_was_submitted_in_their_name(town, poa):
    appoint(
        town,
        "substitute",
        "Director",
        town.works,
        capacity="Acting",
        on_behalf_of=town.people["coordinator"],
    )
    take(town, poa, "substitute", "Submit")

    with pytest.raises(SeparationOfDuties):
        take(town, poa, "coordinator", "Review")


@pytest.mark.parametrize(("part", "act"), [("director", "Submit"), ("coordinator", "Review")])
def test_neither_who_submitted_nor_who_reviewed_approves(town, poa, part, act):
    give_post(
        town,
        town.people[part],
        "Mayor",
        town.mayor_office,
        capacity="Acting",
        on_behalf_of=town.people["mayor"],
    )
    walk(town, poa, ("director", "Submit"), ("coordinator", "Review"))

    with pytest.raises(SeparationOfDuties):
        take(town, poa, part, "Approve")
    assert take(town, poa, "mayor", "Approve").docstatus == 1


def test_who_reviewed_an_earlier_round_may_approve_a_later_one(town, poa):
    appoint(town, "second", "Coordinator", town.coordination, capacity="Acting")
    give_post(town, town.people["second"], "Mayor", town.mayor_office, capacity="Acting")
    walk(town, poa, ("director", "Submit"), ("second", "Review"))
    take(town, poa, "mayor", "Return", "Incomplete", "One activity lacks a place.")
    walk(town, poa, ("director", "Submit"), ("coordinator", "Review"))

    assert take(town, poa, "second", "Approve").workflow_state == "Approved"


def test_a_free_post_serves_where_another_of_the_same_person_is_barred(town, poa):
    second = appoint(
        town,
        "second",
        "Coordinator",
        town.coordination,
        capacity="Acting",
        on_behalf_of=town.people["director"],
    )
    give_post(town, second, "Coordinator", town.mayor_office)
    take(town, poa, "director", "Submit")
    take(town, poa, "second", "Review")

    review = decisions_on("Gov POA", poa.name)[-1]
    assert (review.act, review.capacity) == ("Review", "Titular")
    assert not review.on_behalf_of


@pytest.mark.parametrize(
    ("code", "reason"),
    [("", ""), ("Incomplete", ""), ("", "No evidence"), ("Incomplete", "  "), ("Whim", "No")],
)
def test_returning_needs_a_known_code_and_words(town, poa, code, reason):
    take(town, poa, "director", "Submit")

    with pytest.raises(ReasonMissing):
        take(town, poa, "coordinator", "Return", code, reason)
    assert frappe.db.get_value("Gov POA", poa.name, "workflow_state") == "Submitted"


def test_a_return_keeps_its_reason_in_the_log_and_begins_the_next_round(town, poa):
    take(town, poa, "director", "Submit")
    take(town, poa, "coordinator", "Return", "Wrong value", "March doubles February.")

    returned = frappe.get_doc("Gov POA", poa.name)
    assert (returned.workflow_state, returned.round) == ("Returned", 1)
    assert not returned.decision_reason_code and not returned.decision_reason
    row = decisions_on("Gov POA", poa.name)[-1]
    assert (row.reason_code, row.reason) == ("Wrong value", "March doubles February.")

    take(town, poa, "director", "Submit")
    assert frappe.db.get_value("Gov POA", poa.name, "round") == 2
    assert [row.round for row in decisions_on("Gov POA", poa.name)] == [1, 1, 2]


def test_only_who_submitted_withdraws(town, poa):
    take(town, poa, "director", "Submit")

    with pytest.raises(NotYourAct):
        take(town, poa, "planner", "Withdraw")
    assert take(town, poa, "director", "Withdraw").workflow_state == "Draft"


def test_what_was_reviewed_cannot_be_withdrawn(town, poa):
    walk(town, poa, ("director", "Submit"), ("coordinator", "Review"))

    with pytest.raises(WrongState):
        take(town, poa, "director", "Withdraw")


def test_the_decision_says_who_acted_for_whom_and_by_which_resolution(town, poa):
    appoint(
        town,
        "substitute",
        "Director",
        town.works,
        capacity="Acting",
        instrument="Resolution 007",
        from_date=f"{town.year}-02-01",
        to_date=f"{town.year}-02-28",
    )
    take(town, poa, "substitute", "Submit")

    row = decisions_on("Gov POA", poa.name)[0]
    name = frappe.db.get_value("User", town.people["director"], "full_name")
    assert row.on_behalf_of_user == town.people["director"]
    assert row.person_name == f"Substitute {town.tag}"
    frappe.local.lang = "es"
    words = f"encargado de {frappe._('Director')} en reemplazo de {name}"
    assert signature(row) == f"Substitute {town.tag}, {words}, Resolution 007"


def test_a_substitute_acts_within_the_days_of_the_resolution_only(town, poa):
    last_day = f"{town.year}-02-02"
    with clock.standing_at(town.day(2, 2)):
        substitute = towns.person(town, "substitute", "Auditor", town.mayor_office)
        towns.hold(town, substitute, "Director", town.works, capacity="Acting", to_date=last_day)

    with acting(substitute, town.day(2, 3, 0)), pytest.raises(NotYourAct):
        perform("Gov POA", poa.name, "Submit")
    with acting(substitute, town.day(2, 2, 23)):
        assert perform("Gov POA", poa.name, "Submit").workflow_state == "Submitted"


def test_a_record_changed_since_it_was_seen_is_not_decided_on(town, poa):
    seen = str(poa.modified)
    with acting(town.people["director"], town.day(*DAY)):
        again = frappe.get_doc("Gov POA", poa.name)
        again.source = "Budget draft"
        again.save()

    with (
        acting(town.people["director"], town.day(*DAY)),
        pytest.raises(frappe.TimestampMismatchError),
    ):
        perform("Gov POA", poa.name, "Submit", modified=seen)


def test_many_records_get_a_result_each_and_one_refusal_stops_no_other(town, poa):
    event = draft(town, "Gov Participation Event")
    second = frappe.copy_doc(event, ignore_no_copy=False)
    with acting(town.people["promoter"], town.day(*DAY)):
        second.insert()
    take(town, event, "promoter", "Submit")

    with acting(town.people["coordinator"], town.day(*DAY)):
        results = perform_many(
            "Gov Participation Event", [second.name, "EV-none", event.name], "Review"
        )

    assert [(row["name"], row["ok"]) for row in results] == [
        (second.name, False),
        ("EV-none", False),
        (event.name, True),
    ]
    assert all(row["message"] for row in results)
    states = [
        frappe.db.get_value("Gov Participation Event", name, "workflow_state")
        for name in (second.name, event.name)
    ]
    assert states == ["Draft", "Reviewed"]
    assert decisions_on("Gov Participation Event", second.name) == []


@pytest.mark.parametrize("kind", ["Gov Plan", "Gov Progress Report", "Gov Participation Event"])
@pytest.mark.parametrize("part", ["planner", "mayor"])
def test_superseding_keeps_the_old_version_and_gives_a_new_draft(town, kind, part):
    old = approved(town, kind)
    new = take(town, old, part, "Supersede", "Correction of published data", "A typing error.")

    old = frappe.get_doc(kind, old.name)
    assert (old.docstatus, old.workflow_state) == (2, "Superseded")
    assert (new.docstatus, new.workflow_state, new.amended_from) == (0, "Draft", old.name)
    assert new.round == 1
    last = decisions_on(kind, old.name)[-1]
    assert (last.act, last.reason) == ("Supersede", "A typing error.")
    assert decisions_on(kind, new.name) == []


def test_superseding_needs_a_reason_and_leaves_everything_without_one(town):
    event = approved(town, "Gov Participation Event")

    with pytest.raises(ReasonMissing):
        take(town, event, "mayor", "Supersede")
    with pytest.raises(NotYourAct):
        take(town, event, "promoter", "Supersede", "Other", "I changed my mind.")
    assert frappe.db.get_value("Gov Participation Event", event.name, "docstatus") == 1
    assert not frappe.db.exists("Gov Participation Event", {"amended_from": event.name})


def test_the_author_writes_the_new_version_and_it_goes_the_whole_path(town):
    old = approved(town, "Gov Participation Event")
    new = take(town, old, "mayor", "Supersede", "Inconsistent", "The hall was another.")
    with acting(town.people["promoter"], town.day(*DAY)):
        new = frappe.get_doc(new.doctype, new.name)
        assert can_write_now(new, available_acts(new))
        new.place = "The theatre"
        new.save()

    new = walk(town, new, ("promoter", "Submit"), ("coordinator", "Review"), ("mayor", "Approve"))
    assert (new.place, new.docstatus) == ("The theatre", 1)


def test_an_approved_agreement_is_reopened_by_its_unit_for_the_next_update(town):
    agreement = approved(town, "Gov Agreement")

    with pytest.raises(NotYourAct):
        take(town, agreement, "mayor", "Reopen")
    reopened = take(town, agreement, "director", "Reopen")
    assert (reopened.workflow_state, reopened.docstatus) == ("Draft", 0)
    again = walk(
        town,
        reopened,
        ("director", "Submit"),
        ("coordinator", "Review"),
        ("mayor", "Approve"),
    )
    assert again.workflow_state == "Approved"


def test_nobody_may_write_what_is_with_the_coordination(town, poa):
    take(town, poa, "director", "Submit")

    submitted = frappe.get_doc("Gov POA", poa.name)
    with clock.standing_at(town.day(*DAY)):
        assert not any(
            can_write_now(submitted, available_acts(submitted, user))
            for user in town.people.values()
        )


def test_an_author_may_write_a_draft_and_others_may_not(town, poa):
    with clock.standing_at(town.day(*DAY)):
        writers = {
            part
            for part, user in town.people.items()
            if can_write_now(poa, available_acts(poa, user))
        }

    assert writers == {"director", "planner"}


def test_the_doors_take_one_act_and_many(town, poa):
    with acting(town.people["director"], town.day(*DAY)):
        answer = act_door("Gov POA", poa.name, "Submit", modified=str(poa.modified))
    assert (answer["name"], answer["state"]) == (poa.name, "Submitted")

    with acting(town.people["coordinator"], town.day(*DAY)):
        results = many_door("Gov POA", frappe.as_json([poa.name]), "Review")
    assert [(row["name"], row["ok"]) for row in results] == [(poa.name, True)]


def test_the_doors_open_no_other_record(town):
    with pytest.raises(WrongState):
        act_door("User", "Administrator", "Submit")
