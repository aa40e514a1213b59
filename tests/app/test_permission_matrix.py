"""Every cell of the permission table, by form, by API and in bulk: what is allowed goes through,
all else is refused. One record of each kind walks through its states; everybody tries everything
in each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import frappe
import pytest
import town as towns
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate
from permission_people import DAY, REASON, everybody, walk, without_elements
from permission_table import (
    ACTS,
    CREATE,
    DELETE,
    DOCUMENT,
    DRAFT,
    NEVER_IN_BULK,
    PATH,
    READ,
    RIGHTS,
    WRITE,
    as_page,
)
from records import MAKERS, WRITTEN
from town import Town, acting, open_month

from govplan import clock
from govplan.api.approval import act as act_door
from govplan.approval.acts import AUTHORS
from govplan.approval.service import perform_many

pytestmark = pytest.mark.usefixtures("site")

TO_STATE = {
    "Submit": "Submitted",
    "Withdraw": "Draft",
    "Review": "Reviewed",
    "Return": "Returned",
    "Approve": "Approved",
    "Supersede": "Superseded",
    "Reopen": "Draft",
}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing behind."""
    frappe.db.savepoint("one_cell")
    try:
        yield
    finally:
        frappe.db.rollback(save_point="one_cell")
        frappe.clear_messages()
        frappe.local.document_cache = {}


def goes_through(deed: Callable[[], Any]) -> bool:
    """Whether a deed is carried out; refusals of the rules and of the framework are no."""
    with undone():
        try:
            return deed() is not False
        except (frappe.ValidationError, frappe.PermissionError):
            return False


# The three ways


def by_form(doc: Any, act: str) -> Any:
    """A form that was opened, changed, and saved, or one of its buttons."""
    doc = frappe.get_doc(doc.doctype, doc.name)
    if act == READ:
        return bool(doc.has_permission("read"))
    if act == DELETE:
        without_elements(doc)
        return frappe.delete_doc(doc.doctype, doc.name) or True
    if act == WRITE:
        doc.set(WRITTEN[doc.doctype], frappe.generate_hash())
        return doc.save()
    if act not in NEVER_IN_BULK:
        return apply_workflow(doc, act)
    if doc.workflow_state == TO_STATE[act]:
        return False  # the form shows no such button, and saving it as it is decides nothing
    doc.decision_reason_code, doc.decision_reason = REASON
    doc.workflow_state = TO_STATE[act]
    return doc.cancel() if act == "Supersede" else doc.save()


def by_door(doc: Any, act: str) -> Any:
    """The app's own function for programs, with texts as a request brings them."""
    return act_door(doc.doctype, doc.name, act, *REASON, modified=str(doc.modified))


def in_bulk(doc: Any, act: str) -> Any:
    """A list: what it shows, and one act on all of it."""
    if act == READ:
        return bool(frappe.get_list(doc.doctype, {"name": ["in", [doc.name]]}, pluck="name"))
    return perform_many(doc.doctype, [doc.name], act)[0]["ok"]


# What is done with a record that is there; creating one is asked apart.
WITH_IT = tuple(act for act in ACTS if act != CREATE)
WAYS = {"form": (by_form, WITH_IT), "API": (by_door, PATH), "bulk": (in_bulk, (READ, *PATH))}


@pytest.mark.parametrize("kind", RIGHTS)
@pytest.mark.parametrize("way", WAYS)
def test_every_cell_of_the_permission_table(kind, way):
    deed, acts = WAYS[way]
    town = towns.build()
    with clock.standing_at(town.day(1, 4)):
        people = everybody(town, kind, getdate(town.day(*DAY)))

    wrong = []
    for state, doc in walk(town, kind):
        for one in people:
            with acting(one.user, town.day(*DAY)):
                for act in acts:
                    wanted = one.may(kind, state, act)
                    wanted = wanted and not (way == "bulk" and act in NEVER_IN_BULK)
                    if goes_through(lambda doc=doc, act=act: deed(doc, act)) != wanted:
                        should = "should be allowed" if wanted else "should be refused"
                        wrong.append(f"{state}, {act}, {one.label}: {should}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", RIGHTS)
def test_every_cell_of_who_creates_a_record(kind):
    town = towns.build()
    with clock.standing_at(town.day(1, 4)):
        people = everybody(town, kind, getdate(town.day(*DAY)))
    open_month(town, 1)

    wrong = []
    for one in people:
        with acting(one.user, town.day(*DAY)):
            if goes_through(lambda: created(town, kind)) != one.may(kind, DRAFT, CREATE):
                wrong.append(one.label)
    assert wrong == []


def created(town: Town, kind: str) -> Any:
    """A draft of public works, as a form would send it."""
    if kind in MAKERS:
        return MAKERS[kind](town)
    report = {"unit": town.works, "period": town.month(2), "poa": town.poas["works"], "version": 1}
    return frappe.get_doc({"doctype": kind, "title": "By hand", **report}).insert()


def test_the_table_knows_every_kind_that_is_decided_on():
    assert set(RIGHTS) == set(AUTHORS)


def test_the_page_prints_the_table():
    assert DOCUMENT.read_text(encoding="utf-8") == as_page(), (
        "Write it again: python tests/app/permission_table.py"
    )
