"""Everybody who may meet a record, and the record on its way: who and what the matrix is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
import town as towns
from permission_table import (
    DELETE,
    DRAFT,
    NEVER_IN_BULK,
    POSTS,
    READ,
    RELATIONS,
    is_allowed,
    states_of,
)
from records import AUTHOR, draft
from town import Town, acting, hold, typed

from govplan.approval.service import perform
from govplan.monitoring.evidence import attach_url
from govplan.monitoring.reports import save_report

DAY = (2, 3)
REASON = ("Other", "As the council asked.")
# How a record gets from the state before to each of the states.
WALK = {
    "Submitted": (("author", "Submit"),),
    "Reviewed": (("coordinator", "Review"),),
    "Returned": (("coordinator", "Return"),),
    "Approved": (("author", "Submit"), ("coordinator", "Review"), ("mayor", "Approve")),
    "Superseded": (("mayor", "Supersede"),),
}


@dataclass(frozen=True)
class Somebody:
    """A user, the post they hold today (empty: none) and how the record's unit relates to it."""

    label: str
    user: str
    post: str = ""
    relation: str = "own"
    sees_all: bool = False
    submits: bool = False

    def may(self, kind: str, state: str, act: str) -> bool:
        if self.sees_all and act == READ:
            return True
        if self.sees_all and act == DELETE:
            # Drafts nobody decided on, except what the calendar opened.
            return state == DRAFT and kind != "Gov Progress Report"
        return bool(self.post) and is_allowed(
            kind, state, act, self.post, self.relation, self.submits
        )


def everybody(town: Town, kind: str, today: date) -> list[Somebody]:
    """Each post in a unit of each relation to public works, and those who only look like it."""
    units = _units(town)
    people = [
        Somebody(
            f"{post}, {relation}",
            user := _titular(town, post, units[relation]),
            post,
            relation,
            submits=user == town.people[AUTHOR[kind]],
        )
        for post in POSTS
        for relation in RELATIONS
    ]
    if AUTHOR[kind] == "planner":
        people.append(Somebody("submitter", town.people["planner"], "Planner", submits=True))
    return [*people, *_stand_ins(town, units), *_without_a_post(town, units, today)]


def _units(town: Town) -> dict[str, str]:
    """Where a post is held so that public works relates to it as named."""
    works = frappe.get_doc("Gov Unit", town.works)
    works.is_group = 1
    works.save()
    crew = towns.unit(town, "CRW", "Crew", "Office", town.works)
    return {"own": town.works, "below": town.coordination, "above": crew, "sibling": town.health}


def _titular(town: Town, post: str, where: str) -> str:
    """Who of the town holds the post there, else somebody new."""
    held = {"unit": where, "post": post, "capacity": "Titular"}
    return frappe.db.get_value("Gov Post Holding", held, "user") or _holder(town, post, where)


def _stand_ins(town: Town, units: dict[str, str]) -> list[Somebody]:
    given = (("Director", "own"), ("Coordinator", "below"), ("Mayor", "below"))
    return [
        Somebody(f"acting {post}", _acting(town, post, units[relation]), post, relation)
        for post, relation in given
    ]


def _without_a_post(town: Town, units: dict[str, str], today: date) -> list[Somebody]:
    posts = (("Director", "own"), ("Coordinator", "below"), ("Mayor", "own"), ("Planner", "own"))
    yesterday = today - timedelta(days=1)
    people = [
        Somebody(f"{post} until yesterday", _acting(town, post, units[where], to_date=yesterday))
        for post, where in posts
    ]
    people.append(Somebody("every role, no post", _user(town, "never")))
    roles = frappe.get_all("Role", {"name": ["like", "Gov %"]}, pluck="name", order_by="name asc")
    for one in people:
        # As the hourly job finds them: the post has ended, the role is still there.
        frappe.get_doc("User", one.user).add_roles(*roles)
    manager = _user(town, "manager")
    frappe.get_doc("User", manager).add_roles("System Manager")
    return [
        *people,
        Somebody("system manager, no post", manager, sees_all=True),
        Somebody("guest", "Guest"),
    ]


def _acting(town: Town, post: str, where: str, **more: Any) -> str:
    absent = _user(town, "absent")
    return _holder(town, post, where, capacity="Acting", on_behalf_of=absent, **more)


def _holder(town: Town, post: str, where: str, **more: Any) -> str:
    user = _user(town, frappe.scrub(post))
    # Since long ago, so that it holds on the town's clock and on the server's.
    hold(town, user, post, where, from_date="2000-01-01", **more)
    return user


def _user(town: Town, part: str) -> str:
    email = f"{part}.{frappe.generate_hash(length=8)}@{town.tag}.example".lower()
    given = {"email": email, "first_name": part, "send_welcome_email": 0}
    return frappe.get_doc({"doctype": "User", **given}).insert().name


def walk(town: Town, kind: str) -> Iterator[tuple[str, Any]]:
    """The record of public works in each of its states, in turn."""
    doc = draft(town, kind)
    if kind == "Gov Progress Report":
        doc = _with_nothing_to_look_at(town, doc)
    yield DRAFT, doc
    for state in states_of(kind)[1:]:
        for part, act in WALK[state]:
            with acting(town.people[AUTHOR[kind] if part == "author" else part], town.day(*DAY)):
                reason = REASON if act in NEVER_IN_BULK else ()
                perform(kind, doc.name, act, *reason)
        yield state, frappe.get_doc(kind, doc.name)


def _with_nothing_to_look_at(town: Town, report: Any) -> Any:
    """Every due line on target and proved: what is reviewed with others, unopened."""
    done = {
        "ROADS": {"value": "5"},
        "VISITS": {"value": "250"},
        "WATER": {"value": "40.8"},
        "PERMIT": {"value": "14.5"},
        "LIGHTS": {"value": "98"},
        "ANSWERS": {"numerator": "9", "denominator": "10"},
    }
    with acting(town.people["director"], town.day(*DAY)):
        report = save_report(report.name, typed(town, report, done), "As planned", report.modified)
        attach_url(report, "", "Report of the month", "https://town.example/report")
    return frappe.get_doc(report.doctype, report.name)


def without_elements(doc: Any) -> None:
    """A plan is emptied before it is deleted, from the leaves up."""
    if doc.doctype != "Gov Plan":
        return
    named = {"plan": doc.name}
    with acting(doc.owner):
        for name in frappe.get_all("Gov Plan Node", named, pluck="name", order_by="lft desc"):
            frappe.delete_doc("Gov Plan Node", name)
