"""The published matrix of Alausí inside a site, gone again when the test ends."""

from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest

from govplan import clock
from govplan.transparency.a4.importer import carry_out, plan_import
from govplan.transparency.a4.reader import read_matrix

PERIOD = "2021-10"
PUBLICATION_DAY = "2021-11-12 08:00:00"


@pytest.fixture
def alone(site, monkeypatch) -> Iterator[None]:
    """Nothing is committed, and units other tests left behind begin after the matrix."""
    frappe.db.rollback()
    monkeypatch.setattr(frappe.local.db, "commit", lambda *_, **__: None)
    for unit in frappe.get_all("Gov Unit", pluck="name", order_by="name asc"):
        frappe.db.set_value("Gov Unit", unit, "valid_from", "2022-01-01")
    with clock.standing_at(PUBLICATION_DAY):
        yield
    frappe.db.rollback()


def imported(source: Path) -> int:
    """Import the matrix; how many records it changed."""
    changes = plan_import(read_matrix(source.name, source.read_bytes()))
    carry_out(changes, f"a4 {source.name}")
    return len(changes)


def stored(edition: str, file_name: str) -> bytes:
    """The bytes the public gets for a file of an edition."""
    url = frappe.db.get_value(
        "Gov Edition File", {"parent": edition, "file_name": file_name}, "file_url"
    )
    name = frappe.db.get_value("File", {"file_url": url}, "name")
    content = frappe.get_doc("File", name).get_content()
    return content.encode() if isinstance(content, str) else content
