"""What was decided elsewhere comes in by the administrator's import, and says so."""

import frappe
import pytest
import town as towns
from records import draft
from town import acting

from govplan import clock
from govplan.approval.decisions import decisions_on
from govplan.errors import WrongState

pytestmark = pytest.mark.usefixtures("site")

DAY = (2, 3)


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def poa(town):
    return draft(town, "Gov POA")


def test_the_administrators_import_is_approved_and_says_where_it_came_from(town, poa):
    frappe.flags.govplan_import = "Matrix a4, October 2021"
    with clock.standing_at(town.day(*DAY)):
        frappe.get_doc("Gov POA", poa.name).submit()

    approved = frappe.get_doc("Gov POA", poa.name)
    assert (approved.docstatus, approved.workflow_state) == (1, "Approved")
    row = decisions_on("Gov POA", poa.name)[-1]
    assert (row.act, row.person, row.reason) == (
        "Import",
        "Administrator",
        "Matrix a4, October 2021",
    )


def test_an_import_inserts_what_is_approved_in_one_go(town, poa):
    copy = frappe.copy_doc(poa, ignore_no_copy=False)
    copy.update({"docstatus": 1, "version": 2})
    frappe.flags.govplan_import = "POA of the ministry's system"
    copy.insert()

    stored = frappe.get_doc("Gov POA", copy.name)
    assert (stored.docstatus, stored.workflow_state) == (1, "Approved")
    assert decisions_on("Gov POA", copy.name)[-1].act == "Import"


def test_an_import_is_the_administrators_alone(town, poa):
    frappe.flags.govplan_import = "Anything"

    with acting(town.people["planner"], town.day(*DAY)), pytest.raises(WrongState):
        frappe.get_doc("Gov POA", poa.name).submit()
    with clock.standing_at(town.day(*DAY)):
        assert decisions_on("Gov POA", poa.name) == []
