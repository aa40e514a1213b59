"""Every worked example of domain.md section 4, under the number it has there."""

from decimal import Decimal as D

import pytest

from govplan.domain.finance import (
    Execution,
    Hint,
    financial_percent,
    integrity_hints,
    physical_percent,
)
from govplan.domain.formulas import plain
from govplan.domain.indicators import check_programming, measure
from govplan.domain.periods import Frequency, Month
from govplan.domain.programming import Fault, Problem
from govplan.domain.quantity import rounded
from govplan.domain.rollup import Part, roll_up
from govplan.domain.sheets import (
    Accumulation,
    Direction,
    MaintenanceRule,
    Observation,
    Sheet,
    Status,
)
from govplan.domain.term import Year, term_progress
from govplan.domain.traffic_light import Light, light

JAN, FEB, MAR, APR, MAY, JUN = (Month(2024, number) for number in range(1, 7))


def seen(programmed, values, first=JAN, step=1):
    """Observations of consecutive periods, `step` months apart."""
    return [
        Observation(first.plus(index * step), asked and D(asked), value and D(value))
        for index, (asked, value) in enumerate(zip(programmed, values, strict=True))
    ]


def done(weight, percent):
    return Part(weight and D(weight), D(percent), Status.REPORTED)


# 4.2 Cumulative flow

ROADS = Sheet(annual_target=D("120"))
ROADS_SEEN = seen(["5", "10", "15"], ["4", "12", "9"])


@pytest.mark.parametrize(("month", "percent"), [(JAN, "80"), (FEB, "120"), (MAR, "60")])
def test_4_2_the_months_stand_at_80_120_and_60(month, percent):
    assert measure(ROADS, ROADS_SEEN, month).month_percent == D(percent)


def test_4_2_the_quarter_to_date_stands_at_83_33_and_the_year_at_20_83():
    result = measure(ROADS, ROADS_SEEN, MAR)
    assert (result.to_date_value, result.programmed_to_date) == (25, 30)
    assert (result.to_date_percent, result.of_year_percent) == (D("83.33"), D("20.83"))
    assert (result.status, result.as_of, result.missing) == (Status.REPORTED, MAR, ())


def test_4_2_the_programmed_months_sum_to_the_annual_target():
    programmed = {JAN: D("5"), FEB: D("10"), MAR: D("15"), APR: D("90")}
    assert check_programming(ROADS, programmed) == []
    del programmed[APR]
    problem = Problem(Fault.SUM_DIFFERS, found=D("30"), expected=D("120"))
    assert check_programming(ROADS, programmed) == [problem]


# 4.3 Period flow

ATTENDANCE = Sheet(accumulation=Accumulation.PERIOD_FLOW, frequency=Frequency.QUARTERLY)


def test_4_3_two_quarters_at_80_and_104_stand_to_date_at_the_latest_and_not_at_92():
    quarters = seen(["250", "250"], ["200", "260"], first=MAR, step=3)
    assert measure(ATTENDANCE, quarters, MAR).month_percent == 80
    result = measure(ATTENDANCE, quarters, JUN)
    assert (result.month_percent, result.to_date_percent) == (104, 104)
    assert result.to_date_value == 260


# 4.4 Level with baseline

COVERAGE = Sheet(accumulation=Accumulation.LEVEL, baseline=D("39.25"), annual_target=D("42.38"))


def test_4_4_the_gap_closed_is_80_65_where_the_plain_ratio_of_99_26_hides_the_delay():
    result = measure(COVERAGE, [Observation(MAR, D("40.80"), D("40.50"))], MAR)
    assert result.month_percent == D("80.65")
    assert result.plain_percent == D("99.26")


def test_4_4_of_the_whole_target_it_is_39_94():
    result = measure(COVERAGE, [Observation(MAR, D("40.80"), D("40.50"))], MAR)
    assert result.of_year_percent == D("39.94")


def test_4_4_a_target_equal_to_the_baseline_is_maintenance():
    result = measure(COVERAGE, [Observation(MAR, D("39.25"), D("40"))], MAR)
    assert (result.month_percent, result.plain_percent) == (D("101.91"), None)


# 4.5 Descending

PERMIT_DAYS = Sheet(
    direction=Direction.DESCENDING,
    accumulation=Accumulation.LEVEL,
    baseline=D("16"),
    annual_target=D("10"),
)


def test_4_5_thirteen_days_are_50_of_the_year_and_200_raw_of_march():
    result = measure(PERMIT_DAYS, [Observation(MAR, D("14.5"), D("13"))], MAR)
    assert (result.month_percent, result.of_year_percent) == (200, 50)


def test_4_5_worse_than_the_baseline_is_minus_133_33_raw_and_0_in_aggregates():
    result = measure(PERMIT_DAYS, [Observation(MAR, D("14.5"), D("18"))], MAR)
    assert result.month_percent == D("-133.33")
    whole = roll_up([done(None, str(result.month_percent))])
    assert (whole.percent, whole.raw_percent) == (0, D("-133.33"))


def test_4_5_the_plain_form_is_76_92_and_has_no_answer_at_zero():
    result = measure(PERMIT_DAYS, [Observation(MAR, D("10"), D("13"))], MAR)
    assert (result.month_percent, result.plain_percent) == (50, D("76.92"))
    assert plain(D("0"), D("10"), Direction.DESCENDING) is None
    none_left = measure(PERMIT_DAYS, [Observation(MAR, D("10"), D("0"))], MAR)
    assert (none_left.month_percent, none_left.plain_percent) == (D("266.67"), None)


# 4.6 Maintenance

POTABLE_SEEN = seen(["98"] * 3, ["100", "96", "98"])


def potable(rule=MaintenanceRule.MEAN):
    return Sheet(
        accumulation=Accumulation.MAINTENANCE, annual_target=D("98"), maintenance_rule=rule
    )


@pytest.mark.parametrize(("month", "percent"), [(JAN, "102.04"), (FEB, "97.96"), (MAR, "100")])
def test_4_6_the_months_stand_at_102_04_97_96_and_100(month, percent):
    assert measure(potable(), POTABLE_SEEN, month).month_percent == D(percent)


@pytest.mark.parametrize(
    ("rule", "value", "percent"),
    [
        (MaintenanceRule.MEAN, "98", "100"),
        (MaintenanceRule.MINIMUM, "96", "97.96"),
        (MaintenanceRule.LAST, "98", "100"),
    ],
)
def test_4_6_the_year_to_date_is_the_mean_unless_the_sheet_says_otherwise(rule, value, percent):
    result = measure(potable(rule), POTABLE_SEEN, MAR)
    assert (result.to_date_value, result.to_date_percent) == (D(value), D(percent))
    assert result.of_year_percent == D(percent)


# 4.7 Ratios, milestones, gaps in the data


def test_4_7_8_of_10_and_45_of_90_are_53_percent_and_not_the_mean_65():
    answered = Sheet(accumulation=Accumulation.RATIO, annual_target=D("60"))
    months = [
        Observation(JAN, D("60"), None, D("8"), D("10")),
        Observation(FEB, D("60"), None, D("45"), D("90")),
    ]
    result = measure(answered, months, FEB)
    assert (result.month_value, result.to_date_value) == (50, 53)
    assert result.to_date_percent == D("88.33")


@pytest.mark.parametrize(("value", "percent"), [("0", 0), ("100", 100)])
def test_4_7_a_milestone_is_reached_or_not(value, percent):
    result = measure(
        Sheet(accumulation=Accumulation.MILESTONE), [Observation(JUN, D("100"), D(value))], JUN
    )
    assert (result.month_percent, result.of_year_percent) == (percent, percent)


def test_4_7_steps_of_a_milestone_count_by_their_weight():
    steps = Observation(JUN, D("100"), numerator=D("30"), denominator=D("80"))
    result = measure(Sheet(accumulation=Accumulation.MILESTONE), [steps], JUN)
    assert (result.month_value, result.month_percent) == (D("37.5"), D("37.5"))


@pytest.mark.parametrize("nothing", [None, "0"])
def test_4_7_nothing_programmed_is_neither_0_nor_100(nothing):
    result = measure(ROADS, seen(["5", nothing], ["4", None]), FEB)
    assert (result.status, result.month_percent) == (Status.NOT_PROGRAMMED, None)
    assert (result.to_date_percent, result.unplanned) == (80, False)


def test_4_7_an_unplanned_actual_is_kept_counted_to_date_and_flagged():
    result = measure(ROADS, seen(["5", None], ["4", "3"]), FEB)
    assert (result.month_value, result.month_percent, result.unplanned) == (3, None, True)
    assert (result.to_date_value, result.to_date_percent) == (7, 140)


def test_4_7_a_quarterly_indicator_in_april_is_not_due_and_shows_march_with_its_month():
    result = measure(ATTENDANCE, seen(["250"], ["200"], first=MAR), APR)
    assert result.status is Status.NOT_DUE
    assert (result.month_percent, result.to_date_percent, result.as_of) == (None, 80, MAR)


@pytest.mark.parametrize(
    ("one", "status"),
    [
        (Observation(JAN, None, None), Status.NOT_PROGRAMMED),
        (Observation(JAN, D("5"), None), Status.NOT_REPORTED),
        (Observation(JAN, D("5"), not_applicable=True), Status.NOT_APPLICABLE),
        (Observation(JAN, D("5"), D("0")), Status.REPORTED),
    ],
)
def test_4_7_each_state_besides_a_number_keeps_its_own_name(one, status):
    assert measure(ROADS, [one], JAN).status is status


# 4.8 Roll-up


def test_4_8_weights_50_30_20_of_83_33_100_and_50_make_81_67():
    result = roll_up([done("50", "83.33"), done("30", "100"), done("20", "50")])
    assert (result.percent, result.raw_percent) == (D("81.67"), D("81.67"))
    assert (result.applicable, result.reported, result.total) == (3, 3, 3)


def test_4_8_an_aggregate_caps_each_part_and_shows_the_raw_value_beside():
    result = roll_up([done(None, "200"), done(None, "-133.33")])
    assert (result.percent, result.raw_percent) == (D("50.00"), D("33.34"))


def test_4_8_reported_n_of_N_stands_beside():
    result = roll_up([done(None, "80"), Part(None, None, Status.NOT_REPORTED)])
    assert (result.percent, result.reported, result.applicable) == (80, 1, 2)


# 4.9 Term progress, Colombia

PAVED = [
    Year(2024, D("1"), D("0.8")),
    Year(2025, D("1"), D("1.1")),
    Year(2026, D("1")),
    Year(2027, D("1")),
]


def test_4_9_two_years_of_four_kilometres_are_47_5_percent_of_the_term():
    progress = term_progress(Sheet(), PAVED, D("4"))
    assert (progress.achieved, progress.of_term) == (D("1.9"), D("47.5"))


def test_4_9_the_efficacy_of_the_second_year_alone_is_110_percent():
    progress = term_progress(Sheet(), PAVED, D("4"))
    assert [year.percent for year in progress.years] == [80, 110, None, None]


def test_4_9_each_year_carries_the_part_of_the_term_reached_and_the_progress_to_date():
    progress = term_progress(Sheet(), PAVED, D("4"))
    assert [year.of_term for year in progress.years] == [20, D("47.5"), None, None]
    assert progress.to_date_percent == 95


# 4.10 Physical against financial


def test_4_10_83_33_physical_stands_against_35_financial():
    assert physical_percent(D(25), D(30)) == D("83.33")
    assert financial_percent([(D(70_000), D(200_000))]) == D("35")


SOUND = {
    "executed": D(5),
    "programmed": D(5),
    "spent": D(10),
    "budget": D(20),
    "available": D(10),
    "has_narrative": True,
}


@pytest.mark.parametrize(
    ("changed", "hint"),
    [
        ({"spent": D(30), "available": None}, Hint.SPENT_ABOVE_BUDGET),
        ({"available": D(-1)}, Hint.NEGATIVE_AMOUNT),
        ({"available": D(11)}, Hint.AVAILABLE_ABOVE_BALANCE),
        ({"executed": D(6)}, Hint.PHYSICAL_ABOVE_PROGRAMMED),
        ({"executed": D(0)}, Hint.MONEY_WITHOUT_PROGRESS),
        ({"spent": D(0)}, Hint.PROGRESS_WITHOUT_MONEY),
        ({"has_narrative": False}, Hint.PROGRESS_WITHOUT_NARRATIVE),
        ({"programmed": None}, Hint.RESULT_NOT_PROGRAMMED),
    ],
)
def test_4_10_each_integrity_rule_raises_its_own_hint(changed, hint):
    assert integrity_hints(Execution(**{**SOUND, **changed})) == [hint]


# 4.11 Traffic light


@pytest.mark.parametrize(
    ("percent", "shown", "colour"),
    [
        ("69.994", "69.99", Light.RED),
        ("69.995", "70.00", Light.YELLOW),
        ("89.994", "89.99", Light.YELLOW),
        ("89.995", "90.00", Light.GREEN),
        ("130", "130.00", Light.GREEN),
        ("130.004", "130.00", Light.GREEN),
        ("130.01", "130.01", Light.PURPLE),
        ("-133.33", "-133.33", Light.RED),
        ("0", "0.00", Light.RED),
    ],
)
def test_4_11_the_colour_agrees_with_the_figure_shown(percent, shown, colour):
    assert str(rounded(D(percent))) == shown
    assert light(D(percent), Status.REPORTED) is colour


@pytest.mark.parametrize(
    ("status", "colour"), [(Status.NOT_PROGRAMMED, Light.GREY), (Status.NOT_REPORTED, Light.BLACK)]
)
def test_4_11_nothing_programmed_is_grey_and_not_reported_black(status, colour):
    assert light(None, status) is colour
