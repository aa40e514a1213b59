"""Bad input and interruptions: each refused in words that help, none leaving anything half done."""

import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import frappe
import pytest
import town as towns
from town import acting, line, open_month, perform, report_of, submit

from govplan.errors import (
    BadEvidence,
    OutOfLegalRange,
    PeriodClosed,
    ValueMissing,
    WrongState,
)
from govplan.monitoring import calendar, evidence
from govplan.monitoring.reports import save_report
from govplan.transparency import public

pytestmark = pytest.mark.usefixtures("site")

DYING_RUN = Path(__file__).with_name("dying_run.py")
NEVER = 10_000
SAID = {"ROADS": {"value": "5"}, "VISITS": {"value": "250"}}


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def january(town):
    return open_month(town, 1)


def decisions_on(report) -> int:
    return frappe.db.count("Gov Decision", {"reference_name": report.name})


@pytest.mark.parametrize(
    ("part", "act"),
    [("coordinator", "Review"), ("mayor", "Approve"), ("coordinator", "Return")],
)
def test_an_act_out_of_its_state_is_refused(town, january, part, act):
    report = report_of(town.works, january)
    with acting(town.people[part], town.day(2, 3)), pytest.raises(WrongState):
        perform(report.doctype, report.name, act, "Other", "Because")
    assert report_of(town.works, january).workflow_state == "Draft"
    assert decisions_on(report) == 0


def test_a_report_is_submitted_once(town, january):
    with acting(town.people["director"], town.day(2, 3)):
        report = submit(town, town.works, january, SAID)
        with pytest.raises(WrongState):
            perform(report.doctype, report.name, "Submit")
    assert decisions_on(report) == 1


def test_a_missing_value_is_told_with_its_indicator(town, january):
    report = report_of(town.works, january)
    with (
        acting(town.people["director"], town.day(2, 3)),
        pytest.raises(ValueMissing, match="Paved roads"),
    ):
        perform(report.doctype, report.name, "Submit")
    assert decisions_on(report) == 0


def test_a_value_outside_the_legal_range_is_told_with_its_bound(town, january):
    out_of_range = {"WATER": {"value": "100.5", "cause": "Typed wrong"}}
    with (
        acting(town.people["director"], town.day(2, 3)),
        pytest.raises(OutOfLegalRange, match=r"Homes with water.*100,5.*100"),
    ):
        submit(town, town.works, january, out_of_range)
    report = report_of(town.works, january)
    assert (report.workflow_state, line(town, report, "WATER").value) == ("Draft", "100.5")


def test_evidence_that_is_not_what_its_name_says_is_refused(town, january):
    report = report_of(town.works, january)
    with (
        acting(town.people["director"], town.day(2, 3)),
        pytest.raises(BadEvidence, match=r"acta\.pdf"),
    ):
        evidence.attach_file(report, "", "Minutes", "acta.pdf", b"<html>not a pdf</html>")
    assert not frappe.db.exists("File", {"attached_to_name": report.name})


def test_a_closed_period_says_whom_to_ask(town, january):
    period = frappe.get_doc("Gov Reporting Period", january)
    period.update({"state": "Published"}).flags.moved_by_the_calendar = True
    period.save()
    with (
        acting(town.people["director"], town.day(2, 20)),
        pytest.raises(PeriodClosed, match=january),
    ):
        submit(town, town.works, january, SAID)
    assert report_of(town.works, january).workflow_state == "Draft"


def test_the_second_of_two_people_is_told_and_the_first_keeps_what_they_wrote(town, january):
    with acting("Administrator", town.day(2, 1)):
        towns.person(town, "deputy", "Director", town.works, capacity="Acting")
    seen = report_of(town.works, january)
    with acting(town.people["director"], town.day(2, 3)):
        save_report(seen.name, towns.typed(town, seen, SAID), None, seen.modified)
    with (
        acting(town.people["deputy"], town.day(2, 3)),
        pytest.raises(frappe.TimestampMismatchError, match="Director"),
    ):
        second = {"ROADS": {"value": "7"}}
        save_report(seen.name, towns.typed(town, seen, second), None, seen.modified)
    assert line(town, report_of(town.works, january), "ROADS").value == "5"


def test_two_acts_on_what_both_saw_are_one(town, january):
    with acting(town.people["director"], town.day(2, 3)):
        report = submit(town, town.works, january, SAID)
    seen = report_of(town.works, january).modified
    with acting(town.people["coordinator"], town.day(2, 4)):
        perform(report.doctype, report.name, "Return", "Incomplete", "Which road?", seen)
        with pytest.raises(frappe.TimestampMismatchError):
            perform(report.doctype, report.name, "Review", modified=seen)
    assert report_of(town.works, january).workflow_state == "Returned"


@pytest.fixture
def due(town):
    """January said, approved and waiting for its publication, committed."""
    january = open_month(town, 1)
    with acting(town.people["director"], town.day(2, 3)):
        report = submit(town, town.works, january, SAID)
    for part, act in (("coordinator", "Review"), ("mayor", "Approve")):
        with acting(town.people[part], town.day(2, 4)):
            perform(report.doctype, report.name, act)
    before = frappe.db.get_single_value("Gov Settings", "first_period")
    _first_period(january)
    yield january
    frappe.db.rollback()
    _first_period(before)


def _first_period(month: str | None) -> None:
    frappe.db.set_single_value("Gov Settings", "first_period", month)
    frappe.clear_document_cache("Gov Settings", "Gov Settings")
    frappe.db.commit()


def test_killed_during_publication_the_next_run_finishes_and_nothing_is_ever_half(town, due):
    moment = town.day(2, 15)
    for commits in range(1, 40):
        died = _run_and_die(moment, commits)
        frappe.db.rollback()
        _require_whole_editions(due)
        if not died:
            break
    assert commits > 3, "the run was never interrupted within the publication"
    assert frappe.db.get_value("Gov Reporting Period", due, "state") == "Published"
    first = _editions(due)
    assert {name.rpartition("-")[2] for name in first} == {"E1"}
    assert any(name.startswith("OPEN") for name in first)
    with acting("Administrator", moment):
        calendar.keep()
    assert _editions(due) == first


def test_two_runs_at_once_publish_once(town, due):
    runs = [_start(town.day(2, 15), NEVER) for _run in range(2)]
    told = [run.communicate(timeout=120)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    frappe.db.rollback()
    _require_whole_editions(due)
    assert {name.rpartition("-")[2] for name in _editions(due)} == {"E1"}
    assert frappe.db.get_value("Gov Job Run", f"publish:{due}", ["state", "attempts"]) == (
        "Done",
        1,
    )


def _run_and_die(moment: str, commits: int) -> bool:
    """Keep the calendar in a process of its own, killed with -9 right before that commit."""
    run = _start(moment, commits)
    told = run.communicate(timeout=120)[1]
    assert run.returncode in (0, -signal.SIGKILL), told
    return run.returncode != 0


def _start(moment: str, commits: int) -> subprocess.Popen:
    where = [frappe.local.site, os.path.abspath(frappe.local.sites_path)]
    arguments = [sys.executable, str(DYING_RUN), *where, moment, str(commits)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(arguments, **pipes)


def _editions(period: str) -> list[str]:
    return frappe.get_all(
        "Gov Edition", filters={"period": period}, pluck="name", order_by="name asc"
    )


def _require_whole_editions(period: str) -> None:
    """What the public can see of the month is complete, to the last byte of each file."""
    for name in _editions(period):
        shown = public.edition(name)
        assert shown["files"], name
        for file in shown["files"]:
            path = frappe.get_site_path("public", file["file_url"].lstrip("/"))
            content = Path(path).read_bytes()
            assert sha256(content).hexdigest() == file["sha256"], file["file_url"]
