"""The monthly report: opened for every plan in force, filled in, measured at every save."""

import frappe
import pytest
import town as towns
from town import acting, line, open_month, report_of, save, submit

from govplan import clock
from govplan.errors import (
    BadQuantity,
    ContentLocked,
    EvidenceMissing,
    NotYourAct,
    OutOfLegalRange,
    PeriodClosed,
    Refused,
    ValueMissing,
)
from govplan.monitoring import reports
from govplan.monitoring.opening import open_reports

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def march(town):
    """January and February said, March open and untouched."""
    for month, roads in ((1, "4"), (2, "12")):
        period = open_month(town, month)
        with acting(town.people["director"], town.day(month + 1, 2)):
            said = {
                "ROADS": {"value": roads},
                "VISITS": {"value": "200"},
                "WATER": {"value": "40"},
                "LIGHTS": {"value": "100" if month == 1 else "96"},
                "ANSWERS": {"numerator": "8", "denominator": "10"}
                if month == 1
                else {"numerator": "45", "denominator": "90"},
            }
            for fields in said.values():
                fields["cause"] = "Rain"
            submit(town, town.works, period, said)
    return open_month(town, 3)


def figures(row) -> dict:
    return {
        "programmed": row.programmed,
        "month": row.percent_month,
        "to_date": row.percent_to_date,
        "year": row.percent_year,
        "light": row.light,
        "status": row.status,
    }


def faults_of(refusal) -> set:
    return {(fault.row_key, fault.field) for fault in refusal.value.faults}


def test_every_unit_with_a_plan_in_force_has_a_report_and_no_other_unit(town):
    period = open_month(town, 1)
    units = frappe.get_all("Gov Progress Report", filters={"period": period}, pluck="unit")
    assert sorted(units) == sorted([town.works, town.health])


def test_opening_again_opens_nothing(town):
    period = open_month(town, 1)
    assert open_reports(period) == []
    assert frappe.db.count("Gov Progress Report", {"period": period}) == 2


def test_a_plan_approved_after_the_month_opened_still_gets_its_report(town):
    period = open_month(town, 1)
    late = towns.unit(town, "TUR", "Tourism", "Directorate", town.coordination)
    with clock.standing_at(town.day(1, 20)):
        towns.approved_poa(town, late, ["VISITS"])
    assert open_reports(period) == [f"{late}-{period}"]


def test_lines_come_filled_with_what_was_planned_and_said_before(town, march):
    report = report_of(town.works, march)
    roads = line(town, report, "ROADS")
    assert (roads.programmed, roads.previous_value, roads.annual_target) == ("15", "12", "120")
    assert (roads.unit_of_measure, roads.weight, roads.status) == ("km", "", "Not reported")


def test_a_line_not_due_or_not_programmed_says_so(town):
    report = report_of(town.works, open_month(town, 2))
    assert line(town, report, "TREES").status == "Not due"
    assert line(town, report, "MARKET").status == "Not programmed"
    assert line(town, report, "MARKET").light == "Grey"


@pytest.mark.parametrize(
    ("short", "said", "expected"),
    [
        (
            "ROADS",
            {"value": "9"},
            ("15", "60", "83.33", "20.83", "Yellow", "Reported"),
        ),
        ("VISITS", {"value": "260"}, ("250", "104", "104", "104", "Green", "Reported")),
        ("WATER", {"value": "40,50"}, ("40.8", "80.65", "80.65", "39.94", "Yellow", "Reported")),
        ("PERMIT", {"value": "13"}, ("14.5", "200", "200", "50", "Purple", "Reported")),
        ("LIGHTS", {"value": "98"}, ("98", "100", "100", "100", "Green", "Reported")),
        ("MARKET", {"value": "25"}, ("25", "100", "100", "25", "Green", "Reported")),
        ("TREES", {"value": "50"}, ("100", "50", "50", "12.5", "Red", "Reported")),
    ],
)
def test_each_kind_of_indicator_is_measured_its_own_way(town, march, short, said, expected):
    with acting(town.people["director"], town.day(4, 2)):
        report = save(town, town.works, march, {short: said})
    assert tuple(figures(line(town, report, short)).values()) == expected


def test_a_ratio_adds_up_its_parts_and_never_its_percents(town, march):
    with acting(town.people["director"], town.day(4, 2)):
        said = {"ANSWERS": {"numerator": "0", "denominator": "0"}}
        report = save(town, town.works, march, said)
    answers = line(town, report, "ANSWERS")
    assert answers.to_date == "53"
    assert (answers.value, answers.status) == ("", "Not applicable")


def test_a_report_adds_up_its_lines_and_counts_what_is_due(town, march):
    with acting(town.people["director"], town.day(4, 2)):
        said = {"ROADS": {"value": "9"}, "LIGHTS": {"value": "98"}}
        report = save(town, town.works, march, said)
    assert (report.due_count, report.reported_count) == (8, 2)
    # (83.33 + 100) / 2, the lines with a figure weighing the same.
    assert (report.compliance, report.light) == ("91.67", "Green")
    assert report.formula_version == "1"


def test_a_report_that_says_nothing_is_black_and_has_no_percent(town):
    report = report_of(town.works, open_month(town, 1))
    assert (report.compliance, report.light, report.reported_count) == ("", "Black", 0)
    assert report.due_count > 0


def test_a_figure_typed_by_hand_is_computed_again(town, march):
    report = report_of(town.works, march)
    with acting(town.people["director"], town.day(4, 2)):
        line(town, report, "ROADS").update({"value": "9", "percent_to_date": "100", "weight": "50"})
        report.compliance = "100"
        report.save()
    roads = line(town, report, "ROADS")
    assert (roads.percent_to_date, roads.weight, report.compliance) == ("83.33", "", "83.33")


def test_lines_are_neither_added_nor_taken_away(town, march):
    report = report_of(town.works, march)
    with acting(town.people["director"], town.day(4, 2)), pytest.raises(Refused):
        report.remove(report.rows[0])
        report.save()


def test_a_comma_and_a_point_are_the_same_number(town, march):
    with acting(town.people["director"], town.day(4, 2)):
        report = save(town, town.works, march, {"ROADS": {"value": "9,50"}})
        assert line(town, report, "ROADS").value == "9.5"
        again = save(town, town.works, march, {"ROADS": {"value": "9.5"}})
    assert line(town, again, "ROADS").value == "9.5"


def test_bad_quantities_are_told_together_and_nothing_is_kept(town, march):
    with acting(town.people["director"], town.day(4, 2)):
        report = report_of(town.works, march)
        said = {
            "ROADS": {"value": "1.234,5"},
            "VISITS": {"value": "many"},
            "WATER": {"value": "40.5"},
        }
        rows = towns.typed(town, report, said)
        with pytest.raises(BadQuantity) as refusal:
            reports.save_report(report.name, rows, "Kept?", report.modified)
    keys = {line(town, report, short).row_key for short in ("ROADS", "VISITS")}
    assert faults_of(refusal) == {(key, "value") for key in keys}
    assert "Paved roads" in str(refusal.value)
    stored = report_of(town.works, march)
    assert (line(town, stored, "WATER").value or "", stored.narrative or "") == ("", "")


def test_a_field_or_a_line_the_form_does_not_have_is_refused(town, march):
    with acting(town.people["director"], town.day(4, 2)):
        report = report_of(town.works, march)
        key = report.rows[0].row_key
        with pytest.raises(Refused) as refusal:
            reports.save_report(report.name, {key: {"light": "Green"}, "gone": {"value": "1"}})
    assert faults_of(refusal) == {(key, "light"), ("gone", "")}


def test_no_change_means_nothing_more_for_a_sum_and_the_same_for_a_level(town, march):
    with acting(town.people["director"], town.day(4, 2)):
        report = reports.no_change(report_of(town.works, march).name)
    assert line(town, report, "ROADS").value == "0"
    assert line(town, report, "WATER").value == "40"
    assert line(town, report, "ANSWERS").status == "Not reported"


def test_submitting_tells_every_fault_at_once(town, march):
    director, day = town.people["director"], town.day(4, 2)
    with acting(director, day):
        report = report_of(town.works, march)
        said = {
            "ROADS": {"value": "-1", "cause": "Rain"},
            "WATER": {"value": "40.5", "missing_reason": ""},
            "TREES": {"value": "10"},
            "ANSWERS": {"numerator": "4"},
        }
        report = reports.save_report(report.name, towns.typed(town, report, said))
        with pytest.raises(Refused) as refusal:
            towns.perform(report.doctype, report.name, "Submit")
    key = {short: line(town, report, short).row_key for short in towns.INDICATORS}
    assert faults_of(refusal) == {
        (key["ROADS"], "value"),
        (key["VISITS"], "value"),
        (key["WATER"], "evidence"),
        (key["PERMIT"], "value"),
        (key["LIGHTS"], "value"),
        (key["ANSWERS"], "denominator"),
        (key["MARKET"], "value"),
        (key["TREES"], "evidence"),
        (key["TREES"], "cause"),
    }
    kinds = {fault.kind for fault in refusal.value.faults}
    assert kinds == {ValueMissing, OutOfLegalRange, EvidenceMissing}
    assert report_of(town.works, march).workflow_state == "Draft"


def test_a_due_line_may_have_a_reason_instead_of_a_value(town, march):
    with acting(town.people["director"], town.day(4, 2)):
        report = submit(town, town.works, march, {})
    assert (report.workflow_state, report.reported_count) == ("Submitted", 0)
    assert {row.status for row in report.rows} == {"Not reported"}


def test_a_line_declared_not_applicable_is_not_counted_as_due(town, march):
    with acting(town.people["director"], town.day(4, 2)):
        declared = {"status": "Not applicable", "missing_reason": "The lights were handed over"}
        report = save(town, town.works, march, {"LIGHTS": declared})
    assert line(town, report, "LIGHTS").status == "Not applicable"
    assert report.due_count == 7


@pytest.mark.parametrize(("day", "on_time"), [(5, 1), (9, 0)])
def test_punctuality_is_stamped_against_the_cutoff(town, march, day, on_time):
    cutoff = frappe.db.get_value("Gov Reporting Period", march, "unit_cutoff")
    moment = f"{cutoff} 23:00:00" if on_time else town.day(4, day)
    with acting(town.people["director"], moment):
        report = submit(town, town.works, march, {"ROADS": {"value": "15"}})
    assert (report.on_time, str(report.submitted_at)[:10]) == (on_time, moment[:10])


def test_a_report_returned_in_time_is_not_late_for_being_corrected(town, march):
    with acting(town.people["director"], town.day(4, 2)):
        report = submit(town, town.works, march, {"ROADS": {"value": "15"}})
    with acting(town.people["coordinator"], town.day(4, 8)):
        towns.perform(
            report.doctype, report.name, "Return", "Wrong value", "The road is still closed"
        )
    with acting(town.people["director"], town.day(4, 9)):
        report = submit(town, town.works, march, {"ROADS": {"value": "14"}})
    assert (report.round, report.on_time) == (2, 1)


def test_a_closed_month_takes_no_report_without_an_exception(town, march):
    period = frappe.get_doc("Gov Reporting Period", march)
    period.update({"state": "Closed"}).flags.moved_by_the_calendar = True
    period.save()
    with acting(town.people["director"], town.day(4, 14)), pytest.raises(PeriodClosed):
        submit(town, town.works, march, {"ROADS": {"value": "15"}})
    with acting(town.people["planner"], town.day(4, 14)):
        period = frappe.get_doc("Gov Reporting Period", march)
        leave = {"unit": town.works, "until": town.day(4, 20)[:10], "reason": "Flood"}
        period.append("exceptions", leave)
        period.save()
    with acting(town.people["director"], town.day(4, 21)), pytest.raises(PeriodClosed):
        towns.perform("Gov Progress Report", report_of(town.works, march).name, "Submit")
    with acting(town.people["director"], town.day(4, 20)):
        report = submit(town, town.works, march, {"ROADS": {"value": "15"}})
    assert (report.workflow_state, report.on_time) == ("Submitted", 0)


def test_an_exception_is_signed_logged_and_stays(town, march):
    with acting(town.people["planner"], town.day(4, 14)):
        period = frappe.get_doc("Gov Reporting Period", march)
        forged = {"granted_by": town.people["mayor"], "granted_on": "2000-01-01 00:00:00"}
        leave = {"unit": town.works, "until": town.day(4, 20)[:10], "reason": "Flood", **forged}
        period.append("exceptions", leave)
        period.save()
        row = period.exceptions[0]
        assert row.granted_by == town.people["planner"]
        assert str(row.granted_on) == town.day(4, 14)
        period.exceptions[0].until = town.day(5, 20)[:10]
        with pytest.raises(Refused):
            period.save()
    decision = frappe.get_last_doc("Gov Decision", {"reference_name": march})
    assert (decision.act, decision.person) == ("Grant exception", town.people["planner"])
    assert "Flood" in decision.reason


def test_nobody_writes_the_report_of_another_unit(town, march):
    report = report_of(town.works, march)
    forbidden = (frappe.PermissionError, NotYourAct)
    with acting(town.people["neighbour"], town.day(4, 2)), pytest.raises(forbidden):
        save(town, town.works, march, {"ROADS": {"value": "15"}})
    assert str(report_of(town.works, march).modified) == str(report.modified)


@pytest.mark.parametrize("part", ["coordinator", "mayor", "planner"])
def test_who_reviews_a_report_does_not_save_its_form_even_unchanged(town, march, part):
    report = report_of(town.works, march)
    with acting(town.people[part], town.day(4, 2)), pytest.raises(NotYourAct):
        reports.save_report(report.name, {})
    assert report_of(town.works, march).modified == report.modified


def test_a_submitted_report_is_not_written_any_more(town, march):
    with acting(town.people["director"], town.day(4, 2)):
        submit(town, town.works, march, {"ROADS": {"value": "15"}})
        with pytest.raises(ContentLocked):
            save(town, town.works, march, {"ROADS": {"value": "16"}})


def test_of_a_returned_month_nothing_counts_to_date(town, march):
    with acting(town.people["coordinator"], town.day(4, 1)):
        february = report_of(town.works, town.month(2))
        towns.perform(february.doctype, february.name, "Return", "Incomplete", "Which roads?")
    with acting(town.people["director"], town.day(4, 2)):
        report = save(town, town.works, march, {"ROADS": {"value": "9"}})
    # (4 + 9) of (5 + 15): February, taken back, weighs on neither side.
    assert line(town, report, "ROADS").percent_to_date == "65"


def test_a_reform_carries_what_was_said_to_its_own_lines(town, march):
    with acting(town.people["director"], town.day(4, 2)):
        save(town, town.works, march, {"ROADS": {"value": "9", "narrative": "North road"}})
    with acting(town.people["planner"], town.day(4, 3)):
        reform = towns.draft_poa(
            town,
            town.works,
            ["ROADS", "VISITS"],
            version=2,
            effective_from=f"{town.year}-03-01",
            reform_act="Resolution 7",
        )
    with acting("Administrator", town.day(4, 3)):
        towns.approve(town, reform, author="planner")
        open_reports(march)
    report = report_of(town.works, march)
    roads = line(town, report, "ROADS")
    assert (report.poa, len(report.rows)) == (reform.name, 2)
    assert (roads.value, roads.narrative, roads.to_date) == ("9", "North road", "25")


@pytest.fixture
def late(town):
    """A unit that plants 10 trees a month and learns of it a month later, this year and next."""
    unit = towns.unit(town, "PAR", "Parks", "Directorate", town.coordination)
    with acting("Administrator", town.day(1, 4)):
        towns.person(town, "gardener", "Director", unit)
        sheet = {"indicator_name": "Trees", "unit_of_measure": "trees", "data_lag_months": 1}
        indicator = towns.indicator(town, "LATE", **sheet)
        for year in (town.year, town.year + 1):
            months = dict.fromkeys(towns.MONTHS, "10")
            line_of_plan = {"indicator": indicator, "territory": town.territory, **months}
            with acting(town.people["planner"]):
                poa = frappe.get_doc(
                    {
                        "doctype": "Gov POA",
                        "unit": unit,
                        "fiscal_year": year,
                        "effective_from": f"{year}-01-01",
                        "rows": [{"annual_target": "120", **line_of_plan}],
                    }
                ).insert()
            towns.approve(town, poa, author="planner")
    return unit


def test_data_that_come_late_are_measured_with_the_month_they_are_about(town, late):
    january = report_of(late, open_month(town, 1))
    assert january.rows[0].status == "Not programmed"
    period = open_month(town, 2)
    with acting(town.people["gardener"], town.day(3, 2)):
        report = save(town, late, period, {"LATE": {"value": "8"}})
    row = report.rows[0]
    assert (row.programmed, row.percent_month, row.percent_year) == ("10", "80", "6.67")


def test_the_last_data_of_a_year_are_measured_with_its_plan_in_january(town, late):
    for month in (12, 13):
        period = open_month(town, month)
        with acting(town.people["gardener"], town.day(month + 1, 2)):
            value = "5" if month == 12 else "9"
            submit(town, late, period, {"LATE": {"value": value, "cause": "Drought"}})
    row = report_of(late, town.month(13)).rows[0]
    # November and December of the year that ended: (5 + 9) of (10 + 10) and of 120.
    assert (row.to_date, row.percent_to_date, row.percent_year) == ("14", "70", "11.67")
    assert row.previous_value == "5"
