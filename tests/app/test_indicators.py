"""The indicator's sheet: units of measure with their limits, targets of the term, steps."""

import frappe
import pytest
import town as towns
from town import acting, indicator, line, open_month, save

from govplan import clock
from govplan.errors import BadQuantity, BadRecord, ContentLocked, OutOfLegalRange, ValueMissing
from govplan.patches.v1_0 import make_units_of_measure_of_those_in_use as patch
from govplan.patches.v1_0 import tell_ratios_per_hundred
from govplan.planning.sheets import indicators_named
from govplan.planning.units_of_measure import ensure

pytestmark = pytest.mark.usefixtures("site")

DAY = (2, 3)


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def measure(town):
    """A unit of measure of the test's own, from 0 to 50, without decimals."""
    given = {"legal_min": "0", "legal_max": "50", "decimals": "0"}
    name = f"benches {town.tag}"
    doc = frappe.get_doc({"doctype": "Gov Unit Of Measure", "unit_name": name, **given})
    return doc.insert().name


def sheet(town, short="BENCH", **more):
    given = {"indicator_name": "Benches", "unit_of_measure": "%", **more}
    return frappe.get_doc("Gov Indicator", indicator(town, short, **given))


# Units of measure


def test_a_new_site_knows_the_usual_units_and_their_limits(town):
    known = frappe.get_all("Gov Unit Of Measure", pluck="name", limit=0)
    assert {"%", "personas", "km", "m2", "m3", "trámites", "días"} <= set(known)
    assert frappe.db.get_value("Gov Unit Of Measure", "%", "legal_max") == "100"


def test_a_unit_is_made_once_however_often_it_is_named(town):
    name = f"trees {town.tag}"
    assert ensure([name, f" {name} ", None, ""]) == [name]
    assert ensure([name]) == []


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [({"legal_min": "5", "legal_max": "4"}, BadRecord), ({"legal_min": "few"}, BadQuantity)],
)
def test_a_unit_that_contradicts_itself_is_refused(town, wrong, kind):
    unit = {"doctype": "Gov Unit Of Measure", "unit_name": f"wrong {town.tag}", **wrong}
    with pytest.raises(kind):
        frappe.get_doc(unit).insert()


def test_the_patch_makes_a_record_of_every_unit_in_use_without_limits(town):
    made = sheet(town)
    frappe.db.set_value("Gov Indicator", made.name, "unit_of_measure", f"old {town.tag}")

    patch.execute()

    assert frappe.db.get_value(
        "Gov Unit Of Measure", f"old {town.tag}", ["legal_min", "legal_max"]
    ) in ((None, None), ("", ""))
    patch.execute()


def test_the_limits_of_the_unit_hold_where_the_sheet_says_nothing(town, measure):
    own = sheet(town, unit_of_measure=measure, legal_max="70")
    found = indicators_named([own.name])[own.name]
    assert (found.legal_min, found.legal_max) == ("0", "70")


def test_a_baseline_is_held_to_the_limits_of_the_unit(town, measure):
    with pytest.raises(OutOfLegalRange):
        sheet(town, unit_of_measure=measure, baseline_value="51")


def test_targets_of_a_poa_are_held_to_the_limits_of_the_unit(town, measure):
    _level(town, measure)
    with acting(town.people["planner"], town.day(1, 5)), pytest.raises(OutOfLegalRange):
        _poa(town, annual_target="51", m12="51")


@pytest.mark.parametrize(("value", "allowed"), [("50", True), ("51", False), ("12.5", False)])
def test_a_reported_value_is_held_to_the_limits_and_decimals_of_the_unit(
    town, measure, value, allowed
):
    _level(town, measure)
    month = _reporting(town)
    with acting(town.people["neighbour"], town.day(*DAY)):
        report = save(town, town.health, month, {"BENCH": {"value": value}})
        faults = [fault.field for fault in report.faults_before_submit() if fault.field == "value"]
    assert faults == ([] if allowed else ["value"])


# Targets of the term


def test_a_target_and_its_adjustment_by_an_act_are_both_kept(town):
    rows = [{"year": town.year, "target": "4"}]
    rows += [{"year": town.year + 1, "target": "5", "adjusted_target": "3,5", "act": "Agreement 9"}]
    made = sheet(town, targets=rows, term_target="9")

    kept = [(row.target, row.adjusted_target) for row in made.targets]
    assert kept == [("4", ""), ("5", "3.5")]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([{"year": 2101, "target": "4"}, {"year": 2101, "target": "5"}], BadRecord),
        ([{"year": 2101, "target": "4", "adjusted_target": "5"}], ValueMissing),
        ([{"year": 2101, "target": "four"}], BadQuantity),
    ],
)
def test_targets_that_contradict_each_other_are_refused(town, rows, kind):
    with pytest.raises(kind):
        sheet(town, targets=rows)


# Milestones and ratios


def test_steps_of_a_milestone_are_weighed_against_all_of_them(town):
    steps = [{"step": "Studies", "weight": "20"}, {"step": "Works", "weight": "60"}]
    made = sheet(town, accumulation="Milestone", steps=steps)
    assert made.steps_weight == "80"
    month = _reporting(town, annual_target="100", m01="25", m12="100")

    with acting(town.people["neighbour"], town.day(*DAY)):
        report = save(town, town.health, month, {"BENCH": {"numerator": "20"}})
    done = line(town, report, "BENCH")
    assert (done.denominator, done.value, done.percent_month) == ("80", "25", "100")

    with acting(town.people["neighbour"], town.day(*DAY)):
        report = save(town, town.health, month, {"BENCH": {"numerator": ""}})
    taken_back = line(town, report, "BENCH")
    assert (taken_back.denominator, taken_back.value) == ("", "")


def test_a_step_without_weight_is_refused(town):
    with pytest.raises(BadRecord):
        sheet(town, accumulation="Milestone", steps=[{"step": "Studies", "weight": "0"}])


def test_a_ratio_may_be_told_per_thousand(town):
    sheet(town, accumulation="Ratio", ratio_per="1000", unit_of_measure="personas")
    month = _reporting(town, annual_target="100", m01="100", m12="100")

    with acting(town.people["neighbour"], town.day(*DAY)):
        said = {"BENCH": {"numerator": "3", "denominator": "40"}}
        report = save(town, town.health, month, said)
    assert line(town, report, "BENCH").value == "75"


def test_sheets_older_than_the_field_tell_ratios_per_hundred(town):
    made = sheet(town, accumulation="Ratio")
    for unsaid in (None, ""):
        frappe.db.set_value("Gov Indicator", made.name, "ratio_per", unsaid)
        tell_ratios_per_hundred.execute()
        assert frappe.db.get_value("Gov Indicator", made.name, "ratio_per") == "100"


def test_how_a_ratio_in_use_is_told_cannot_change(town):
    made = sheet(town, accumulation="Ratio")
    _reporting(town, annual_target="100", m12="100")
    made.reload()
    made.ratio_per = "1000"
    with pytest.raises(ContentLocked):
        made.save()


def _level(town, measure):
    return sheet(town, unit_of_measure=measure, accumulation="Level")


def _poa(town, **programmed):
    row = {"indicator": town.code("BENCH"), "territory": town.territory, **programmed}
    given = {"unit": town.health, "fiscal_year": town.year, "version": 2, "rows": [row]}
    given |= {"effective_from": f"{town.year}-01-01", "reform_act": "Act 1"}
    return frappe.get_doc({"doctype": "Gov POA", **given}).insert()


def _reporting(town, **programmed):
    """January of a health unit whose POA has this indicator only."""
    programmed = programmed or {"annual_target": "40", "m01": "10", "m12": "40"}
    with clock.standing_at(town.day(1, 5)):
        with acting(town.people["planner"]):
            poa = _poa(town, **programmed)
        towns.approve(town, poa, author="planner")
    return open_month(town, 1)
