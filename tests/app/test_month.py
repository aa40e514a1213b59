"""The month, end to end: filled in, returned, corrected, approved, published, corrected again."""

import csv
import io
import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import frappe
import pytest
import town as towns
from town import PDF, Town, acting, line, perform, report_of, save

from govplan import clock
from govplan.approval.decisions import decisions_on
from govplan.monitoring import calendar, evidence
from govplan.monitoring.reports import save_report
from govplan.transparency import public, publication

pytestmark = pytest.mark.usefixtures("site")

VALUE, CORRECTED_VALUE, AFTER_PUBLICATION = "13", "14,5", "15"


@dataclass
class Month:
    """A town and its March, with the states its report went through."""

    town: Town
    period: str
    states: list[str] = field(default_factory=list)

    @property
    def report(self):
        return report_of(self.town.works, self.period)

    def act(self, part: str, day: int, act: str, code: str = "", reason: str = "") -> None:
        with acting(self.town.people[part], self.town.day(4, day)):
            done = perform(self.report.doctype, self.report.name, act, code, reason)
        self.states.append(done.workflow_state)

    def keep(self, moment: str) -> None:
        with clock.standing_at(moment):
            calendar.keep()

    def edition(self, format_code: str, number: int = 1) -> dict:
        return public.edition_at(format_code, self.period, number)

    def unit(self, code: str, number: int = 1) -> dict:
        units = self.edition("OPEN", number)["content"]["units"]
        return next(unit for unit in units if unit["code"] == code)

    def roads(self, number: int = 1) -> dict:
        lines = self.unit(self.town.works, number)["lines"]
        return next(one for one in lines if one["indicator"] == self.town.code("ROADS"))


@pytest.fixture
def month():
    """March, published on its day: works returned once and approved, health never reported."""
    town = towns.build()
    before = frappe.db.get_single_value("Gov Settings", "first_period")
    _first_period(town.month(3))
    month = Month(town, town.month(3))
    month.keep(town.day(3, 31))
    _fill_in(month, VALUE, "acta.pdf")
    month.act("director", 2, "Submit")
    month.act("coordinator", 3, "Return", "Wrong value", "The north road was finished too")
    _fill_in(month, CORRECTED_VALUE, "segunda.pdf")
    month.act("director", 4, "Submit")
    month.act("coordinator", 5, "Review")
    month.act("mayor", 6, "Approve")
    frappe.db.commit()
    publish_on = frappe.db.get_value("Gov Reporting Period", month.period, "publish_on")
    month.keep(f"{publish_on} 18:15")
    yield month
    frappe.db.rollback()
    _first_period(before)


def _first_period(period: str | None) -> None:
    frappe.db.set_single_value("Gov Settings", "first_period", period)
    frappe.clear_document_cache("Gov Settings", "Gov Settings")
    frappe.db.commit()


def _fill_in(month: Month, roads: str, proof: str) -> None:
    town = month.town
    with acting(town.people["director"], town.day(4, 2)):
        said = {"ROADS": {"value": roads, "narrative": "North road"}}
        report = save(town, town.works, month.period, said)
        key = line(town, report, "ROADS").row_key
        evidence.attach_file(report, key, "Minutes", proof, PDF + proof.encode())


def _file(edition: dict, name_ends: str) -> bytes:
    url = next(f["file_url"] for f in edition["files"] if f["file_url"].endswith(name_ends))
    return Path(frappe.get_site_path("public", url.lstrip("/"))).read_bytes()


def test_the_report_went_the_whole_way_and_the_log_tells_it(month):
    assert month.states == ["Submitted", "Returned", "Submitted", "Reviewed", "Approved"]
    told = decisions_on(month.report.doctype, month.report.name)
    people = month.town.people
    assert [(row.act, row.person, row.round) for row in told] == [
        ("Submit", people["director"], 1),
        ("Return", people["coordinator"], 1),
        ("Submit", people["director"], 2),
        ("Review", people["coordinator"], 2),
        ("Approve", people["mayor"], 2),
    ]
    assert (told[1].reason_code, told[1].reason) == (
        "Wrong value",
        "The north road was finished too",
    )
    assert (int(month.report.docstatus), month.report.on_time) == (1, 1)


def test_the_edition_shows_the_value_that_was_approved(month):
    roads = month.roads()
    assert (roads["value"], roads["percent_month"]) == ("14.5", "96.67")
    assert [proof["title"] for proof in roads["evidence"]] == ["Minutes", "Minutes"]
    works = month.unit(month.town.works)
    assert (works["state"], works["on_time"]) == ("approved", True)


def test_the_files_and_the_manifest_show_it_too(month):
    edition = month.edition("OPEN")
    table = _file(edition, "-E1.csv")
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    mine = next(row for row in rows if month.town.code("ROADS") in row.values())
    assert mine["valor_mes"] == "14.5"
    stored = json.loads(_file(edition, "-E1.json"))
    assert stored["units"] == edition["content"]["units"]
    manifest = json.loads(_file(edition, "manifest.json"))
    listed = {file["name"]: file["sha256"] for file in manifest["files"]}
    assert listed[f"OPEN-{month.period}-E1.csv"] == sha256(table).hexdigest()


def test_the_legal_matrix_of_the_month_has_the_unit(month):
    rows = _file(month.edition("EC-1.3"), ".csv").decode("utf-8-sig")
    assert month.town.tag in rows
    assert "Paved roads" in rows


def test_the_job_again_changes_nothing(month):
    editions = {"filters": {"period": month.period}, "pluck": "name", "order_by": "name asc"}
    before = frappe.get_all("Gov Edition", **editions)
    hashes = [public.edition(name)["manifest_hash"] for name in before]
    month.keep(month.town.day(4, 13))
    month.keep(month.town.day(4, 28))
    with clock.standing_at(month.town.day(4, 28)):
        assert publication.publish_period(month.period) == []
    again = frappe.get_all("Gov Edition", **editions)
    assert again == before
    assert [public.edition(name)["manifest_hash"] for name in again] == hashes


def test_a_unit_that_never_reported_appears_as_not_reported_and_not_as_zero(month):
    health = month.unit(month.town.health)
    assert (health["state"], health["compliance"], health["light"]) == (
        "not_reported",
        None,
        "Black",
    )
    assert {line["value"] for line in health["lines"]} == {None}
    assert {line["percent_to_date"] for line in health["lines"]} == {None}
    totals = month.edition("OPEN")["content"]["totals"]
    assert (totals["due_units"], totals["reported_units"]) == (2, 1)


def test_a_correction_is_a_new_edition_with_a_reason_and_the_first_stays(month):
    first = month.edition("OPEN")
    first_csv = _file(first, ".csv")
    _correct(month)
    with acting(month.town.people["officer"], month.town.day(5, 2)):
        publication.correct("OPEN", month.period, "The east road was counted late")
    frappe.db.commit()
    second = month.edition("OPEN", 2)
    assert second["reason"] == "The east road was counted late"
    assert second["replaces"] == first["name"]
    assert month.roads(2)["value"] == "15"
    assert json.dumps(second["difference"]).count("15") > 0
    again = month.edition("OPEN", 1)
    assert (month.roads(1)["value"], again["manifest_hash"]) == ("14.5", first["manifest_hash"])
    assert _file(again, ".csv") == first_csv
    assert public.newer_edition(again)["name"] == second["name"]
    assert public.open_data_of(month.period)["edition"]["name"] == second["name"]


def _correct(month: Month) -> None:
    """Supersede the approved report, say the right value, and have it approved again."""
    town = month.town
    with acting(town.people["planner"], town.day(4, 28)):
        reason = ("Correction of published data", "The east road was missing")
        new = perform(month.report.doctype, month.report.name, "Supersede", *reason)
    assert (new.version, new.workflow_state, new.on_time) == (2, "Draft", 1)
    assert new.correction_reason == "The east road was missing"
    with acting(town.people["director"], town.day(4, 29)):
        rows = towns.typed(town, new, {"ROADS": {"value": AFTER_PUBLICATION}})
        save_report(new.name, rows, None, new.modified)
    for part, day, act in (
        ("director", 29, "Submit"),
        ("coordinator", 29, "Review"),
        ("mayor", 30, "Approve"),
    ):
        month.act(part, day, act)


def test_what_was_approved_before_the_correction_is_still_on_record(month):
    earlier = month.report.name
    _correct(month)
    stored = frappe.get_doc("Gov Progress Report", earlier)
    assert (int(stored.docstatus), stored.workflow_state) == (2, "Superseded")
    assert line(month.town, stored, "ROADS").value == "14.5"
    assert month.report.amended_from == earlier
