"""Remarks: made by reviewers on a line, answered one by one, settled or reopened, never lost."""

import frappe
import pytest
import town as towns
from records import AUTHOR, KINDS, draft
from town import acting, line

from govplan.api import remarks as doors
from govplan.approval.remarks import remark, remarks_on
from govplan.approval.service import perform
from govplan.errors import (
    BadRecord,
    ContentLocked,
    LogIsClosed,
    NotYourAct,
    ValueMissing,
    WrongState,
)
from govplan.monitoring.reports import save_report

pytestmark = pytest.mark.usefixtures("site")

REPORT = "Gov Progress Report"


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def report(town):
    """Submitted by the director."""
    return take(town, draft(town, REPORT), "director", "Submit")


def take(town, doc, part, act, code="", reason=""):
    with acting(town.people[part], town.day(2, 3)):
        return perform(doc.doctype, doc.name, act, code, reason)


def say(town, part, doc, said, short="", field=""):
    key = line(town, doc, short).row_key if short else ""
    with acting(town.people[part], town.day(2, 3)):
        return remark(doc.doctype, doc.name, said, key, field)


def by(town, part, verb, *args):
    with acting(town.people[part], town.day(2, 4)):
        verb(*args)


def returned(town, doc):
    return take(town, doc, "coordinator", "Return", "Wrong value", "See the remarks")


@pytest.mark.parametrize("part", ["coordinator", "mayor"])
def test_a_reviewer_remarks_on_a_field_of_a_line(town, report, part):
    made = say(town, part, report, " Too low? ", "ROADS", "value")
    stored = frappe.get_doc("Gov Remark", made.name)
    assert (stored.about, stored.text, stored.state) == ("Paved roads · Value", "Too low?", "Open")
    assert (stored.author, stored.round, stored.unit) == (town.people[part], 1, town.works)
    assert stored.made_at


@pytest.mark.parametrize("part", ["director", "planner", "auditor", "officer", "neighbour"])
def test_nobody_else_remarks(town, report, part):
    with pytest.raises((NotYourAct, frappe.PermissionError)):
        say(town, part, report, "A word")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_record_takes_remarks_once_it_was_submitted(town, kind):
    doc = draft(town, kind)
    with pytest.raises(WrongState):
        say(town, "mayor", doc, "Too soon")
    doc = take(town, doc, AUTHOR[kind], "Submit")
    assert say(town, "mayor", doc, "A word").about == ""


@pytest.mark.parametrize(("place", "field"), [("nowhere", ""), ("", "nothing")])
def test_a_remark_names_something_that_is_there(town, report, place, field):
    with acting(town.people["mayor"], town.day(2, 3)), pytest.raises(BadRecord):
        remark(REPORT, report.name, "A word", place, field)


def test_sent_again_means_each_one_answered(town, report):
    first = say(town, "coordinator", report, "Where is the proof?", "ROADS")
    second = say(town, "coordinator", report, "A word")
    report = returned(town, report)
    with pytest.raises(ValueMissing) as refusal:
        take(town, report, "director", "Submit")
    faults = {(fault.row_key, fault.field) for fault in refusal.value.faults}
    assert faults == {(first.name, "answer"), (second.name, "answer")}

    by(town, "director", frappe.get_doc("Gov Remark", first.name).answer, "Attached now")
    with pytest.raises(ValueMissing):
        take(town, report, "director", "Submit")
    by(town, "director", frappe.get_doc("Gov Remark", second.name).answer, "Right")
    assert take(town, report, "director", "Submit").round == 2


def test_a_withdrawn_report_answers_too(town, report):
    say(town, "coordinator", report, "A word")
    report = take(town, report, "director", "Withdraw")
    with pytest.raises(ValueMissing):
        take(town, report, "director", "Submit")


def test_an_answer_is_settled_or_reopened_by_who_asked_and_every_word_stays(town, report):
    made = say(town, "coordinator", report, "Why?", "ROADS")
    by(town, "director", made.answer, "Rain")
    assert (made.state, made.resolved_by) == ("Answered", town.people["director"])
    by(town, "coordinator", made.reopen, "It did not rain")
    assert (made.state, made.resolved_by) == ("Open", None)
    by(town, "director", made.answer, "A strike")
    by(town, "coordinator", made.settle)

    stored = frappe.get_doc("Gov Remark", made.name)
    assert stored.state == "Resolved"
    assert [(one.kind, one.text) for one in stored.entries] == [
        ("Answer", "Rain"),
        ("Reopening", "It did not rain"),
        ("Answer", "A strike"),
        ("Agreement", ""),
    ]


@pytest.mark.parametrize(
    ("part", "verb", "said"),
    [
        ("coordinator", "answer", ["Mine"]),
        ("neighbour", "answer", ["Mine"]),
        ("auditor", "answer", ["Mine"]),
        ("director", "settle", []),
        ("director", "reopen", ["No"]),
    ],
)
def test_each_verb_belongs_to_its_people(town, report, part, verb, said):
    made = say(town, "coordinator", report, "Why?")
    if verb != "answer":
        by(town, "director", made.answer, "Rain")
    with pytest.raises((NotYourAct, frappe.PermissionError)):
        by(town, part, getattr(made, verb), *said)


def test_whoever_holds_the_authors_post_may_settle_it(town, report):
    made = say(town, "coordinator", report, "Why?")
    by(town, "director", made.answer, "Rain")
    with acting("Administrator", town.day(2, 3)):
        towns.person(town, "deputy", "Coordinator", town.coordination, capacity="Acting")
    by(town, "deputy", made.settle)
    assert made.state == "Resolved"


def test_the_order_of_the_verbs_is_kept_and_blank_says_nothing(town, report):
    made = say(town, "coordinator", report, "Why?")
    with pytest.raises(WrongState):
        by(town, "coordinator", made.settle)
    with pytest.raises(BadRecord):
        by(town, "director", made.answer, "  ")
    by(town, "director", made.answer, "Rain")
    with pytest.raises(WrongState):
        by(town, "director", made.answer, "Again")


def test_nobody_rewrites_or_deletes_a_remark(town, report):
    made = say(town, "coordinator", report, "Why?")
    by(town, "director", made.answer, "Rain")
    for field, value in (("text", "Nothing"), ("state", "Resolved"), ("entries", [])):
        doc = frappe.get_doc("Gov Remark", made.name)
        doc.set(field, value)
        with acting("Administrator"), pytest.raises((LogIsClosed, frappe.ValidationError)):
            doc.save()
    doc = frappe.get_doc("Gov Remark", made.name)
    with pytest.raises(ContentLocked):
        doc.entries[0].save()
    with pytest.raises(LogIsClosed):
        frappe.delete_doc("Gov Remark", made.name)


def test_a_remark_stays_with_its_line_through_rounds_and_versions(town, report):
    made = say(town, "coordinator", report, "Why?", "ROADS")
    report = returned(town, report)
    by(town, "director", made.answer, "Rain")
    for part, act in (("director", "Submit"), ("coordinator", "Review"), ("mayor", "Approve")):
        report = take(town, report, part, act)
    new = take(town, report, "planner", "Supersede", "Wrong value", "Counted again")
    with acting(town.people["director"], town.day(2, 5)):
        (found,) = remarks_on(new)
        assert [entry.text for entry in found.entries] == ["Rain"]
        assert found.row_key == line(town, new, "ROADS").row_key
        by(town, "coordinator", made.reopen, "Still not")
        save_report(new.name, {}, "Counted again")
    with pytest.raises(ValueMissing):
        take(town, new, "director", "Submit")


@pytest.mark.parametrize(
    ("part", "sees"),
    [
        ("director", True),
        ("coordinator", True),
        ("mayor", True),
        ("planner", True),
        ("auditor", True),
        ("neighbour", False),
        ("promoter", False),
        ("officer", False),
    ],
)
def test_remarks_are_seen_with_their_record(town, report, part, sees):
    made = say(town, "coordinator", report, "Why?")
    with acting(town.people[part], town.day(2, 3)):
        assert bool(remarks_on(report)) is sees
        can_list = frappe.has_permission("Gov Remark", "read")
        found = frappe.get_list("Gov Remark", {"name": made.name}) if can_list else []
        assert bool(found) is sees
        assert frappe.has_permission("Gov Remark", "read", doc=made) is sees


def test_the_doors_make_answer_reopen_and_settle(town, report):
    with acting(town.people["coordinator"], town.day(2, 3)):
        made = doors.make(REPORT, report.name, "Why?")
    with acting(town.people["director"], town.day(2, 3)):
        assert doors.answer(made["name"], "Rain")["state"] == "Answered"
    with acting(town.people["coordinator"], town.day(2, 3)):
        assert doors.reopen(made["name"], "No")["state"] == "Open"
    with acting(town.people["director"], town.day(2, 3)):
        doors.answer(made["name"], "A strike")
    with acting(town.people["coordinator"], town.day(2, 3)):
        assert doors.settle(made["name"])["state"] == "Resolved"
