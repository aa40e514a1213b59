"""People at the back office of the site with ctapp, and records for them to fill in."""

from collections.abc import Callable

import form_doctypes
import frappe
import pytest
from filling import Filler


@pytest.fixture
def person(ct: str, visit: Callable) -> Callable[..., Filler]:
    """Logs somebody in: `person()` the administrator, `person("clerk")` a clerk."""
    form_doctypes.make()

    def of(who: str | None = None) -> Filler:
        browser = visit()
        known = (f"{who}@ct.example", form_doctypes.PASSWORD) if who else ("Administrator", "admin")
        assert browser.login(*known).status_code == 200
        return Filler(browser)

    return of


@pytest.fixture
def admin(person: Callable[..., Filler]) -> Filler:
    """The administrator at the back office."""
    return person()


@pytest.fixture
def record(person: Callable) -> Callable[..., str]:
    """Makes a stored record of Ct Form (or another kind) with a title of its own; its name."""

    def of(doctype: str = "Ct Form", **values: object) -> str:
        title = f"R{frappe.generate_hash(length=8)}"
        doc = frappe.get_doc({"doctype": doctype, "title": title, **values}).insert()
        frappe.db.commit()
        return doc.name

    return of
