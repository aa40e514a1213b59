"""A private proof over HTTP: for those who may see its report, and for nobody who only knows, or
guesses, its address. The public gets the edition's copy."""

from urllib.parse import quote

import frappe
import pytest
import town as towns
from frappe.utils.password import update_password
from town import PDF, acting, open_month, report_of

from govplan.monitoring.evidence import attach_file

pytestmark = pytest.mark.usefixtures("site")

PASSWORD = "Corazón-7-de-maíz"
NAME = "Rol de pagos.pdf"
SEES = {
    "director": True,
    "coordinator": True,
    "mayor": True,
    "planner": True,
    "auditor": True,
    "neighbour": False,
    "officer": False,
}


@pytest.fixture
def proof():
    """The address and content of a reserved proof, and browsers by part of the town."""
    town = towns.build()
    content = PDF + f"% {town.tag}".encode()
    for part in SEES:
        # Requests come on the day they come.
        holding = frappe.get_doc("Gov Post Holding", {"user": town.people[part]})
        holding.from_date = "2020-01-01"
        holding.save()
        update_password(town.people[part], PASSWORD)
    january = open_month(town, 1)
    with acting(town.people["director"], town.day(2, 2)):
        report = report_of(town.works, january)
        row = attach_file(report, "", "Payroll", NAME, content, "Reserved", "Act 12")
    return town, row.file, content


def test_a_private_proof_opens_only_for_those_who_may_see_its_report(proof, browser):
    town, address, content = proof
    for part, sees in SEES.items():
        visitor = browser()
        visitor.login(town.people[part], PASSWORD)
        answer = visitor.get(quote(address))
        assert (part, answer.status_code) == (part, 200 if sees else 403)
        assert (content in answer.data) is sees


def test_guests_get_nothing_by_knowing_or_guessing_an_address(proof, browser):
    _town, address, content = proof
    guest = browser()
    name = address.rsplit("/", 1)[-1]
    for path in (address, f"/files/{name}", f"/private/files/../files/{name}", f"/{name}"):
        answer = guest.get(quote(path))
        assert answer.status_code in (403, 404)
        assert content not in answer.data
    asked = f"/api/method/frappe.client.get_list?doctype=File&filters={quote('{}')}"
    assert NAME not in guest.get(asked).get_data(as_text=True)


def test_an_address_that_does_not_exist_tells_no_more_than_one_that_does(proof, browser):
    town, address, _content = proof
    neighbour = browser()
    neighbour.login(town.people["neighbour"], PASSWORD)
    guessed = neighbour.get("/private/files/no-such-file.pdf").status_code
    assert neighbour.get(quote(address)).status_code == 403
    assert guessed in (403, 404)


def test_a_private_proof_has_no_public_copy_until_an_edition_makes_one(proof):
    _town, address, _content = proof
    digest = frappe.db.get_value("Gov Evidence", {"file": address}, "sha256")
    file = frappe.get_doc("File", {"file_url": address})
    copies = frappe.get_all(
        "File", {"content_hash": file.content_hash}, ["is_private", "attached_to_doctype"]
    )
    assert [(one.is_private, one.attached_to_doctype) for one in copies] == [
        (1, "Gov Progress Report")
    ]
    assert digest
