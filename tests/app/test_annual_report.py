"""The year told as a whole: taken from editions, written by planning, approved, published."""

import frappe
import pytest
import town as towns
from publishing import approved, content_of, files_of, on_publication_day
from records import agreement, event, node, plan
from town import acting, open_month

from govplan.annual import generating
from govplan.annual.gathering import gather
from govplan.approval.service import perform
from govplan.errors import BadRecord, ContentLocked, NotYourAct, Refused, ValueMissing
from govplan.transparency import public, publication

pytestmark = pytest.mark.usefixtures("site")

ROADS = {"ROADS": {"value": "4", "cause": "Rain", "budget_accrued": "50"}}
MORE = {"ROADS": {"value": "12"}, "LIGHTS": {"value": "98"}}


@pytest.fixture(scope="module")
def year(site):
    """A town with a plan, an event, an agreement, and two published months; it stays."""
    frappe.local.flags = frappe._dict(in_test=True, currently_saving=[])
    frappe.set_user("Administrator")
    town = towns.build()
    _plan_with_an_axis(town)
    for month, values in ((1, ROADS), (2, MORE)):
        open_month(town, month)
        approved(town, month, town.works, values)
    with acting(town.people["director"], town.day(2, 8)):
        made = [event(town, starts_at=town.day(1, 20)), agreement(town)]
    for doc in made:
        _approve(town, doc, month=2)
    for month in (1, 2):
        with on_publication_day(town, month):
            publication.publish_period(town.month(month))
    frappe.db.commit()
    return town


def _plan_with_an_axis(town):
    """The axis 1.1 holds the roads; the axis 2 holds nothing to measure."""
    doc = plan(town)
    leaf = frappe.db.get_value("Gov Plan Node", {"plan": doc.name, "code": "1.1"})
    node(doc.name, "2", "Axis")
    frappe.db.set_value("Gov Indicator", town.code("ROADS"), "plan_node", leaf)
    frappe.clear_cache()
    _approve(town, doc, "planner")


def _approve(town, doc, author="director", month=1):
    for part, act in ((author, "Submit"), ("coordinator", "Review"), ("mayor", "Approve")):
        with acting(town.people[part], town.day(month, 9)):
            doc = perform(doc.doctype, doc.name, act)
    return doc


@pytest.fixture
def report(year):
    """The draft of the year's report with its figures; planning at the keyboard."""
    with acting(year.people["planner"], year.day(13, 10)):
        yield generating.begin(str(year.year))


def figures(report, kind, subject=""):
    (row,) = (r for r in report.sections if (r.kind, r.subject or "") == (kind, subject))
    return frappe.parse_json(row.figures)


def told(report) -> list[str]:
    return [row.kind for row in report.sections]


def submitted(report):
    generating.save(report.name, {"introduction": "A year of roads."}, {})
    return perform(report.doctype, report.name, "Submit")


def test_the_report_has_a_section_for_each_axis_and_unit(year, report):
    assert told(report) == [
        "Summary", "Axis", "Axis", "Unit", "Unit", "Agreements", "Participation", "Budget",
        "Coverage",
    ]  # fmt: skip
    assert [row.subject for row in report.sections if row.kind == "Unit"] == [
        year.works,
        year.health,
    ]
    assert report.name == f"INF-{year.year}"


def test_a_units_figures_are_those_of_its_last_approved_month(year, report):
    works = figures(report, "Unit", year.works)
    edition = public.open_data_of(year.month(2))
    (published,) = (u for u in edition["units"] if u["code"] == year.works)
    assert works["as_of"] == year.month(2)
    assert works["compliance"] == published["compliance"]
    assert (works["months_reported"], works["months_due"]) == (2, 2)
    roads = next(line for line in works["lines"] if line["indicator"] == year.code("ROADS"))
    assert (roads["annual_target"], roads["to_date"]) == ("120", "16")


def test_a_unit_that_never_reported_is_there_and_counts_nothing_as_zero(year, report):
    health = figures(report, "Unit", year.health)
    assert (health["as_of"], health["compliance"]) == (None, None)
    assert (health["months_reported"], health["months_due"]) == (0, 2)
    summary = figures(report, "Summary")
    assert summary["compliance"] == figures(report, "Unit", year.works)["compliance"]


def test_an_axis_gathers_what_serves_it_and_one_without_indicators_shows_no_percent(year, report):
    code = year.code("PLAN")
    first, second = figures(report, "Axis", f"{code} 1"), figures(report, "Axis", f"{code} 2")
    assert [line["indicator"] for line in first["lines"]] == [year.code("ROADS")]
    assert (first["percent"], first["lines"][0]["percent_to_date"]) == ("100", "106.67")
    assert first["purposes"] == ["A town that works"]
    assert (second["percent"], second["lines"]) == (None, [])


def test_agreements_tell_whether_they_were_kept_as_the_year_ended(year, report):
    agreed = figures(report, "Agreements")
    assert agreed["as_of"] == f"{year.year}-12-31"
    # A site that holds other towns holds their promises too.
    (own,) = (row for row in agreed["rows"] if row["unit_name"].endswith(year.tag))
    assert own["standing"] == "Overdue"
    overdue = sum(row["standing"] == "Overdue" for row in agreed["rows"])
    assert dict(map(tuple, agreed["counts"]))["Overdue"] == overdue


def test_coverage_says_what_is_missing(year, report):
    coverage = figures(report, "Coverage")
    assert coverage["published"] == 2
    assert (coverage["reports_approved"], coverage["reports_due"]) == (2, 4)
    assert [bool(month["published"]) for month in coverage["months"]] == [True] * 2 + [False] * 10


def test_participation_counts_events_held_in_the_year(year, report):
    assert [row["title"] for row in figures(report, "Participation")["rows"]] == [
        "Assembly of the market"
    ]
    assert gather(year.year + 1).events == ()


def test_money_without_a_budget_has_no_percent(report):
    whole = figures(report, "Budget")["whole"]
    assert (whole["budget"], whole["percent"]) == (None, None)


def test_words_stay_when_figures_are_taken_again(report):
    section = report.sections[3]
    generating.save(report.name, {"closing": "More roads."}, {section.name: "We paved.\n"})
    again = generating.generate(report.name)
    assert (again.closing, again.sections[3].narrative) == ("More roads.", "We paved.")
    assert [row.figures for row in again.sections] == [row.figures for row in report.sections]


def test_nobody_writes_figures_by_hand(report):
    report.sections[0].figures = '{"compliance": "1"}'
    report.sources, report.year = "[]", 1999
    report.save()
    stored = frappe.get_doc(report.doctype, report.name)
    assert stored.year != 1999
    assert figures(stored, "Summary")["compliance"] == "100"
    assert frappe.parse_json(stored.sources)
    report.reload()
    report.sections = report.sections[:-1]
    with pytest.raises(Refused):
        report.save()


def test_a_report_is_submitted_with_words_and_with_the_figures_that_stand(year, report):
    with pytest.raises(ValueMissing):
        perform(report.doctype, report.name, "Submit")
    generating.save(report.name, {"introduction": "A year."}, {})
    frappe.db.set_value(report.doctype, report.name, "sources", "[]", update_modified=False)
    with pytest.raises(BadRecord, match="since the figures were taken"):
        perform(report.doctype, report.name, "Submit")
    generating.generate(report.name)
    assert perform(report.doctype, report.name, "Submit").workflow_state == "Submitted"


def test_a_year_has_one_report(year, report):
    with pytest.raises(BadRecord, match=str(year.year)):
        generating.begin(str(year.year))
    with pytest.raises(Refused):
        generating.begin("twenty")


@pytest.mark.parametrize("part", ["director", "coordinator", "mayor", "officer", "auditor"])
def test_only_planning_writes_it(year, report, part):
    with acting(year.people[part], year.day(13, 10)):
        with pytest.raises((frappe.PermissionError, NotYourAct)):
            generating.save(report.name, {"closing": "Mine"}, {})
        with pytest.raises((frappe.PermissionError, NotYourAct)):
            generating.generate(report.name)


def test_a_draft_is_not_for_those_who_see_only_what_is_approved(year, report):
    with acting(year.people["officer"], year.day(13, 10)):
        assert not report.has_permission("read")
        assert report.name not in frappe.get_list(report.doctype, pluck="name")
    with acting(year.people["coordinator"], year.day(13, 10)):
        assert report.has_permission("read")


def test_what_is_submitted_is_closed_to_new_figures(report):
    submitted(report)
    with pytest.raises(ContentLocked):
        generating.generate(report.name)


def test_approval_publishes_it_with_its_documents_and_a_correction_is_the_next_edition(
    year, report
):
    submitted(report)
    for part, act in (("coordinator", "Review"), ("mayor", "Approve")):
        with acting(year.people[part], year.day(13, 12)):
            perform(report.doctype, report.name, act)
    name = f"ANNUAL-{year.year}-E1"
    endings = {file.rsplit(".", 1)[-1] for file in files_of(name)}
    assert {"pdf", "docx", "html", "xlsx", "csv", "json", "zip"} <= endings
    content = content_of(name)
    assert content["introduction"] == "A year of roads."
    assert {one["edition"] for one in content["sources"]} >= {
        f"OPEN-{year.month(1)}-E1",
        f"OPEN-{year.month(2)}-E1",
    }
    assert public.annual_report(str(year.year))["title"] == content["title"]
    draft = perform(report.doctype, report.name, "Supersede", "Other", "A digit")
    assert (draft.version, draft.workflow_state) == (2, "Draft")
    assert [row.figures for row in draft.sections] == [row.figures for row in report.sections]
    generating.save(draft.name, {"introduction": "A better year."}, {})
    for part, act in (("planner", "Submit"), ("coordinator", "Review"), ("mayor", "Approve")):
        with acting(year.people[part], year.day(13, 20)):
            perform(draft.doctype, draft.name, act)
    assert public.annual_report(str(year.year))["edition"]["number"] == 2
