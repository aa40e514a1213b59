"""Reading, writing and deleting over HTTP: every cell of the permission table, by REST."""

import frappe
import pytest
import town as towns
from frappe.utils import getdate, today
from permission_people import DAY, everybody, walk, without_elements
from permission_table import DELETE, DRAFT, READ, RIGHTS, WRITE
from records import WRITTEN, draft

from govplan import clock

DONE = {READ: 200, WRITE: 200, DELETE: 202}
REFUSED = {403, 417}


@pytest.fixture
def town(site):
    made = towns.build()
    # The server's clock is today's, so the town's people have held their posts since long ago.
    for user in made.people.values():
        frappe.db.set_value("Gov Post Holding", {"user": user}, "from_date", "2000-01-01")
    return made


@pytest.fixture
def callers(town, browser):
    """Everybody with a key of their own: (who, a visitor who sends it)."""
    return [(one, _caller(browser(), one)) for one in everybody(town, "Gov POA", getdate(today()))]


def _caller(visitor, one):
    if one.user != "Guest":
        user = frappe.get_doc("User", one.user)
        user.api_key, user.api_secret = frappe.generate_hash(), frappe.generate_hash()
        secret, key = user.api_secret, user.api_key
        user.save()
        visitor.headers["Authorization"] = f"token {key}:{secret}"
    return visitor


def send(visitor, doc, act):
    address = f"/api/resource/{doc.doctype}/{doc.name}"
    if act == READ:
        return visitor.get(address)
    if act == DELETE:
        return visitor.delete(address)
    return visitor.put(address, json={WRITTEN[doc.doctype]: frappe.generate_hash()})


def cell(kind, state, act, one, visitor, doc):
    """What is wrong with one cell, in words; nothing when the answer is the table's."""
    wanted = one.may(kind, state, act)
    status = send(visitor, doc, act).status_code
    if status == DONE[act] if wanted else status in REFUSED:
        return []
    return [f"{kind}, {state}, {act}, {one.label}: {status}, wanted {wanted}"]


def test_every_cell_of_the_permission_table_by_rest(town, callers):
    wrong = []
    for kind in RIGHTS:
        wrong += _deleting_drafts(town, kind, callers)
        for state, doc in walk(town, kind):
            for one, visitor in callers:
                for act in (READ, WRITE) if state == DRAFT else (READ, WRITE, DELETE):
                    wrong += cell(kind, state, act, one, visitor, doc)
    assert not wrong, "\n".join(wrong)


def _deleting_drafts(town, kind, callers):
    """A draft for everybody to delete, and another one after each who may."""
    wrong, doc = [], _bare_draft(town, kind)
    for one, visitor in callers:
        wrong += cell(kind, DRAFT, DELETE, one, visitor, doc)
        if not frappe.db.exists(kind, doc.name):
            doc = _bare_draft(town, kind)
    if kind != "Gov Progress Report":  # the calendar's, which stays
        frappe.delete_doc(kind, doc.name)
    return wrong


def _bare_draft(town, kind):
    doc = draft(town, kind)
    with clock.standing_at(town.day(*DAY)):
        without_elements(doc)
    return doc
