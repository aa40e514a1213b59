"""No other way in: saving, submitting, cancelling and inserting meet the rules of the path."""

import frappe
import pytest
import town as towns
from frappe.model.workflow import apply_workflow
from records import AUTHOR, KINDS, WRITTEN, draft, node
from town import acting

from govplan.approval.decisions import decisions_on
from govplan.approval.service import perform
from govplan.errors import (
    ContentLocked,
    LogIsClosed,
    NotYourAct,
    ReasonMissing,
    Refused,
    SeparationOfDuties,
    WrongState,
)

pytestmark = pytest.mark.usefixtures("site")

DAY = (2, 3)
STEPS = {"Submitted": 1, "Reviewed": 2, "Approved": 3}
SUBMITTABLE = [kind for kind in KINDS if kind != "Gov Agreement"]


@pytest.fixture
def town():
    return towns.build()


def brought_to(town, kind, state):
    doc = draft(town, kind)
    path = [(AUTHOR[kind], "Submit"), ("coordinator", "Review"), ("mayor", "Approve")]
    for part, act in path[: STEPS.get(state, 0)]:
        with by(town, part):
            doc = perform(kind, doc.name, act)
    return doc


def by(town, part):
    user = part if part == "Administrator" else town.people[part]
    return acting(user, town.day(*DAY))


def loaded(doc):
    return frappe.get_doc(doc.doctype, doc.name)


def refused_without_trace(town, part, doc, change, kind_of_refusal=Refused):
    """The change is refused and neither state, content nor log of the stored record moves."""
    before, decisions = loaded(doc).as_json(), len(decisions_on(doc.doctype, doc.name))
    with by(town, part):
        frappe.db.savepoint("before_it")
        with pytest.raises(kind_of_refusal) as refusal:
            change(loaded(doc))
        frappe.db.rollback(save_point="before_it")
    assert loaded(doc).as_json() == before
    assert len(decisions_on(doc.doctype, doc.name)) == decisions
    return refusal.value


def to_state(state, verb="save"):
    def change(doc):
        doc.workflow_state = state
        getattr(doc, verb)()

    return change


def writing(doc):
    doc.set(WRITTEN[doc.doctype], "Written over")
    doc.save()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", ["Reviewed", "Approved", "Returned", "Superseded"])
def test_a_plain_save_jumps_over_no_step(town, kind, state):
    doc = brought_to(town, kind, "Draft")

    refusal = refused_without_trace(town, AUTHOR[kind], doc, to_state(state), WrongState)
    assert doc.name in str(refusal) or doc.title in str(refusal)


@pytest.mark.parametrize("kind", KINDS)
def test_values_named_like_the_rules_do_not_switch_them_off(town, kind):
    rules = ("validate", "on_update", "before_submit", "content_for_hash", "author_units")
    doc = brought_to(town, kind, "Draft")

    def change(doc):
        doc.update({**dict.fromkeys(rules), "workflow_state": "Reviewed"})
        doc.save()

    # Frappe calls the value and fails; the engine does not take it.
    refused_without_trace(town, AUTHOR[kind], doc, change, (Refused, TypeError))


@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_save_along_the_path_is_the_act_with_all_its_rules(town, kind):
    doc = brought_to(town, kind, "Draft")
    refused_without_trace(town, "mayor", doc, to_state("Submitted"), NotYourAct)

    with by(town, AUTHOR[kind]):
        to_state("Submitted")(loaded(doc))
    assert [row.act for row in decisions_on(kind, doc.name)] == ["Submit"]


@pytest.mark.parametrize("kind", SUBMITTABLE)
def test_approved_is_never_stored_without_being_submitted(town, kind):
    doc = brought_to(town, kind, "Reviewed")

    refused_without_trace(town, "mayor", doc, to_state("Approved"), WrongState)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", ["Draft", "Submitted"])
@pytest.mark.parametrize("said", [None, "Approved"])
def test_submitting_from_an_earlier_state_is_refused(town, kind, state, said):
    doc = brought_to(town, kind, state)

    def change(doc):
        doc.workflow_state = said or doc.workflow_state
        doc.submit()

    # Nobody has the right to submit an agreement.
    refused_without_trace(town, "mayor", doc, change, (WrongState, frappe.PermissionError))


@pytest.mark.parametrize("kind", SUBMITTABLE)
def test_a_plain_submit_of_a_reviewed_record_is_an_approval(town, kind):
    doc = brought_to(town, kind, "Reviewed")
    refused_without_trace(
        town, "planner", doc, lambda doc: doc.submit(), (NotYourAct, SeparationOfDuties)
    )

    with by(town, "mayor"):
        loaded(doc).submit()
    approved = loaded(doc)
    assert (approved.docstatus, approved.workflow_state) == (1, "Approved")
    assert decisions_on(kind, doc.name)[-1].act == "Approve"


def test_an_agreement_is_never_submitted_in_frappes_sense(town):
    doc = brought_to(town, "Gov Agreement", "Reviewed")

    refused_without_trace(town, "Administrator", doc, lambda doc: doc.submit(), WrongState)


@pytest.mark.parametrize("kind", ["Gov Plan", "Gov Progress Report", "Gov Participation Event"])
def test_a_plain_cancel_is_superseding_with_all_its_rules(town, kind):
    doc = brought_to(town, kind, "Approved")
    refused_without_trace(town, "mayor", doc, lambda doc: doc.cancel(), ReasonMissing)

    with by(town, "planner"):
        doc = loaded(doc)
        doc.decision_reason_code, doc.decision_reason = "Other", "Two units were merged."
        doc.cancel()
    old = loaded(doc)
    assert (old.docstatus, old.workflow_state) == (2, "Superseded")
    assert frappe.db.exists(kind, {"amended_from": doc.name, "docstatus": 0})


def test_a_poa_is_not_cancelled_but_reformed(town):
    doc = brought_to(town, "Gov POA", "Approved")

    def change(doc):
        doc.decision_reason_code, doc.decision_reason = "Reform", "The budget was cut."
        doc.cancel()

    refused_without_trace(town, "planner", doc, change, WrongState)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", ["Submitted", "Approved"])
def test_a_record_begins_as_a_draft(town, kind, state):
    doc = draft(town, kind)
    with by(town, AUTHOR[kind]):
        copy = frappe.copy_doc(doc, ignore_no_copy=False)
        copy.update({"workflow_state": state, "docstatus": 0})
        # Another key, so that nothing but the state stands in the way.
        copy.update({"code": f"{town.code('X')}", "period": doc.get("period"), "version": 9})
        with pytest.raises((WrongState, frappe.PermissionError)):
            copy.insert()


@pytest.mark.parametrize("kind", ["Gov POA", "Gov Plan"])
def test_nothing_is_born_approved(town, kind):
    doc = draft(town, kind)
    copy = frappe.copy_doc(doc, ignore_no_copy=False)
    copy.update({"docstatus": 1, "version": 9, "code": town.code("X")})

    with by(town, "planner"), pytest.raises(WrongState):
        copy.insert()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", ["Submitted", "Reviewed", "Approved"])
@pytest.mark.parametrize("part", ["author", "coordinator", "Administrator"])
def test_content_does_not_change_outside_draft_and_returned(town, kind, state, part):
    doc = brought_to(town, kind, state)
    part = AUTHOR[kind] if part == "author" else part

    # On a submitted record Frappe itself may be the one to refuse.
    refused_without_trace(
        town,
        part,
        doc,
        writing,
        (ContentLocked, frappe.UpdateAfterSubmitError, frappe.PermissionError),
    )


@pytest.mark.parametrize(
    ("state", "part", "next_state"),
    [
        ("Submitted", "coordinator", "Reviewed"),
        ("Submitted", "author", "Draft"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_content_does_not_change_along_with_an_act(town, kind, state, part, next_state):
    doc = brought_to(town, kind, state)

    def change(doc):
        doc.workflow_state = next_state
        writing(doc)

    refused_without_trace(
        town, AUTHOR[kind] if part == "author" else part, doc, change, ContentLocked
    )


@pytest.mark.parametrize("kind", SUBMITTABLE)
def test_content_does_not_change_while_it_is_approved(town, kind):
    doc = brought_to(town, kind, "Reviewed")

    def change(doc):
        doc.set(WRITTEN[kind], "Written over")
        doc.submit()

    refused_without_trace(town, "mayor", doc, change, ContentLocked)


@pytest.mark.parametrize("kind", ["Gov Plan", "Gov Progress Report", "Gov Participation Event"])
def test_content_does_not_change_while_it_is_superseded(town, kind):
    doc = brought_to(town, kind, "Approved")

    def change(doc):
        doc.decision_reason_code, doc.decision_reason = "Other", "The reason."
        doc.set(WRITTEN[kind], "Written over")
        doc.cancel()

    refused_without_trace(town, "mayor", doc, change, ContentLocked)


def test_a_line_taken_away_or_added_is_a_change_of_content(town):
    doc = brought_to(town, "Gov POA", "Submitted")

    refused_without_trace(
        town, "director", doc, lambda doc: doc.set("rows", []) or doc.save(), ContentLocked
    )

    def doubled(doc):
        doc.append("rows", {"indicator": doc.rows[0].indicator, "territory": town.territory})
        doc.save()

    refused_without_trace(town, "director", doc, doubled, ContentLocked)


@pytest.mark.parametrize("state", ["Draft", "Submitted"])
@pytest.mark.parametrize("part", ["director", "Administrator"])
def test_a_line_is_not_saved_or_deleted_apart_from_its_record(town, state, part):
    doc = brought_to(town, "Gov POA", state)
    line = doc.rows[0].name

    with by(town, part), pytest.raises((ContentLocked, frappe.PermissionError)):
        frappe.get_doc("Gov POA Row", line).update({"annual_target": "1"}).save()
    with by(town, part), pytest.raises((ContentLocked, frappe.PermissionError)):
        frappe.get_doc("Gov POA Row", line).delete()
    assert frappe.db.get_value("Gov POA Row", line, "annual_target") == "120"


@pytest.mark.parametrize("verb", ["save", "cancel"])
def test_a_line_of_an_approved_record_moves_to_no_other(town, verb):
    doc = brought_to(town, "Gov POA", "Approved")
    row = frappe.get_doc("Gov POA Row", doc.rows[0].name)
    row.parent = town.poas["health"]
    with by(town, "planner"), pytest.raises((ContentLocked, frappe.PermissionError)):
        getattr(row, verb)()
    assert frappe.db.get_value("Gov POA Row", row.name, "parent") == doc.name


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_is_written_by_its_authors_only(town, kind):
    doc = brought_to(town, kind, "Draft")

    for part in ("coordinator", "mayor", "Administrator"):
        refused_without_trace(town, part, doc, writing, NotYourAct)
    with by(town, AUTHOR[kind]):
        writing(loaded(doc))
    assert loaded(doc).get(WRITTEN[kind]) == "Written over"


def test_the_stored_unit_decides_who_writes(town):
    doc = brought_to(town, "Gov Participation Event", "Draft")

    def change(doc):
        doc.unit = town.health
        doc.save()

    refused_without_trace(town, "neighbour", doc, change, NotYourAct)
    refused_without_trace(town, "director", doc, change, (NotYourAct, frappe.PermissionError))


@pytest.mark.parametrize("kind", KINDS)
def test_the_administrator_holds_no_post_and_takes_no_act(town, kind):
    doc = brought_to(town, kind, "Submitted")

    refused_without_trace(town, "Administrator", doc, to_state("Reviewed"), NotYourAct)


def test_the_round_is_counted_by_the_path_alone(town):
    doc = brought_to(town, "Gov POA", "Draft")
    with by(town, "director"):
        doc = loaded(doc)
        doc.round = 7
        doc.save()

    assert loaded(doc).round == 1


def test_an_approved_record_moves_only_by_its_acts(town):
    doc = brought_to(town, "Gov Participation Event", "Approved")

    for state in ("Draft", "Returned", "Superseded"):
        refused_without_trace(town, "mayor", doc, to_state(state), WrongState)


def test_switching_validation_off_opens_no_way_round(town):
    doc = brought_to(town, "Gov POA", "Submitted")

    def change(doc):
        doc.flags.ignore_validate = True
        doc.submit()

    refused_without_trace(town, "mayor", doc, change, WrongState)


@pytest.mark.parametrize("kind", KINDS)
def test_frappes_own_buttons_take_the_acts_with_the_reason_saved_before(town, kind):
    doc = draft(town, kind)
    with by(town, AUTHOR[kind]):
        apply_workflow(loaded(doc), "Submit")
    refused_without_trace(
        town, "coordinator", doc, lambda doc: apply_workflow(doc, "Return"), ReasonMissing
    )
    with by(town, "coordinator"):
        seen = loaded(doc)
        seen.decision_reason_code, seen.decision_reason = "Inconsistent", "Totals differ."
        seen.save()
        apply_workflow(loaded(doc), "Return")
    with by(town, AUTHOR[kind]):
        apply_workflow(loaded(doc), "Submit")
    with by(town, "coordinator"):
        apply_workflow(loaded(doc), "Review")
    with by(town, "mayor"):
        apply_workflow(loaded(doc), "Approve")

    told = [(row.act, row.round, row.reason or "") for row in decisions_on(kind, doc.name)]
    assert told == [
        ("Submit", 1, ""),
        ("Return", 1, "Totals differ."),
        ("Submit", 2, ""),
        ("Review", 2, ""),
        ("Approve", 2, ""),
    ]
    assert loaded(doc).docstatus == (0 if kind == "Gov Agreement" else 1)


def test_frappes_own_button_supersedes_with_the_reason_saved_before(town):
    doc = brought_to(town, "Gov Participation Event", "Approved")
    with by(town, "mayor"):
        seen = loaded(doc)
        seen.decision_reason_code, seen.decision_reason = "Other", "Held twice."
        seen.save()
        apply_workflow(loaded(doc), "Supersede")

    assert loaded(doc).workflow_state == "Superseded"
    assert decisions_on(doc.doctype, doc.name)[-1].reason == "Held twice."


def test_a_next_version_is_not_made_by_hand(town):
    old = brought_to(town, "Gov Participation Event", "Approved")
    with by(town, "mayor"):
        perform(old.doctype, old.name, "Supersede", "Other", "Another hall.")
    copy = frappe.copy_doc(loaded(old), ignore_no_copy=False)
    copy.update({"docstatus": 0, "amended_from": old.name})

    with by(town, "planner"), pytest.raises(Refused):
        copy.insert()


def test_what_was_decided_on_is_not_deleted(town):
    doc = brought_to(town, "Gov POA", "Draft")
    with by(town, "director"):
        perform("Gov POA", doc.name, "Submit")
    refused_without_trace(town, "planner", doc, lambda doc: doc.delete(), Refused)
    with by(town, "director"):
        perform("Gov POA", doc.name, "Withdraw")

    refused_without_trace(town, "planner", doc, lambda doc: doc.delete(), LogIsClosed)


def test_a_draft_nobody_decided_on_may_be_deleted(town):
    doc = brought_to(town, "Gov POA", "Draft")
    with by(town, "planner"):
        loaded(doc).delete()

    assert not frappe.db.exists("Gov POA", doc.name)


def test_elements_of_a_plan_change_only_while_the_plan_may(town):
    doc = brought_to(town, "Gov Plan", "Submitted")
    name = frappe.get_all("Gov Plan Node", {"plan": doc.name}, pluck="name", order_by="lft desc")[0]

    with by(town, "planner"), pytest.raises(ContentLocked):
        element = frappe.get_doc("Gov Plan Node", name)
        element.title = "Another promise"
        element.save()
    with by(town, "planner"), pytest.raises(ContentLocked):
        node(doc.name, "2", "Axis")
    with by(town, "planner"), pytest.raises(ContentLocked):
        frappe.get_doc("Gov Plan Node", name).delete()
