"""Editions: frozen, hashed, chained, corrected by the next one, never half there."""

import hashlib
import os
import signal
import subprocess
import sys

import frappe
import pytest
import town as towns
from publishing import (
    approved,
    bytes_of,
    content_of,
    files_of,
    month_with_one_approved_report,
    on_publication_day,
    report_amended,
    said,
    unit_in,
)
from town import acting, approve, open_month

from govplan import clock
from govplan.domain.chain import content_hash
from govplan.domain.manifest import read_manifest
from govplan.errors import BadRecord, LogIsClosed, ReasonMissing, WrongState
from govplan.monitoring.evidence import attach_file
from govplan.transparency import evidence, publication

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    """Publishing commits, so the town is in a year of its own and stays."""
    return towns.build()


@pytest.fixture
def january(town):
    return month_with_one_approved_report(town)


@pytest.fixture
def editions(town, january):
    with on_publication_day(town):
        return publication.publish_period(january)


def open_data(january: str, number: int = 1) -> str:
    return f"OPEN-{january}-E{number}"


def test_a_month_is_published_in_every_format_in_force(january, editions):
    *of_month, organisation = editions
    assert of_month == [f"EC-1.3-{january}-E1", f"OPEN-{january}-E1"]
    assert organisation.startswith("ORG-organizacion-E")
    assert frappe.db.get_value("Gov Reporting Period", january, "state") == "Published"
    for name in of_month:
        edition = frappe.get_doc("Gov Edition", name)
        assert (edition.docstatus, edition.on_time, edition.number) == (1, 1, 1)
        assert edition.content_hash == content_hash(content_of(name))


def test_publishing_again_changes_nothing(town, january, editions):
    before = frappe.get_all("Gov Edition", fields=["name", "modified"], order_by="name asc")
    with on_publication_day(town):
        assert publication.publish_period(january) == []
    assert frappe.get_all("Gov Edition", fields=["name", "modified"], order_by="name asc") == before


def test_every_file_is_kept_as_hashed_and_listed_in_the_manifest(editions):
    for name in editions:
        files = files_of(name)
        for row in files.values():
            content = bytes_of(row.file_url)
            assert hashlib.sha256(content).hexdigest() == row.sha256
            assert len(content) == row.size_bytes
        manifest = read_manifest(bytes_of(files["manifest.json"].file_url))
        listed = {entry.name: entry.sha256 for entry in manifest.files}
        others = set(files) - {"manifest.json", f"{name}.zip"}
        assert listed == {other: files[other].sha256 for other in others}
        assert manifest.hash == frappe.db.get_value("Gov Edition", name, "manifest_hash")


def test_the_manifest_names_the_approvals_the_figures_rest_on(town, editions):
    manifest = read_manifest(bytes_of(files_of(editions[1])["manifest.json"].file_url))
    report = f"{town.works}-{town.month(1)}"
    decision = frappe.get_last_doc("Gov Decision", {"reference_name": report, "act": "Approve"})
    assert f"{decision.name} {decision.chain_hash}" in manifest.decisions


def test_editions_of_a_format_form_a_chain(town, january, editions):
    february = open_month(town, 2)
    with on_publication_day(town, 2):
        publication.publish_period(february)
    first, second = (frappe.get_doc("Gov Edition", f"OPEN-{p}-E1") for p in (january, february))
    assert second.previous_hash == first.manifest_hash
    assert second.sequence == first.sequence + 1
    manifest = read_manifest(bytes_of(files_of(second.name)["manifest.json"].file_url))
    assert manifest.chain_hash == manifest.expected_chain_hash == second.chain_hash


def test_an_approved_value_is_published_with_what_it_is_compared_with(town, january, editions):
    unit = unit_in(open_data(january), town.works)
    roads = next(line for line in unit["lines"] if line["indicator"] == town.code("ROADS"))
    assert (unit["state"], unit["on_time"]) == ("approved", True)
    assert (roads["value"], roads["programmed"], roads["percent_month"]) == ("4", "5", "80")
    assert roads["evidence"] == []
    assert [proof["title"] for proof in unit["evidence"]] == ["Report of the month"]
    assert unit["reported"] == 1 < unit["due"]


def test_a_unit_that_said_nothing_is_not_reported_and_never_zero(town, january, editions):
    unit = unit_in(open_data(january), town.health)
    assert (unit["state"], unit["light"], unit["on_time"]) == ("not_reported", "Black", None)
    assert (unit["compliance"], unit["reported"]) == (None, 0)
    assert unit["due"] == 2
    assert {line["value"] for line in unit["lines"]} == {None}
    assert {line["status"] for line in unit["lines"]} == {"Not reported"}
    assert [line["programmed"] for line in unit["lines"]] == ["250", "98"]


def test_a_report_that_was_not_approved_shows_nothing_of_what_it_says(town):
    period = open_month(town, 1)
    said(town, 1, town.works, {"ROADS": {"value": "4.321", "cause": "A secret cause"}})
    with on_publication_day(town):
        publication.publish_period(period)
    unit = unit_in(f"OPEN-{period}-E1", town.works)
    assert (unit["state"], unit["reported"], unit["compliance"]) == ("not_approved", 0, None)
    stored = frappe.db.get_value("Gov Edition", f"OPEN-{period}-E1", "content")
    assert "4.321" not in stored
    assert "secret" not in stored


def test_what_was_published_does_not_change_with_the_records(town, january, editions):
    before = content_of(open_data(january))
    frappe.db.set_value("Gov Unit", town.works, "objective", "Something else")
    frappe.db.set_value("Gov Indicator", town.code("ROADS"), "indicator_name", "Other roads")
    assert content_of(open_data(january)) == before


def test_a_month_cannot_be_published_before_it_is_over(town, january):
    with clock.standing_at(town.day(1, 31)), pytest.raises(WrongState, match="is not over"):
        publication.publish_period(january)
    assert not frappe.db.exists("Gov Edition", {"period": january})


@pytest.mark.parametrize("text", ["2021-13", "octubre", "", "2021-1"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(BadRecord, match="is not a month"):
        publication.publish_period(text)


def test_a_late_publication_says_so(town, january):
    with clock.standing_at(town.day(3, 1)):
        names = publication.publish_period(january)
    edition = frappe.get_doc("Gov Edition", names[0])
    assert edition.on_time == 0
    assert {check.code for check in edition.checks if not check.passed} >= {"RP-on-time", "units"}


def test_a_dry_run_tells_the_checks_and_writes_nothing(town, january):
    before = (frappe.db.count("Gov Edition"), frappe.db.count("File"))
    with on_publication_day(town):
        checks = publication.dry_run(january)
    assert {check.code for check in checks} >= {"CTA-complete", "ETA-open", "RP-on-time", "units"}
    assert (frappe.db.count("Gov Edition"), frappe.db.count("File")) == before


def test_a_correction_is_a_new_edition_with_reason_and_difference(town, january, editions):
    report_amended(town, 1, town.works, {"ROADS": {"value": "5", "cause": "None"}})
    with clock.standing_at(town.day(2, 25)):
        name = publication.correct("OPEN", january, "A digit was left out")
    corrected = frappe.get_doc("Gov Edition", name)
    assert (name, corrected.number) == (open_data(january, 2), 2)
    assert corrected.replaces == open_data(january)
    assert corrected.reason == "A digit was left out"
    assert "«4»" in corrected.difference
    assert "«5»" in corrected.difference
    assert "Paved roads" in corrected.difference
    roads = unit_in(name, town.works)["lines"][0]
    assert roads["value"] == "5"
    assert unit_in(open_data(january), town.works)["lines"][0]["value"] == "4"
    assert bytes_of(files_of(open_data(january))[f"{open_data(january)}.csv"].file_url)


def test_a_report_approved_late_enters_by_a_correction(town, january, editions):
    with acting(town.people["planner"], town.day(2, 14)):
        period = frappe.get_doc("Gov Reporting Period", january)
        until = f"{town.year}-02-28"
        period.append("exceptions", {"unit": town.health, "until": until, "reason": "Flood"})
        period.save()
    said_late = {"VISITS": {"value": "240"}, "LIGHTS": {"value": "98"}}
    approved(town, 1, town.health, said_late, day=20)
    with clock.standing_at(town.day(2, 25)):
        name = publication.correct("OPEN", january, "Health was approved late")
    unit = unit_in(name, town.health)
    assert (unit["state"], unit["reported"]) == ("approved", 2)


def test_nothing_to_correct_is_refused(town, january, editions):
    with clock.standing_at(town.day(2, 25)), pytest.raises(BadRecord, match="Nothing has changed"):
        publication.correct("OPEN", january, "Just so")
    assert not frappe.db.exists("Gov Edition", open_data(january, 2))


def test_a_correction_needs_a_reason_and_an_edition(town, january):
    with pytest.raises(ReasonMissing) as refusal:
        publication.correct("OPEN", january, "  ")
    assert [fault.field for fault in refusal.value.faults] == ["reason"]
    with pytest.raises(WrongState, match="was not published"):
        publication.correct("OPEN", january, "Because")


def test_a_withdrawal_leaves_a_tombstone_and_hides_the_files(town, january, editions):
    urls = [row.file_url for row in files_of(open_data(january)).values()]
    with acting(town.people["officer"], town.day(2, 26)):
        publication.withdraw(open_data(january), "It named a neighbour")
    edition = frappe.get_doc("Gov Edition", open_data(january))
    assert edition.withdrawal_reason == "It named a neighbour"
    assert edition.withdrawn_on
    assert edition.content_hash
    own = [url for url in urls if open_data(january) in url]
    assert own
    assert not any(frappe.db.exists("File", {"file_url": url}) for url in own)
    decision = frappe.get_last_doc("Gov Decision", {"reference_name": edition.name})
    assert (decision.act, decision.reason) == ("Withdraw", "It named a neighbour")
    with pytest.raises(WrongState):
        publication.withdraw(edition.name, "Again")


def test_only_who_publishes_may_correct_or_withdraw(town, january, editions):
    with acting(town.people["director"]):
        with pytest.raises(frappe.PermissionError):
            publication.withdraw(open_data(january), "I do not like it")
        with pytest.raises(frappe.PermissionError):
            publication.correct("OPEN", january, "I do not like it")


def test_an_edition_is_never_changed_cancelled_or_deleted(january, editions):
    edition = frappe.get_doc("Gov Edition", open_data(january))
    edition.withdrawal_reason = "By hand"
    with pytest.raises(LogIsClosed):
        edition.save()
    with pytest.raises(LogIsClosed):
        frappe.get_doc("Gov Edition", edition.name).cancel()
    with pytest.raises(frappe.ValidationError):
        frappe.delete_doc("Gov Edition", edition.name, force=True)
    assert frappe.db.exists("Gov Edition", edition.name)
    changed = frappe.get_doc("Gov Edition", edition.name)
    changed.content = "{}"
    with pytest.raises((LogIsClosed, frappe.UpdateAfterSubmitError)):
        changed.save()


def test_nobody_makes_an_edition_by_hand(town, january):
    forged = {
        "doctype": "Gov Edition",
        "format": "OPEN",
        "period": january,
        "number": 1,
        "title": "Forged",
        "published_at": town.day(2, 12),
        "content": "{}",
        "flags": {"made_by_publication": True},
    }
    with acting(town.people["officer"]), pytest.raises(LogIsClosed):
        frappe.get_doc(forged).insert()


def test_a_file_left_on_disk_by_a_killed_run_does_not_matter(town, january):
    orphan = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{open_data(january)}.csv",
            "content": b"half a file",
            "is_private": 0,
        }
    ).insert()
    with on_publication_day(town):
        publication.publish_period(january)
    row = files_of(open_data(january))[f"{open_data(january)}.csv"]
    assert row.file_url != orphan.file_url
    assert hashlib.sha256(bytes_of(row.file_url)).hexdigest() == row.sha256


RUN = """
import os, sys
import frappe

site, sites, period, moment = sys.argv[1:5]
os.chdir(sites)
frappe.init(site=site, sites_path=sites)
frappe.connect()
from govplan.transparency import editions, publication

frappe.flags.govplan_now = moment
"""
PUBLISH = "publication.publish_period(period)"
DIE = """
import signal

module, name, calls = sys.argv[5].split(":")
module = {"editions": editions, "publication": publication}[module]
real, left = getattr(module, name), int(calls)


def die(*given, **named):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given, **named)


setattr(module, name, die)
"""

PLACES = [
    "editions:write_files:1",
    "editions:_stored:1",
    "editions:_stored:5",
    "editions:record:1",
    "publication:_publish_first:2",
    "editions:_stored:12",
    "publication:_mark_published:1",
]


@pytest.mark.parametrize("place", PLACES)
def test_a_run_killed_anywhere_leaves_no_half_edition_and_the_next_finishes(town, january, place):
    killed = run_apart(RUN + DIE + PUBLISH, january, town.day(2, 12), place)
    _out, errors = killed.communicate()
    assert killed.returncode == -signal.SIGKILL, errors
    frappe.db.rollback()
    for name in frappe.get_all("Gov Edition", filters={"period": january}, pluck="name"):
        assert_whole(name)
    with on_publication_day(town):
        publication.publish_period(january)
    for name in (f"EC-1.3-{january}-E1", f"OPEN-{january}-E1"):
        assert_whole(name)
    assert frappe.db.get_value("Gov Reporting Period", january, "state") == "Published"


def test_two_runs_at_once_publish_once(town, january):
    runs = [run_apart(RUN + PUBLISH, january, town.day(2, 12)) for _ in range(2)]
    for run in runs:
        _out, errors = run.communicate()
        assert run.returncode == 0, errors
    frappe.db.rollback()
    made = frappe.get_all("Gov Edition", filters={"period": january}, pluck="name")
    assert sorted(made) == [f"EC-1.3-{january}-E1", f"OPEN-{january}-E1"]
    for name in made:
        assert_whole(name)


def run_apart(script: str, *arguments: str) -> subprocess.Popen:
    """The script in a process of its own, which sees what the test has written so far."""
    frappe.db.commit()
    site = [frappe.local.site, os.path.abspath(frappe.local.sites_path)]
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, "-c", script, *site, *arguments],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def assert_whole(name: str) -> None:
    edition = frappe.get_doc("Gov Edition", name)
    assert edition.docstatus == 1
    assert {f"{name}.zip", "manifest.json"} <= {row.file_name for row in edition.files}
    for row in edition.files:
        assert hashlib.sha256(bytes_of(row.file_url)).hexdigest() == row.sha256


def test_public_evidence_gets_a_copy_anyone_can_open_and_reserved_evidence_is_not_named(town):
    period = open_month(town, 1)
    with acting(town.people["director"], town.day(2, 2)):
        report = towns.save(town, town.works, period, {"ROADS": {"value": "4", "cause": "Rain"}})
        key = towns.line(town, report, "ROADS").row_key
        photo = towns.PDF + f"%{town.tag}".encode()
        attach_file(report, key, "Photo of the road", "Camino de Ana.pdf", photo, "Public", "")
        report = frappe.get_doc(report.doctype, report.name)
        attach_file(report, key, "Payroll", "rol.pdf", photo + b"%", "Reserved", "Act 12")
    with clock.standing_at(town.day(2, 5)):
        approve(town, frappe.get_doc(report.doctype, report.name), author="director")
    with on_publication_day(town):
        publication.publish_period(period)
    name = open_data(period)
    roads = next(
        line
        for line in unit_in(name, town.works)["lines"]
        if line["indicator"] == town.code("ROADS")
    )
    (proof,) = roads["evidence"]
    assert (proof["title"], proof["kind"]) == ("Photo of the road", "File")
    assert proof["url"].startswith("/files/")
    assert "Ana" not in proof["url"]
    assert bytes_of(proof["url"]) == photo
    assert proof["sha256"] == hashlib.sha256(photo).hexdigest()
    assert "Payroll" not in frappe.db.get_value("Gov Edition", name, "content")
    # The proof stays the same whatever its address in the next edition.
    report_amended(town, 1, town.works, {"ROADS": {"value": "5", "cause": "Rain"}})
    with clock.standing_at(town.day(2, 25)):
        corrected = publication.correct("OPEN", period, "A digit was left out")
    difference = frappe.db.get_value("Gov Edition", corrected, "difference")
    assert "«5»" in difference
    assert "Photo of the road" not in difference
    assert "/files/" not in difference


def test_evidence_that_is_no_longer_the_approved_file_is_told_and_not_shown(town, january):
    content = {"evidence": [{"title": "Photo", "kind": "File", "url": None, "sha256": "0" * 64}]}
    lost = evidence.release(content, {"0" * 64: "/private/files/gone.pdf"}, open_data(january))
    assert lost == ["Photo"]
    assert content["evidence"][0]["url"] is None


def test_published_files_are_neither_deleted_nor_hidden_nor_changed(town, editions):
    url = next(iter(files_of(editions[0]).values())).file_url
    file = frappe.get_doc("File", {"file_url": url})
    with acting(town.people["officer"], town.day(2, 13)):
        assert file.has_permission("read")
        for change in ({"is_private": 1}, {"attached_to_doctype": None, "attached_to_name": None}):
            hidden = frappe.get_doc("File", file.name).update(change)
            with pytest.raises(frappe.PermissionError):
                hidden.save()
        with pytest.raises(frappe.PermissionError):
            frappe.get_doc("File", file.name).delete()
    assert bytes_of(url)
