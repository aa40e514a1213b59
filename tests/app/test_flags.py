"""Clean and flagged: why a report is opened, in words, and what may be passed with others."""

import frappe
import pytest
import town as towns
from town import acting, line, open_month, report_of, submit, typed

from govplan.api.approval import act_on_many
from govplan.approval.remarks import remark
from govplan.approval.service import perform, perform_many
from govplan.monitoring.flags import flags_by_name
from govplan.monitoring.reports import save_report

pytestmark = pytest.mark.usefixtures("site")

REPORT = "Gov Progress Report"
# Everything due, as planned.
SOUND = {"VISITS": {"value": "250"}, "LIGHTS": {"value": "98"}}


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def january(town):
    return open_month(town, 1)


def sent(town, period, said=None, day=2, month=2, part="neighbour", unit=""):
    """The health unit's report of the month, submitted."""
    with acting(town.people[part], town.day(month, day)):
        return submit(town, unit or town.health, period, said or SOUND)


def take(town, doc, part, act, code="", reason="", day=3):
    with acting(town.people[part], town.day(2, day)):
        return perform(doc.doctype, doc.name, act, code, reason)


def flags(report):
    return flags_by_name([report.name])[report.name]


def back(town, report, **said):
    """Returned by the coordination, then sent again, with these lines changed."""
    report = take(town, report, "coordinator", "Return", "Wrong value", "Look again")
    with acting(town.people["neighbour"], town.day(2, 4)):
        save_report(report.name, typed(town, report, said))
        return perform(REPORT, report.name, "Submit")


def test_a_report_in_time_complete_and_near_its_targets_is_clean(town, january):
    assert flags(sent(town, january)) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({**SOUND, "LIGHTS": {"missing_reason": "No meter"}}, ["Lines without value"]),
        ({**SOUND, "VISITS": {"value": "100", "cause": "Rain"}}, ["Far from the target"]),
        (
            {**SOUND, "VISITS": {"value": "2500", "checked": "1"}},
            ["Far from the target", "A decimal mark out of place?"],
        ),
        (
            {**SOUND, "LIGHTS": {"value": "0", "cause": "Storm", "budget_accrued": "10"}},
            ["Far from the target"],
        ),
    ],
)
def test_what_the_report_itself_shows(town, january, said, words):
    assert flags(sent(town, january, said)) == words


def test_late_is_told(town, january):
    assert flags(sent(town, january, day=20)) == ["Late"]


def test_returned_before_is_told_and_unchanged_content_is_not_called_changed(town, january):
    report = sent(town, january)
    report = take(town, report, "coordinator", "Review")
    report = take(town, report, "mayor", "Return", "Other", "A question")
    report = take(town, report, "neighbour", "Submit", day=4)
    assert flags(report) == ["Returned before"]


def test_changed_after_it_was_reviewed_is_told(town, january):
    report = take(town, sent(town, january), "coordinator", "Review")
    report = take(town, report, "mayor", "Return", "Other", "A question")
    with acting(town.people["neighbour"], town.day(2, 4)):
        save_report(report.name, typed(town, report, {"VISITS": {"value": "251"}}))
        report = perform(REPORT, report.name, "Submit")
    assert flags(report) == ["Returned before", "Changed after it was reviewed"]
    assert flags(take(town, report, "coordinator", "Review")) == ["Returned before"]


def test_open_remarks_are_counted(town, january):
    report = sent(town, january)
    with acting(town.people["coordinator"], town.day(2, 3)):
        remark(REPORT, report.name, "Who counted?", line(town, report, "VISITS").row_key)
        remark(REPORT, report.name, "A word")
    assert flags(report) == ["Open remarks: 2"]


def test_a_report_sent_before_an_earlier_month_says_so(town, january):
    february = open_month(town, 2)
    later = sent(town, february, month=3)
    assert flags(later) == []
    sent(town, january, month=3, day=4)
    assert flags(later) == [f"Sent before january {town.year} was"]


def test_a_correction_is_opened_too(town, january):
    report = sent(town, january)
    report = take(town, report, "coordinator", "Review")
    report = take(town, report, "mayor", "Approve")
    new = take(town, report, "planner", "Supersede", "Wrong value", "Counted again")
    new = take(town, new, "neighbour", "Submit", day=5)
    assert flags(new) == ["Corrects an approved month"]


def test_in_bulk_only_the_clean_ones_pass_and_each_has_its_result(town, january):
    clean = sent(town, january)
    flagged = sent(town, january, {"ROADS": {"value": "5"}}, part="director", unit=town.works)
    with acting(town.people["coordinator"], town.day(2, 3)):
        results = act_on_many(REPORT, [flagged.name, clean.name], "Review")
    assert [(one["name"], one["ok"]) for one in results] == [
        (flagged.name, False),
        (clean.name, True),
    ]
    assert "Open it first" in results[0]["message"]
    assert "Lines without value" in results[0]["message"]
    assert report_of(town.works, january).workflow_state == "Submitted"
    assert take(town, flagged, "coordinator", "Review").workflow_state == "Reviewed"


def test_bulk_tells_nobody_of_what_they_may_not_see(town, january):
    flagged = sent(town, january, day=20)
    with acting(town.people["director"], town.day(2, 21)):
        (result,) = perform_many(REPORT, [flagged.name], "Review")
    assert (result["ok"], "Late" in result["message"]) == (False, False)


def test_frappes_own_act_on_many_refuses_them_too(town, january):
    flagged = sent(town, january, day=20)
    overriding = frappe.get_hooks("override_whitelisted_methods")
    method = overriding["frappe.model.workflow.bulk_workflow_approval"][-1]
    with acting(town.people["coordinator"], town.day(2, 21)):
        told = frappe.get_attr(method)([flagged.name], REPORT, "Review")
    assert told["done"] == []
    assert [(name, "Open it first" in why) for name, why in told["failed"]] == [
        (flagged.name, True)
    ]
    assert report_of(town.health, january).workflow_state == "Submitted"


def test_other_records_pass_together_as_before(town):
    with acting("Administrator", town.day(1, 4)):
        poa = towns.draft_poa(
            town, town.health, ["VISITS"], fiscal_year=town.year + 1,
            effective_from=f"{town.year + 1}-01-01",
        )  # fmt: skip
    poa = take(town, poa, "neighbour", "Submit")
    with acting(town.people["coordinator"], town.day(2, 3)):
        assert perform_many("Gov POA", [poa.name], "Review")[0]["ok"]
