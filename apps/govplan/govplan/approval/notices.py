"""Notices about records that are decided on: who is told of which act, and of which remark."""

from typing import Any
from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import cstr

from govplan import clock
from govplan.approval.acts import APPROVE, AUTHORS, RETURN, REVIEW, SUBMIT, Act, act_named
from govplan.approval.decisions import decisions_on
from govplan.approval.guard import standing, state_of
from govplan.notifying import after_commit, leave_notice
from govplan.organisation.holders import holders_on
from govplan.transparency.language import speaking, town_language

# After which act who is told: those who may take the next one; at the end, those who wrote it.
NEXT = {
    SUBMIT.label: REVIEW.label,
    REVIEW.label: APPROVE.label,
    RETURN.label: SUBMIT.label,
    APPROVE.label: SUBMIT.label,
}
_PAGES = {
    "Gov Plan": "planes",
    "Gov POA": "poa",
    "Gov Progress Report": "reportes",
    "Gov Participation Event": "eventos",
    "Gov Agreement": "acuerdos",
    "Gov Annual Report": "informes",
}


def tell_after(doc: Any, act: Act) -> None:
    """Once the act is kept, leave a notice with those it concerns, if it hands the record over."""
    if act.label in NEXT:
        arguments = {"doctype": doc.doctype, "name": doc.name, "act": act.label}
        after_commit("govplan.approval.notices.tell", **arguments)


def tell_after_remark(remark: Any) -> None:
    """Once it is kept, tell the authors of the record, or who made the remark, of what was said."""
    after_commit("govplan.approval.notices.tell_of_remark", name=remark.name)


def tell(doctype: str, name: str, act: str) -> list[str]:
    """Leave a notice of an act; the users told. Nobody when the record has moved on."""
    doc = frappe.get_doc(doctype, name)
    if not still_holds(doc, act):
        return []
    people = concerned(doc, act)
    decided_by = decisions_on(doctype, name)[-1].person
    with speaking(town_language()):
        subject = _words(act).format(cstr(doc.get_title()))
        leave_notice(people, subject, page_of(doctype, name), doc, decided_by)
    return people


def tell_of_remark(name: str) -> list[str]:
    """Leave a notice of what was said last in a remark; the users told."""
    remark = frappe.get_doc("Gov Remark", name)
    doc = frappe.get_doc(remark.reference_doctype, remark.reference_name)
    last = remark.entries[-1] if remark.entries else None
    answered = last is not None and last.kind == "Answer"
    speaker = last.person if last else remark.author
    people = _askers(remark) if answered else _authors(doc)
    with speaking(town_language()):
        words = _("Answer to your remark: {0}") if answered else _("Remark on {0}")
        link = page_of(doc.doctype, doc.name)
        told = [user for user in people if user != speaker]
        leave_notice(told, words.format(cstr(doc.get_title())), link, doc, speaker)
    return told


def still_holds(doc: Any, act: str) -> bool:
    """Whether the record is still where the act left it."""
    taken = act_named(doc.doctype, act)
    return taken is not None and state_of(doc) == taken.to_state


def concerned(doc: Any, act: str) -> list[str]:
    """Who may take the next act now: by post and unit, and apart from what they did before."""
    following = act_named(doc.doctype, NEXT[act])
    holders = {held.user for held in holders_on(clock.today()) if held.post in following.posts}
    return [user for user in sorted(holders) if standing(doc, following, user)[0]]


def page_of(doctype: str, name: str) -> str:
    """The path of a record's page in the staff area."""
    return f"{pages_of(doctype)}/{quote(name)}"


def pages_of(doctype: str) -> str:
    """The path of the page in the staff area that lists such records."""
    return f"/gestion/{_PAGES[doctype]}"


def _authors(doc: Any) -> list[str]:
    posts, units = AUTHORS[doc.doctype], doc.author_units()
    holders = (held for held in holders_on(clock.today()) if held.post in posts)
    return sorted({held.user for held in holders if any(map(held.reaches, units))})


def _askers(remark: Any) -> list[str]:
    """Who made a remark, or who holds their post since."""
    holders = (held for held in holders_on(clock.today()) if held.post == remark.author_post)
    users = sorted({held.user for held in holders if held.reaches(remark.unit)})
    return [remark.author] if remark.author in users else users


def _words(act: str) -> str:
    return {
        SUBMIT.label: _("To review: {0}"),
        REVIEW.label: _("To approve: {0}"),
        RETURN.label: _("Returned: {0}"),
        APPROVE.label: _("Approved: {0}"),
    }[act]
