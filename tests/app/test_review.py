"""What is approved is what was reviewed, whatever wrote to the database in between."""

import frappe
import pytest
import town as towns
from records import AUTHOR, KINDS, draft
from town import acting, line

from govplan.approval.decisions import decisions_on
from govplan.approval.service import perform, perform_many
from govplan.errors import ChangedSinceReview

pytestmark = pytest.mark.usefixtures("site")

REPORT = "Gov Progress Report"
# A field of each record that a script, a console or a patch could write past every rule.
FIELD = {
    "Gov Plan": "plan_name",
    "Gov POA": "reform_act",
    REPORT: "narrative",
    "Gov Participation Event": "place",
    "Gov Agreement": "agreement_text",
    "Gov Annual Report": "introduction",
}


@pytest.fixture
def town():
    return towns.build()


def take(town, doc, part, act):
    with acting(town.people[part], town.day(2, 3)):
        return perform(doc.doctype, doc.name, act)


def reviewed(town, kind=REPORT):
    doc = take(town, draft(town, kind), AUTHOR[kind], "Submit")
    return take(town, doc, "coordinator", "Review")


def acts_on(doc):
    return [row.act for row in decisions_on(doc.doctype, doc.name)]


@pytest.mark.parametrize("kind", KINDS)
def test_content_written_after_the_review_goes_back_to_it(town, kind):
    doc = reviewed(town, kind)
    frappe.db.set_value(kind, doc.name, FIELD[kind], "Written past the rules")
    doc = take(town, doc, "mayor", "Approve")

    assert (doc.workflow_state, doc.docstatus) == ("Submitted", 0)
    last = decisions_on(kind, doc.name)[-1]
    told = (last.act, last.from_state, last.to_state, last.person)
    assert told == ("Send back", "Reviewed", "Submitted", town.people["mayor"])
    assert "not what was reviewed" in last.reason


def test_what_was_sent_back_is_reviewed_again_and_approved(town):
    doc = reviewed(town)
    frappe.db.set_value(REPORT, doc.name, "narrative", "Another story")
    for part, act in (("mayor", "Approve"), ("coordinator", "Review"), ("mayor", "Approve")):
        doc = take(town, doc, part, act)
    assert doc.workflow_state == "Approved"
    assert acts_on(doc) == ["Submit", "Review", "Send back", "Review", "Approve"]


def test_a_line_written_past_its_record_counts_too(town):
    doc = reviewed(town)
    row = line(town, doc, "ROADS")
    frappe.db.set_value(row.doctype, row.name, "value", "99")
    assert take(town, doc, "mayor", "Approve").workflow_state == "Submitted"


def test_frappes_own_ways_to_approve_refuse_it(town):
    doc = reviewed(town)
    frappe.db.set_value(REPORT, doc.name, "narrative", "Another story")
    doc.reload()
    with acting(town.people["mayor"], town.day(2, 3)), pytest.raises(ChangedSinceReview):
        doc.submit()
    assert frappe.db.get_value(REPORT, doc.name, "workflow_state") == "Reviewed"


def test_of_many_the_one_that_changed_is_told_and_the_others_go_on(town):
    kind = "Gov Agreement"
    changed, sound = reviewed(town, kind), reviewed(town, kind)
    frappe.db.set_value(kind, changed.name, "agreement_text", "Something else")
    with acting(town.people["mayor"], town.day(2, 3)):
        told, other = perform_many(kind, [changed.name, sound.name], "Approve")
    assert (told["ok"], other["ok"]) == (False, True)
    assert "reviewed again" in told["message"]
    assert acts_on(changed)[-1] == "Send back"


def test_a_field_nobody_filled_changes_nothing_that_was_decided(town):
    doc = reviewed(town)
    assert "checked_note" not in doc.content_for_hash()["rows"][0]
    assert "narrative" in doc.content_for_hash()
