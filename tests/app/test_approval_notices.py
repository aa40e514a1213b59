"""Notices of acts and remarks: whoever is concerned finds one, for every kind of record."""

import frappe
import pytest
import town as towns
from records import AUTHOR, KINDS, draft
from town import acting, hold

from govplan.approval.notices import page_of, tell, tell_of_remark
from govplan.approval.remarks import remark
from govplan.approval.service import perform
from govplan.notifying import leave_notice
from govplan.staff.notices import own_notices

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def poa(town):
    doc = draft(town, "Gov POA")
    with acting(town.people["director"], town.day(1, 20)):
        perform(doc.doctype, doc.name, "Submit")
    return doc


def notices(town, part):
    """(subject, link) of what somebody was told, oldest first."""
    rows = frappe.get_all(
        "Notification Log",
        filters={"for_user": town.people[part]},
        fields=["subject", "link"],
        order_by="creation asc, name asc",
    )
    return [(row.subject, row.link) for row in rows]


def test_every_kind_of_record_that_is_decided_on_has_a_page():
    for kind in AUTHOR:
        assert page_of(kind, "a b").endswith("/a%20b")
    assert set(AUTHOR) == set(KINDS)


def test_who_acts_next_and_at_last_the_authors_find_a_notice(town, poa):
    steps = (
        ("Submit", "director", "coordinator", "Por revisar"),
        ("Review", "coordinator", "mayor", "Por aprobar"),
        ("Approve", "mayor", "director", "Aprobado"),
    )
    for act, actor, told, words in steps:
        with acting(town.people[actor], town.day(1, 21)):
            if act != "Submit":
                perform(poa.doctype, poa.name, act)
            tell(poa.doctype, poa.name, act)
        subject, link = notices(town, told)[-1]
        assert subject.startswith(f"{words}: ")
        assert link == page_of("Gov POA", poa.name)
    for part in ("neighbour", "officer", "auditor", "promoter"):
        assert notices(town, part) == []


def test_a_record_that_moved_on_is_told_of_to_nobody(town, poa):
    with acting(town.people["director"], town.day(1, 21)):
        perform(poa.doctype, poa.name, "Withdraw")
        assert tell(poa.doctype, poa.name, "Submit") == []


def test_a_remark_is_told_to_the_authors_and_its_answer_to_who_made_it(town, poa):
    with acting(town.people["coordinator"], town.day(1, 21)):
        made = remark(poa.doctype, poa.name, "¿De dónde sale la meta?")
        told = tell_of_remark(made.name)
    assert town.people["director"] in told
    assert town.people["neighbour"] not in told
    with acting(town.people["director"], town.day(1, 22)):
        made.reload()
        made.answer("Del plan de desarrollo")
        assert tell_of_remark(made.name) == [town.people["coordinator"]]
    assert notices(town, "coordinator")[-1][0].startswith("Respuesta a su observación")
    with acting(town.people["coordinator"], town.day(1, 22)):
        made.reload()
        made.reopen("Falta la página")
        assert town.people["director"] in tell_of_remark(made.name)


def test_the_answer_is_told_to_who_holds_the_post_of_a_reviewer_who_left(town, poa):
    with acting(town.people["coordinator"], town.day(1, 21)):
        made = remark("Gov POA", poa.name, "Why so few?")
    with acting(town.people["director"], town.day(1, 22)):
        made.answer("The road is shorter.")
    holding = frappe.get_doc("Gov Post Holding", {"user": town.people["coordinator"]})
    holding.to_date = town.day(1, 22)[:10]
    holding.save()
    since = f"{town.year}-01-23"
    hold(town, town.people["auditor"], "Coordinator", town.coordination, from_date=since)
    with acting("Administrator", town.day(1, 24)):
        assert tell_of_remark(made.name) == [town.people["auditor"]]


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("/gestion/poa/A", "/gestion/poa/A"),
        ("https://elsewhere.example", ""),
        ("//elsewhere.example", ""),
        ("/\\elsewhere.example", ""),
        ("/gestion\n/x", ""),
        (None, ""),
    ],
)
def test_a_notice_leads_to_this_site_only(town, poa, link, path):
    user = town.people["director"]
    leave_notice([user], "Aviso", link, poa)
    with acting(user, town.day(1, 21)):
        assert own_notices()[0].path == path


def test_a_notice_is_one_line_whatever_a_title_holds(town, poa):
    leave_notice([town.people["mayor"]], "Dos\nlíneas  juntas", "/gestion", poa)
    assert notices(town, "mayor") == [("Dos líneas juntas", "/gestion")]


def test_a_queue_that_is_full_is_not_in_the_way_of_the_act(town, poa, monkeypatch):
    def refuse(*_given, **_named):
        raise frappe.QueueOverloaded

    frappe.db.commit()
    monkeypatch.setattr(frappe, "enqueue", refuse)
    with acting(town.people["coordinator"], town.day(1, 21)):
        perform(poa.doctype, poa.name, "Review")
        frappe.db.commit()
    assert frappe.db.get_value(poa.doctype, poa.name, "workflow_state") == "Reviewed"
