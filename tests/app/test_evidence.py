"""Proof attached to a report: looked into, stamped, kept private and with its own record."""

from hashlib import sha256

import frappe
import pytest
import town as towns
from town import PDF, acting, line, open_month, report_of, submit

from govplan.errors import BadEvidence, ContentLocked, Refused
from govplan.monitoring import attachments, evidence
from govplan.monitoring.reports import save_report

pytestmark = pytest.mark.usefixtures("site")

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 20


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def report(town):
    """The draft of January of public works, with its director at the keyboard."""
    report = report_of(town.works, open_month(town, 1))
    with acting(town.people["director"], town.day(2, 2)):
        yield report


def roads(town, report) -> str:
    return line(town, report, "ROADS").row_key


def test_a_file_is_kept_private_with_what_its_content_says(town, report):
    row = evidence.attach_file(report, roads(town, report), "Minutes", "acta.pdf", PDF)
    stored = report_of(town.works, report.period).evidence[0]
    assert (stored.row_key, stored.title, stored.kind) == (row.row_key, "Minutes", "File")
    assert (stored.sha256, stored.size_bytes) == (sha256(PDF).hexdigest(), len(PDF))
    assert (stored.content_type, stored.visibility) == ("application/pdf", "Public")
    file = frappe.get_doc("File", {"file_url": stored.file})
    assert (file.is_private, file.attached_to_name) == (1, report.name)
    assert stored.file.startswith("/private/files/")


def test_the_same_file_for_the_same_line_is_kept_once(town, report):
    key = roads(town, report)
    first = evidence.attach_file(report, key, "Minutes", "acta.pdf", PDF)
    again = evidence.attach_file(report, key, "Minutes again", "otra.pdf", PDF)
    assert again.name == first.name
    assert len(report_of(town.works, report.period).evidence) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("foto.jpg", PDF, "PDF"),
        ("acta.pdf", b"", "acta.pdf"),
        ("pagina.html", b"<html></html>", "pagina.html"),
        ("../../acta.exe", b"MZ\x90\0\x03", "acta.exe"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(town, report, name, content, words):
    with pytest.raises(BadEvidence, match=words):
        evidence.attach_file(report, roads(town, report), "Minutes", name, content)
    assert report_of(town.works, report.period).evidence == []


def test_a_file_larger_than_the_town_allows_is_refused(town, report):
    frappe.db.set_single_value("Gov Settings", "max_evidence_mb", 1)
    frappe.clear_document_cache("Gov Settings", "Gov Settings")
    with pytest.raises(BadEvidence):
        evidence.attach_file(report, "", "Plan", "plano.png", PNG + b"\0" * 1024 * 1024)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "town.example/x", "https://", "file:///x"])
def test_a_link_leads_somewhere_or_is_refused(town, report, url):
    with pytest.raises(BadEvidence):
        evidence.attach_url(report, "", "Report", url)


def test_a_link_proves_too(town, report):
    evidence.attach_url(report, roads(town, report), "", "https://town.example/report?n=1")
    stored = report_of(town.works, report.period).evidence[0]
    assert (stored.kind, stored.title) == ("URL", "https://town.example/report?n=1")
    assert not stored.sha256


def test_reserved_evidence_names_its_legal_ground(town, report):
    reserved = {"visibility": "Reserved", "legal_ground": "  "}
    with pytest.raises(BadEvidence):
        evidence.attach_file(report, "", "List", "acta.pdf", PDF, **reserved)
    reserved["legal_ground"] = "Art. 6 of the law"
    report = report_of(town.works, report.period)
    evidence.attach_file(report, "", "List", "acta.pdf", PDF, **reserved)
    assert report_of(town.works, report.period).evidence[0].visibility == "Reserved"


def test_evidence_belongs_to_a_line_of_the_report(town, report):
    with pytest.raises(BadEvidence):
        evidence.attach_file(report, "no-such-line", "Minutes", "acta.pdf", PDF)


def test_what_a_row_claims_of_its_file_never_counts(town, report):
    evidence.attach_file(report, "", "Minutes", "acta.pdf", PDF)
    report = report_of(town.works, report.period)
    report.evidence[0].update({"sha256": "0" * 64, "content_type": "image/png", "size_bytes": 1})
    report.save()
    stored = report_of(town.works, report.period).evidence[0]
    assert (stored.sha256, stored.content_type) == (sha256(PDF).hexdigest(), "application/pdf")


def test_naming_the_file_of_another_record_does_not_disclose_it(town, report):
    with acting(town.people["neighbour"], town.day(2, 2)):
        other = report_of(town.health, report.period)
        row = evidence.attach_file(other, "", "Secret", "secreto.pdf", PDF + b"secret")
    stolen = {"title": "Mine now", "kind": "File", "file": row.file, "visibility": "Public"}
    report.append("evidence", stolen)
    with pytest.raises(BadEvidence):
        report.save()


def test_evidence_is_taken_away_with_its_file(town, report):
    row = evidence.attach_file(report, "", "Minutes", "acta.pdf", PDF)
    file = frappe.db.get_value("File", {"file_url": row.file}, "name")
    evidence.attach_url(report, "", "Link", "https://town.example")
    evidence.remove(report, row.name)
    stored = report_of(town.works, report.period)
    assert [(one.title, one.idx) for one in stored.evidence] == [("Link", 1)]
    # The file itself goes in a job of its own, once the removal is committed.
    attachments.forget(file)
    assert not frappe.db.exists("File", file)


def test_a_file_that_proves_something_is_neither_deleted_nor_changed_by_itself(town, report):
    row = evidence.attach_file(report, "", "Minutes", "acta.pdf", PDF)
    file = frappe.get_doc("File", {"file_url": row.file})
    with pytest.raises(frappe.PermissionError):
        file.delete()
    file.is_private = 0
    with pytest.raises(frappe.PermissionError):
        file.save()
    file = frappe.get_doc("File", file.name)
    assert file.has_permission("read")
    with acting(town.people["neighbour"]):
        assert not file.has_permission("read")


def test_a_file_taken_as_proof_before_it_was_attached_stays_too(town, report):
    made = {"doctype": "File", "file_name": "loose.pdf", "content": PDF + b"%", "is_private": 1}
    file = frappe.get_doc(made).insert()
    report.append("evidence", {"kind": "File", "file": file.file_url, "title": "Loose"})
    report.save()
    assert not file.has_permission("delete")
    assert not file.has_permission("write")


def test_evidence_that_is_gone_is_told(town, report):
    with pytest.raises(BadEvidence):
        evidence.remove(report, "no-such-row")


def test_evidence_of_a_submitted_report_stays_as_it_is(town, report):
    report = submit(town, town.works, report.period, {"ROADS": {"value": "5"}})
    with pytest.raises(ContentLocked):
        evidence.attach_file(report, "", "Minutes", "acta.pdf", PDF)
    with pytest.raises(ContentLocked):
        evidence.remove(report_of(town.works, report.period), report.evidence[0].name)


def test_nobody_attaches_to_the_report_of_another_unit(town, report):
    with (
        acting(town.people["neighbour"], town.day(2, 2)),
        pytest.raises((frappe.PermissionError, Refused)),
    ):
        evidence.attach_file(report_of(town.works, report.period), "", "x", "acta.pdf", PDF)


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ("Every reported value", {"ROADS", "VISITS"}),
        ("Every value above zero", {"VISITS"}),
        ("Optional", set()),
    ],
)
def test_the_town_says_which_values_need_evidence(town, report, rule, asked):
    frappe.db.set_single_value("Gov Settings", "evidence_rule", rule)
    frappe.clear_document_cache("Gov Settings", "Gov Settings")
    said = {"ROADS": {"value": "0", "cause": "Rain"}, "VISITS": {"value": "250"}}
    rows = {row.row_key: {"missing_reason": "Not measured"} for row in report.rows}
    report = save_report(report.name, {**rows, **towns.typed(town, report, said)})
    keys = {line(town, report, short).row_key for short in asked}
    faults = {fault.row_key for fault in report.faults_before_submit()}
    assert faults == keys


def test_one_proof_of_a_line_does_not_prove_another(town, report):
    evidence.attach_file(report, roads(town, report), "Minutes", "acta.pdf", PDF)
    said = {"ROADS": {"value": "5"}, "VISITS": {"value": "250"}}
    rows = {row.row_key: {"missing_reason": "Not measured"} for row in report.rows}
    report = save_report(report.name, {**rows, **towns.typed(town, report, said)})
    visits = line(town, report, "VISITS").row_key
    assert [fault.row_key for fault in report.faults_before_submit()] == [visits]
