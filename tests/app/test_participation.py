"""Events and agreements: counted, tied to each other, and public once approved."""

import frappe
import pytest
import town as towns
from town import PDF, acting, approve

from govplan.errors import BadEvidence, BadRecord, ContentLocked, Refused, WrongState
from govplan.participation import agreements, events

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def event_type(town):
    steps = [{"step": "Call"}, {"step": "Minutes"}, {"step": "Recording", "required": 0}]
    given = {"type_name": f"Assembly {town.tag}", "steps": steps}
    return frappe.get_doc({"doctype": "Gov Event Type", **given}).insert().name


@pytest.fixture
def values(town, event_type):
    """An assembly of 20 March, as a form sends it."""
    return {
        "title": "  Assembly of the north  ",
        "event_type": event_type,
        "unit": town.works,
        "starts_at": f"{town.year}-03-20T18:00",
        "ends_at": f"{town.year}-03-20T20:00",
        "mode": "In person",
        "place": "School yard",
        "territory": town.territory,
        "attendance_total": "40",
        "attendance": [
            {"grouping": "Gender", "group_name": "Women", "attendees": "22"},
            {"grouping": "Gender", "group_name": "Men", "attendees": "15"},
            {"grouping": "", "group_name": "", "attendees": ""},
        ],
        "demands": [{"demand": "Pave the north road"}, {"demand": "A bridge"}],
    }


@pytest.fixture
def promoter(town):
    with acting(town.people["promoter"], town.day(3, 25)):
        yield


def faults_of(refusal) -> set:
    return {(fault.row_key, fault.field) for fault in refusal.value.faults}


def test_an_event_brings_the_steps_its_type_asks_for(values, promoter):
    event = events.save_event(None, values)
    steps = [(row.step, row.required, row.state) for row in event.steps]
    assert steps == [("Call", 1, "Missing"), ("Minutes", 1, "Missing"), ("Recording", 0, "Missing")]
    assert (event.title, len(event.attendance)) == ("Assembly of the north", 2)
    assert event.workflow_state == "Draft"


def test_a_step_keeps_its_state_when_the_event_is_written_again(values, promoter):
    event = events.save_event(None, values)
    steps = [{"name": row.name, "step": row.step, "state": row.state} for row in event.steps]
    steps[0] |= {"state": "Done", "step_date": str(event.starts_at)[:10], "note": "By radio"}
    again = events.save_event(event.name, {"steps": steps}, event.modified)
    assert [row.name for row in again.steps] == [row.name for row in event.steps]
    assert (again.steps[0].state, again.steps[0].note) == ("Done", "By radio")
    assert len(again.demands) == 2


def test_groups_may_be_fewer_than_came_and_never_more(values, promoter):
    values["attendance"].append({"grouping": "People", "group_name": "Kichwa", "attendees": "41"})
    with pytest.raises(BadRecord, match="41") as refusal:
        events.save_event(None, values)
    assert faults_of(refusal) == {("", "attendance_total")}


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"ends_at": "2000-01-01T10:00"}, ("", "ends_at")),
        ({"starts_at": "tomorrow"}, ("", "starts_at")),
        ({"starts_at": "9999-03-20 18:00", "ends_at": ""}, ("", "attendance_total")),
        ({"latitude": "91"}, ("", "latitude")),
        ({"longitude": "west"}, ("", "longitude")),
        ({"attendance_total": "forty"}, ("", "attendance_total")),
        ({"territory": ""}, ("", "territory")),
        ({"demands": [{"topic": "Roads"}]}, ("demands.1", "demand")),
        (
            {"steps": [{"step": "Act", "state": "Done", "step_date": "9999-01-01"}]},
            ("steps.1", "step_date"),
        ),
        ({"steps": [{"step": "Act"}, {"step": " act "}]}, ("steps.2", "step")),
        ({"workflow_state": "Approved"}, ("", "workflow_state")),
    ],
)
def test_what_cannot_be_true_of_an_event_is_told(values, promoter, changed, where):
    with pytest.raises(Refused) as refusal:
        events.save_event(None, {**values, **changed})
    assert where in faults_of(refusal)


def test_a_refused_form_leaves_the_event_as_it_was(values, promoter):
    event = events.save_event(None, values)
    with pytest.raises(Refused):
        events.save_event(event.name, {"title": "New", "latitude": "x"}, event.modified)
    assert frappe.get_doc(event.doctype, event.name).title == "Assembly of the north"


def test_the_second_of_two_people_is_told(values, promoter):
    event = events.save_event(None, values)
    events.save_event(event.name, {"summary": "First"}, event.modified)
    with pytest.raises(frappe.TimestampMismatchError):
        events.save_event(event.name, {"summary": "Second"}, event.modified)
    assert frappe.get_doc(event.doctype, event.name).summary == "First"


def test_an_event_in_a_place_says_where_before_it_is_submitted(town, values, promoter):
    event = events.save_event(None, {**values, "place": ""})
    with pytest.raises(Refused) as refusal:
        towns.perform(event.doctype, event.name, "Submit")
    assert faults_of(refusal) == {("", "place")}
    virtual = events.save_event(event.name, {"mode": "Virtual"})
    assert towns.perform(virtual.doctype, virtual.name, "Submit").workflow_state == "Submitted"


def test_documents_of_an_event_are_looked_into(values, promoter):
    event = events.save_event(None, values)
    with pytest.raises(BadEvidence):
        events.attach_minutes(event.name, "acta.pdf", b"not a PDF")
    event = events.attach_minutes(event.name, "acta.pdf", PDF)
    event = events.attach_step(event.name, event.steps[0].name, "call.pdf", PDF + b"call")
    assert event.minutes_file.startswith("/private/files/")
    assert event.steps[0].document.startswith("/private/files/")


def test_a_demand_becomes_one_agreement(town, values, promoter):
    event = events.save_event(None, values)
    row = event.demands[0]
    agreement = events.agree(event.name, row.name, f"{town.year}-06-30")
    again = events.agree(event.name, row.name, f"{town.year}-07-30")
    assert again.name == agreement.name
    assert (agreement.event, agreement.unit) == (event.name, town.works)
    assert (agreement.title, agreement.demand) == ("Pave the north road", "Pave the north road")
    stored = frappe.get_doc(event.doctype, event.name)
    assert [(one.became_agreement, one.agreement) for one in stored.demands] == [
        (1, agreement.name),
        (0, None),
    ]


def test_a_demand_that_became_an_agreement_stays(town, values, promoter):
    event = events.save_event(None, values)
    events.agree(event.name, event.demands[0].name, f"{town.year}-06-30")
    with pytest.raises(Refused):
        events.save_event(event.name, {"demands": [{"demand": "A bridge"}]})


def test_an_approved_event_is_published_and_still_gives_agreements(town, values):
    with acting(town.people["promoter"], town.day(3, 25)):
        event = events.save_event(None, values)
    with acting("Administrator", town.day(3, 26)):
        approve(town, event, author="promoter")
    edition = frappe.get_doc("Gov Edition", {"subject_name": event.name})
    assert (edition.docstatus, edition.number) == (1, 1)
    with acting(town.people["promoter"], town.day(3, 27)):
        agreement = events.agree(event.name, event.demands[0].name, f"{town.year}-06-30")
        with pytest.raises(ContentLocked):
            events.save_event(event.name, {"title": "Another"})
    approved = frappe.get_doc(event.doctype, event.name)
    assert approved.demands[0].agreement == agreement.name
    decision = frappe.get_last_doc("Gov Decision", {"reference_name": event.name, "act": "Approve"})
    assert decision.content_hash


@pytest.fixture
def agreement(town, values):
    with acting(town.people["promoter"], town.day(3, 25)):
        event = events.save_event(None, values)
        return events.agree(event.name, event.demands[0].name, f"{town.year}-06-30").name


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"percent": "101"}, ("", "percent")),
        ({"percent": "-1"}, ("", "percent")),
        ({"due_date": "2000-01-01"}, ("", "due_date")),
        ({"due_date": "30/06/2026"}, ("", "due_date")),
        ({"due_date": ""}, ("", "due_date")),
    ],
)
def test_what_cannot_be_true_of_an_agreement_is_told(agreement, promoter, changed, where):
    with pytest.raises(Refused) as refusal:
        agreements.save_agreement(agreement, changed)
    assert where in faults_of(refusal)


def test_an_update_is_signed_and_moves_the_agreement(town, agreement, promoter):
    update = {"update_text": "Works began", "percent": "30", "evidence_url": ""}
    doc = agreements.add_update(agreement, update, evidence=("foto.pdf", PDF))
    row = doc.updates[0]
    assert (doc.percent, doc.status) == (30, "In progress")
    assert (row.author, str(row.update_date)) == (town.people["promoter"], town.day(3, 25)[:10])
    assert row.evidence_file.startswith("/private/files/")


def test_an_update_keeps_its_author(town, agreement, promoter):
    doc = agreements.add_update(agreement, {"update_text": "Works began"})
    with acting(town.people["director"], town.day(3, 26)):
        doc = agreements.add_update(doc.name, {"update_text": "Half done", "percent": "50"})
        doc.updates[0].author = town.people["director"]
        doc.save()
    authors = [row.author for row in frappe.get_doc(doc.doctype, doc.name).updates]
    assert authors == [town.people["promoter"], town.people["director"]]


def test_an_update_of_a_day_to_come_is_refused(town, agreement, promoter):
    update = {"update_text": "Will be done", "update_date": town.day(5, 1)[:10]}
    with pytest.raises(Refused) as refusal:
        agreements.add_update(agreement, update)
    assert faults_of(refusal) == {("updates.1", "update_date")}


def test_done_is_done_whole(agreement, promoter):
    assert agreements.save_agreement(agreement, {"status": "Done"}).percent == 100


def test_what_cannot_be_done_is_answered_before_it_is_submitted(agreement, promoter):
    doc = agreements.save_agreement(agreement, {"status": "Not feasible"})
    with pytest.raises(Refused) as refusal:
        towns.perform(doc.doctype, doc.name, "Submit")
    assert faults_of(refusal) == {("", "public_answer")}
    agreements.save_agreement(agreement, {"public_answer": "The ground does not hold it"})
    assert towns.perform(doc.doctype, doc.name, "Submit").workflow_state == "Submitted"


def test_overdue_is_told_by_the_clock_and_never_stored(town, agreement):
    doc = frappe.get_doc("Gov Agreement", agreement)
    with acting("Administrator", town.day(6, 30)):
        assert not agreements.is_overdue(doc.due_date, doc.status)
    with acting("Administrator", town.day(7, 1)):
        assert agreements.is_overdue(doc.due_date, doc.status)
        assert not agreements.is_overdue(doc.due_date, "Done")
        assert not agreements.is_overdue(doc.due_date, "Not feasible")


def test_an_approved_agreement_is_reopened_for_its_next_update(town, agreement):
    doc = frappe.get_doc("Gov Agreement", agreement)
    with acting("Administrator", town.day(3, 26)):
        doc = approve(town, doc, author="promoter")
    assert (doc.workflow_state, int(doc.docstatus)) == ("Approved", 0)
    with acting(town.people["promoter"], town.day(4, 26)):
        with pytest.raises(ContentLocked):
            agreements.add_update(agreement, {"update_text": "Works began", "percent": "30"})
        towns.perform(doc.doctype, doc.name, "Reopen")
        agreements.add_update(agreement, {"update_text": "Works began", "percent": "30"})
    with acting("Administrator", town.day(4, 27)):
        approve(town, doc, author="promoter")
    numbers = frappe.get_all(
        "Gov Edition",
        filters={"subject_name": agreement},
        pluck="number",
        order_by="number asc",
    )
    assert numbers == [1, 2]


def test_a_unit_writes_no_event_for_another(town, values):
    with (
        acting(town.people["neighbour"], town.day(3, 25)),
        pytest.raises((frappe.PermissionError, Refused)),
    ):
        events.save_event(None, values)


def test_a_superseded_event_hands_its_agreements_to_the_next_version(town, values):
    with acting(town.people["promoter"], town.day(3, 25)):
        event = events.save_event(None, values)
        agreement = events.agree(event.name, event.demands[0].name, f"{town.year}-06-30")
    with acting("Administrator", town.day(3, 26)):
        approve(town, event, author="promoter")
    with acting(town.people["planner"], town.day(3, 27)):
        new = towns.perform(event.doctype, event.name, "Supersede", "Wrong value", "42 came")
    assert new.amended_from == event.name
    assert new.demands[0].agreement == agreement.name
    with pytest.raises(WrongState):
        towns.perform(event.doctype, event.name, "Supersede", "Wrong value", "Again")


def test_an_agreement_takes_the_demand_of_no_other_agreement_or_event(town, values, promoter):
    event = events.save_event(None, values)
    other = events.save_event(None, {**values, "title": "Assembly of the south"})
    road, bridge = event.demands
    agreed = events.agree(event.name, road.name, f"{town.year}-06-30")
    claim = {"title": "Mine", "agreement_text": "Mine", "due_date": f"{town.year}-06-30"}
    for claimed in (
        {"event": event.name, "demand_row": road.name},
        {"event": other.name, "demand_row": bridge.name},
        {"demand_row": bridge.name},
    ):
        doc = frappe.get_doc({"doctype": "Gov Agreement", "unit": town.works, **claim, **claimed})
        with pytest.raises(Refused):
            doc.insert()
    held = frappe.get_all("Gov Event Demand", {"parent": event.name}, pluck="agreement")
    assert [name for name in held if name] == [agreed.name]


def test_a_director_takes_no_demand_of_an_event_of_another_unit(town, values, promoter):
    event = events.save_event(None, values)
    road, bridge = event.demands
    frappe.db.set_value("Gov Event Demand", road.name, "unit", town.health)
    with acting(town.people["neighbour"], town.day(3, 26)):
        claim = {"title": "Mine", "agreement_text": "Mine", "due_date": f"{town.year}-06-30"}
        made = {"doctype": "Gov Agreement", "unit": town.health, "event": event.name, **claim}
        with pytest.raises(Refused) as refusal:
            frappe.get_doc({**made, "demand_row": bridge.name}).insert()
        assert faults_of(refusal) == {("", "demand_row")}
        # The demand that was put to the director's own unit is theirs to answer.
        assert frappe.get_doc({**made, "demand_row": road.name}).insert().name
