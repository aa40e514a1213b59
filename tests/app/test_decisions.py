"""The decision log: one row per act, added and never changed, each tied to the one before."""

from itertools import pairwise

import frappe
import pytest
import town as towns
from records import AUTHOR, KINDS, draft
from town import acting

from govplan.approval.content import hash_of
from govplan.approval.decisions import broken_link, decisions_on, record, signature
from govplan.approval.service import perform
from govplan.approval.timeline import decisions
from govplan.errors import LogIsClosed

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def rows(town):
    return decisions_on("Gov POA", town.poas["works"])


def test_each_row_follows_the_one_before(rows):
    assert broken_link() is None
    for before, after in pairwise(rows):
        assert after.previous_hash == before.chain_hash
        assert after.sequence == before.sequence + 1


@pytest.mark.parametrize(
    "tampered",
    [
        {"reason": "Another reason"},
        {"person": "Guest"},
        {"content_hash": "0" * 64},
        {"decided_at": "2001-01-01 00:00:00"},
        {"round": 4},
        {"previous_hash": "f" * 64},
    ],
)
def test_a_row_changed_behind_the_logs_back_is_found(rows, tampered):
    frappe.db.set_value("Gov Decision", rows[1].name, tampered)

    assert broken_link() == rows[1].name


def test_a_row_taken_out_is_found(rows):
    frappe.db.delete("Gov Decision", {"name": rows[1].name})

    assert broken_link() == rows[2].name


def test_the_last_row_renumbered_is_found(rows):
    last = frappe.get_last_doc("Gov Decision", order_by="sequence desc")
    frappe.db.set_value("Gov Decision", last.name, "sequence", last.sequence + 5)

    assert broken_link() == last.name


@pytest.mark.parametrize("part", ["Administrator", "planner", "auditor"])
def test_nobody_adds_changes_or_deletes_a_row(town, rows, part):
    with acting(town.people.get(part, part), town.day(2, 3)):
        row = frappe.get_doc("Gov Decision", rows[0].name)
        with pytest.raises((LogIsClosed, frappe.PermissionError)):
            row.update({"reason": "Rewritten"}).save()
        with pytest.raises((LogIsClosed, frappe.PermissionError)):
            frappe.get_doc("Gov Decision", rows[0].name).delete()
        with pytest.raises((LogIsClosed, frappe.PermissionError)):
            frappe.copy_doc(row).insert()
    assert broken_link() is None


@pytest.mark.parametrize("kind", KINDS)
def test_the_hash_is_of_the_content_decided_on_and_can_be_had_again(town, kind):
    doc = draft(town, kind)
    with acting(town.people[AUTHOR[kind]], town.day(2, 3)):
        perform(kind, doc.name, "Submit")

    decided = decisions_on(kind, doc.name)[-1].content_hash
    assert len(decided) == 64
    assert hash_of(frappe.get_doc(kind, doc.name)) == decided


def test_another_content_has_another_hash_and_the_same_one_the_same(town):
    doc = draft(town, "Gov POA")
    hashes = []
    for target in ("110", "120", "120"):
        with acting(town.people["director"], town.day(2, 3)):
            poa = frappe.get_doc("Gov POA", doc.name)
            poa.rows[0].update({"annual_target": target, "m12": str(int(target) - 110)})
            poa.save()
            perform("Gov POA", doc.name, "Submit")
            hashes.append(decisions_on("Gov POA", doc.name)[-1].content_hash)
            perform("Gov POA", doc.name, "Withdraw")

    assert hashes[0] != hashes[1] == hashes[2]


def test_the_elements_of_a_plan_are_part_of_what_is_decided(town):
    doc = draft(town, "Gov Plan")
    before = hash_of(frappe.get_doc("Gov Plan", doc.name))
    name = frappe.get_all("Gov Plan Node", {"plan": doc.name}, pluck="name", order_by="lft asc")[0]
    with acting(town.people["planner"], town.day(2, 3)):
        element = frappe.get_doc("Gov Plan Node", name)
        element.purposes[0].purpose = "Another purpose"
        element.save()

    assert hash_of(frappe.get_doc("Gov Plan", doc.name)) != before


def test_signatures_say_name_title_and_instrument(rows):
    frappe.local.lang = "en"
    names = {
        "person_name": "Ing. Rosa Mora",
        "post": "Director",
        "instrument": "Resolution 7",
        "on_behalf_of": "Ana Paz",
    }

    def signed(**more):
        return signature(frappe._dict(names, **more))

    assert signed(capacity="Titular") == "Ing. Rosa Mora, Director, Resolution 7"
    assert signed(capacity="Acting") == (
        "Ing. Rosa Mora, acting Director in place of Ana Paz, Resolution 7"
    )
    assert signed(capacity="Acting", on_behalf_of="") == (
        "Ing. Rosa Mora, acting Director, Resolution 7"
    )
    assert signed(capacity="Delegate") == (
        "Ing. Rosa Mora, Director, by delegation of Ana Paz, Resolution 7"
    )
    assert signature(frappe._dict(person_name="Administrator")) == "Administrator"


def test_what_is_no_approval_is_logged_too(town):
    unit = frappe.get_doc("Gov Unit", town.works)
    row = record(unit, "Publish", reason="Month of the test")

    assert (row.person, row.act) == ("Administrator", "Publish")
    assert not row.post
    assert broken_link() is None


def test_the_back_offices_timeline_tells_the_decisions_to_those_who_may_see_them(town, rows):
    told = decisions("Gov POA", town.poas["works"])

    assert [row["creation"] for row in told] == [row.decided_at for row in rows]
    assert all(signature(row) in item["content"] for row, item in zip(rows, told, strict=True))
    with acting("Guest"):
        assert decisions("Gov POA", town.poas["works"]) == []
