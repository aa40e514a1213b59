"""Correcting an approved month: both versions stay, with their difference, and what rests on it."""

import pytest
import town as towns
from town import acting, line, open_month, report_of, submit, typed

from govplan.approval.service import perform
from govplan.monitoring.corrections import differences, later_months, supersede_later, versions_of
from govplan.monitoring.evidence import attach_url
from govplan.monitoring.flags import flags_by_name
from govplan.monitoring.reports import save_report

pytestmark = pytest.mark.usefixtures("site")

SAID = {"ROADS": {"value": "5", "cause": "Rain"}, "WATER": {"value": "40.8"}}
REASON = ("Correction of published data", "Measured again")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def quarter(town):
    """Works' approved reports of January to March."""
    return [approved(town, number) for number in (1, 2, 3)]


def take(town, doc, part, act, *reason, month=5, day=2):
    with acting(town.people[part], town.day(month, day)):
        return perform(doc.doctype, doc.name, act, *reason)


def approved(town, number):
    period = open_month(town, number)
    with acting(town.people["director"], town.day(number + 1, 2)):
        report = submit(town, town.works, period, SAID)
    report = take(town, report, "coordinator", "Review")
    return take(town, report, "mayor", "Approve")


def superseded(town, report):
    return take(town, report, "planner", "Supersede", *REASON)


def corrected(town, draft, day=3, **said):
    with acting(town.people["director"], town.day(5, day)):
        save_report(draft.name, typed(town, draft, said))
        return perform(draft.doctype, draft.name, "Submit")


def test_both_versions_are_reached_and_their_difference_is_told(town, quarter):
    january = quarter[0]
    new = superseded(town, january)
    with acting(town.people["director"], town.day(5, 3)):
        report = save_report(new.name, typed(town, new, {"ROADS": {"value": "4"}}))
        attach_url(report, "", "New measurement", "https://town.example/again")
        versions = versions_of(report)
        told = differences(january, report)
    assert [(one.version, one.workflow_state) for one in versions] == [
        (2, "Draft"),
        (1, "Superseded"),
    ]
    assert versions[0].correction_reason == "Measured again"
    assert [(one["line"], one["label"], one["before"], one["after"]) for one in told] == [
        ("Paved roads", "Value", "5", "4"),
        ("Paved roads", "Value to date", "5", "4"),
        ("", "Evidence", "", "New measurement"),
    ]


def test_later_approved_months_are_named_by_the_lines_that_add_up(town, quarter):
    new = superseded(town, quarter[0])
    later = later_months(new)
    assert [one.name for one in later] == [report.name for report in quarter[1:]]
    assert "Paved roads" in later[0].lines
    assert "Homes with water" not in later[0].lines


def test_before_a_correction_the_months_that_would_rest_on_it_are_known(town, quarter):
    assert [one.period for one in later_months(quarter[1])] == [town.month(3)]
    assert later_months(quarter[2]) == []


def test_later_months_stay_as_approved_until_they_are_superseded_too(town, quarter):
    new = corrected(town, superseded(town, quarter[0]), ROADS={"value": "4"})
    february = report_of(town.works, town.month(2))
    assert (february.workflow_state, line(town, february, "ROADS").to_date) == ("Approved", "10")
    assert flags_by_name([february.name])[february.name][:1] == [
        f"Sent before january {town.year} was"
    ]
    with acting(town.people["planner"], town.day(5, 4)):
        results = supersede_later(new, [report.name for report in quarter[1:]])
    assert [one["ok"] for one in results] == [True, True]

    february = report_of(town.works, town.month(2))
    assert (february.version, february.workflow_state) == (2, "Draft")
    assert february.correction_reason == f"January {town.year} was corrected: Measured again"
    february = corrected(town, february, day=5)
    assert line(town, february, "ROADS").to_date == "9"
    march = corrected(town, report_of(town.works, town.month(3)), day=6)
    assert line(town, march, "ROADS").to_date == "14"
    assert flags_by_name([march.name])[march.name][:1] == ["Corrects an approved month"]
    assert later_months(new) == []


def test_only_months_that_rest_on_it_are_superseded_along(town, quarter):
    new = superseded(town, quarter[1])
    with acting(town.people["planner"], town.day(5, 4)):
        assert supersede_later(new, [quarter[0].name]) == []
    assert report_of(town.works, town.month(1)).workflow_state == "Approved"


def test_who_may_not_supersede_is_told_for_each_month(town, quarter):
    new = superseded(town, quarter[0])
    with acting(town.people["director"], town.day(5, 4)):
        results = supersede_later(new, [quarter[1].name])
    assert [one["ok"] for one in results] == [False]
    assert report_of(town.works, town.month(2)).version == 1
