"""Values that surprise are confirmed before they are sent, and what reviewers look at is kept."""

import pytest
import town as towns
from town import acting, line, open_month, report_of, save, typed

from govplan.approval.service import perform
from govplan.errors import NotConfirmed, Refused, ValueMissing
from govplan.monitoring.alerts import warnings_of
from govplan.monitoring.evidence import attach_url
from govplan.monitoring.reports import no_change, save_report

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def february(town):
    """January said; February open and untouched."""
    january = open_month(town, 1)
    with acting(town.people["director"], town.day(2, 2)):
        said = {"ROADS": {"value": "5"}, "VISITS": {"value": "240"}, "LIGHTS": {"value": "97"}}
        towns.submit(town, town.works, january, said)
    return open_month(town, 2)


def written(town, month, **said):
    """The director's draft of the month, with its proof."""
    with acting(town.people["director"], town.day(3, 2)):
        report = save(town, town.works, month, said)
        attach_url(report, "", "Report", "https://town.example/report")
    return report


def again(town, report, **said):
    with acting(town.people["director"], town.day(3, 2)):
        return save_report(report.name, typed(town, report, said))


def submitted(town, report):
    with acting(town.people["director"], town.day(3, 2)):
        return perform(report.doctype, report.name, "Submit")


def test_a_slip_of_the_decimal_mark_is_warned_of_and_not_sent_unconfirmed(town, february):
    report = written(town, february, VISITS={"value": "2400"})
    visits = line(town, report, "VISITS")
    assert "Scale slip" in visits.alerts
    assert warnings_of(visits)[0].startswith("2.400 is about ten")
    with pytest.raises(NotConfirmed) as refusal:
        submitted(town, report)
    assert [(one.row_key, one.field) for one in refusal.value.faults] == [
        (visits.row_key, "checked")
    ]


@pytest.mark.parametrize("said", [{"checked": "1"}, {"checked_note": "The fair came"}])
def test_an_honest_number_is_sent_once_the_director_says_so(town, february, said):
    report = written(town, february, VISITS={"value": "2400"})
    report = submitted(town, again(town, report, VISITS=said))
    visits = line(town, report, "VISITS")
    assert (report.workflow_state, visits.checked, visits.checked_value) == ("Submitted", 1, "2400")
    assert "Scale slip" in report.alerts


def test_a_confirmation_is_of_one_value(town, february):
    report = written(town, february, VISITS={"value": "2400", "checked": "1"})
    report = again(town, report, VISITS={"value": "25", "checked": "1"})
    assert line(town, report, "VISITS").checked == 0
    report = again(town, report, VISITS={"value": "240", "checked": "1"})
    visits = line(town, report, "VISITS")
    assert (visits.checked, visits.alerts) == (0, "")


def test_a_confirmation_cannot_be_typed_for_another_value(town, february):
    report = written(town, february, VISITS={"value": "2400"})
    with acting(town.people["director"], town.day(3, 2)):
        visits = line(town, report, "VISITS")
        visits.update({"checked": 1, "checked_value": "999", "alerts": ""})
        report.save()
    assert (visits.checked_value, visits.alerts) == ("2400", "Scale slip\nFar from target")


def test_last_years_values_speak_in_january(town):
    december = open_month(town, 12)
    with acting(town.people["director"], town.day(13, 2)):
        towns.submit(
            town, town.works, december, {"LIGHTS": {"value": "97"}, "MARKET": {"value": "100"}}
        )
    year = f"{town.year + 1}"
    poa = {"fiscal_year": town.year + 1, "effective_from": f"{year}-01-01"}
    with acting("Administrator", town.day(12, 4)):
        towns.approved_poa(town, town.works, ["LIGHTS"], **poa)
    lights = line(town, report_of(town.works, open_month(town, 13)), "LIGHTS")
    assert (lights.previous_value, lights.previous_period) == ("97", town.month(12))


def test_a_month_in_which_nothing_was_done_owes_its_cause_though_the_year_is_green(town, february):
    report = written(town, february, ROADS={"value": "0"})
    with pytest.raises(ValueMissing) as refusal:
        submitted(town, report)
    assert refusal.value.faults[0].field == "cause"
    submitted(town, again(town, report, ROADS={"cause": "The contractor left"}))


def test_what_did_not_change_is_neither_unusual_nor_unproved(town, february):
    with acting(town.people["director"], town.day(3, 2)):
        report = no_change(report_of(town.works, february).name)
    lights = line(town, report, "LIGHTS")
    assert (lights.value, lights.no_change, lights.alerts) == ("97", 1, "")


def test_what_reviewers_look_at_is_kept_with_each_line(town, february):
    report = report_of(town.works, february)
    said = {
        "ROADS": {"value": "2", "cause": "Rain"},
        "VISITS": {"value": "230"},
        "WATER": {"value": "110"},
    }
    report = again(town, report, **said)
    codes = {short: line(town, report, short).alerts for short in (*said, "LIGHTS", "TREES")}
    no_story = "Progress without narrative"
    assert codes == {
        "ROADS": f"Far from target\nNo evidence\n{no_story}",
        "VISITS": f"No evidence\n{no_story}",
        "WATER": f"Out of range\nFar from target\nNo evidence\n{no_story}",
        "LIGHTS": "No value",
        "TREES": "",
    }
    assert set(report.alerts.split("\n")) == {
        "Far from target", "No evidence", "No value", "Out of range", no_story,
    }  # fmt: skip


def test_a_value_that_cannot_be_is_corrected_and_not_confirmed(town, february):
    report = written(town, february, VISITS={"value": "240"}, WATER={"value": "4080"})
    with pytest.raises(Refused) as refusal:
        submitted(town, report)
    assert [fault.field for fault in refusal.value.faults] == ["value"]
