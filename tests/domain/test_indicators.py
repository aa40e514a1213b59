"""What an indicator says beyond the worked examples, which test_worked_examples holds by name."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.indicators import (
    Accumulation,
    Direction,
    Fault,
    Frequency,
    IndicatorError,
    MaintenanceRule,
    Observation,
    Problem,
    Sheet,
    Status,
    check_programming,
    check_range,
    measure,
)
from govplan.domain.periods import Month

JAN, FEB, MAR, APR, MAY, JUN = (Month(2024, number) for number in range(1, 7))


def D(text):
    return None if text is None else Decimal(text)


def seen(programmed, values, first=JAN, step=1):
    """Observations of consecutive periods, `step` months apart."""
    return [
        Observation(first.plus(index * step), D(asked), D(value))
        for index, (asked, value) in enumerate(zip(programmed, values, strict=True))
    ]


ROADS = Sheet(annual_target=D("120"))
ROADS_SEEN = seen(["5", "10", "15"], ["4", "12", "9"])

ATTENDANCE = Sheet(accumulation=Accumulation.PERIOD_FLOW, frequency=Frequency.QUARTERLY)
COVERAGE = Sheet(accumulation=Accumulation.LEVEL, baseline=D("39.25"), annual_target=D("42.38"))
PERMIT_DAYS = Sheet(
    direction=Direction.DESCENDING,
    accumulation=Accumulation.LEVEL,
    baseline=D("16"),
    annual_target=D("10"),
)
POTABLE = Sheet(accumulation=Accumulation.MAINTENANCE, annual_target=D("98"))
ANSWERED = Sheet(accumulation=Accumulation.RATIO, annual_target=D("60"))


class TestCumulative:
    def test_later_months_do_not_count_yet(self):
        assert measure(ROADS, ROADS_SEEN, FEB).to_date_value == 16

    def test_a_month_not_reported_weighs_on_neither_side_and_is_named(self):
        result = measure(ROADS, seen(["5", "10", "15"], ["4", None, "9"]), MAR)
        assert (result.to_date_value, result.programmed_to_date) == (13, 20)
        assert result.missing == (FEB,)

    def test_a_month_not_reported_has_no_percent(self):
        result = measure(ROADS, seen(["5", "10"], ["4", None]), FEB)
        assert (result.status, result.month_percent) == (Status.NOT_REPORTED, None)
        assert (result.to_date_percent, result.as_of) == (80, JAN)
        assert result.missing == (FEB,)

    def test_zero_reported_is_zero_percent(self):
        result = measure(ROADS, seen(["5"], ["0"]), JAN)
        assert (result.status, result.month_percent) == (Status.REPORTED, 0)

    def test_a_quarter_compares_its_value_with_its_three_months(self):
        quarterly = Sheet(frequency=Frequency.QUARTERLY, annual_target=D("120"))
        told_in_march = seen(["5", "10", "15"], [None, None, "25"])
        assert measure(quarterly, told_in_march, FEB).status is Status.NOT_DUE
        assert measure(quarterly, told_in_march, MAR).month_percent == D("83.33")

    def test_months_of_an_open_quarter_do_not_lower_the_figure_to_date(self):
        quarterly = Sheet(frequency=Frequency.QUARTERLY, annual_target=D("120"))
        result = measure(quarterly, seen(["10"] * 5, [None, None, "30", None, None]), MAY)
        assert (result.status, result.to_date_percent, result.as_of) == (Status.NOT_DUE, 100, MAR)

    def test_an_early_value_counts_to_date_and_leaves_the_next_month_not_due(self):
        quarterly = Sheet(frequency=Frequency.QUARTERLY, annual_target=D("120"))
        early = seen(["10"] * 5, [None, None, "30", "5", None])
        assert measure(quarterly, early, APR).month_percent == 50
        result = measure(quarterly, early, MAY)
        assert (result.status, result.month_value) == (Status.NOT_DUE, None)
        assert (result.to_date_value, result.programmed_to_date) == (35, 40)

    def test_fewer_is_better_when_descending(self):
        accidents = Sheet(direction=Direction.DESCENDING, annual_target=D("24"))
        result = measure(accidents, seen(["2", "2"], ["4", "0"]), FEB)
        assert (result.month_percent, result.to_date_percent) == (100, 100)
        assert result.of_year_percent is None


class TestPeriodFlow:
    def test_a_period_is_never_compared_with_another_periods_programme(self):
        quarters = seen(["250", None], ["200", "900"], first=MAR, step=3)
        result = measure(ATTENDANCE, quarters, JUN)
        assert (result.month_value, result.unplanned) == (900, True)
        assert (result.to_date_value, result.to_date_percent) == (200, 80)


class TestLevel:
    def test_without_a_baseline_only_the_plain_ratio_is_left(self):
        sheet = Sheet(accumulation=Accumulation.LEVEL, annual_target=D("42.38"))
        result = measure(sheet, [Observation(MAR, D("40.80"), D("40.50"))], MAR)
        assert (result.month_percent, result.plain_percent) == (D("99.26"), None)

    @pytest.mark.parametrize("target", ["39.25", "39"])
    def test_a_target_no_better_than_the_baseline_is_maintenance(self, target):
        result = measure(COVERAGE, [Observation(MAR, D(target), D(target))], MAR)
        assert (result.month_percent, result.plain_percent) == (100, None)

    def test_a_baseline_of_zero_is_a_baseline(self):
        sheet = Sheet(accumulation=Accumulation.LEVEL, baseline=D("0"), annual_target=D("10"))
        result = measure(sheet, [Observation(MAR, D("4"), D("3"))], MAR)
        assert (result.month_percent, result.plain_percent) == (75, 75)

    def test_a_later_value_is_compared_with_the_last_target_in_force(self):
        months = seen(["40", "40.8", None], ["39.5", None, "40.5"])
        result = measure(COVERAGE, months, MAR)
        assert (result.status, result.unplanned) == (Status.NOT_PROGRAMMED, True)
        assert (result.programmed_to_date, result.to_date_percent) == (D("40.8"), D("80.65"))

    @pytest.mark.parametrize(("value", "percent"), [("0", 100), ("-1", 0)])
    def test_a_balance_of_zero_is_met_or_not_without_a_baseline(self, value, percent):
        balance = Sheet(accumulation=Accumulation.LEVEL)
        assert measure(balance, [Observation(MAR, D("0"), D(value))], MAR).month_percent == percent

    def test_a_target_of_zero_is_a_target(self):
        deficit = Sheet(accumulation=Accumulation.LEVEL, baseline=D("-5"), annual_target=D("0"))
        result = measure(deficit, [Observation(MAR, D("0"), D("-1"))], MAR)
        assert (result.month_percent, result.plain_percent) == (80, None)


class TestDescending:
    @pytest.mark.parametrize("target", ["16", "17"])
    def test_a_target_no_better_than_the_baseline_is_maintenance(self, target):
        result = measure(PERMIT_DAYS, [Observation(MAR, D(target), D(target))], MAR)
        assert (result.month_percent, result.plain_percent) == (100, None)

    @pytest.mark.parametrize(("value", "percent"), [("0", 100), ("1", 0)])
    def test_none_at_all_is_met_or_not(self, value, percent):
        deaths = Sheet(
            direction=Direction.DESCENDING,
            accumulation=Accumulation.MAINTENANCE,
            annual_target=D("0"),
        )
        result = measure(deaths, [Observation(MAR, D("0"), D(value))], MAR)
        assert (result.status, result.month_percent) == (Status.REPORTED, percent)


class TestMaintenance:
    VALUES = seen(["98"] * 3, ["100", "96", "98"])

    def test_the_worst_of_a_descending_indicator_is_its_highest(self):
        sheet = Sheet(
            direction=Direction.DESCENDING,
            accumulation=Accumulation.MAINTENANCE,
            annual_target=D("5"),
            maintenance_rule=MaintenanceRule.MINIMUM,
        )
        assert measure(sheet, seen(["5", "5"], ["4", "10"]), FEB).to_date_percent == 50

    def test_a_mean_that_never_ends_is_kept_to_nine_decimals(self):
        result = measure(POTABLE, seen(["98"] * 3, ["100", "96", "97"]), MAR)
        assert result.to_date_value == D("97.666666667")


class TestRatio:
    MONTHS = (
        Observation(JAN, D("60"), None, D("8"), D("10")),
        Observation(FEB, D("60"), None, D("45"), D("90")),
    )

    def test_nothing_to_count_is_not_applicable_and_leaves_the_rest(self):
        idle = Observation(MAR, D("60"), None, D("0"), D("0"))
        result = measure(ANSWERED, [*self.MONTHS, idle], MAR)
        assert (result.status, result.month_percent) == (Status.NOT_APPLICABLE, None)
        assert result.to_date_value == 53

    def test_a_percentage_alone_is_refused(self):
        with pytest.raises(IndicatorError):
            measure(ANSWERED, [Observation(JAN, D("60"), D("80"))], JAN)

    def test_half_a_ratio_is_refused(self):
        with pytest.raises(IndicatorError):
            Observation(JAN, D("60"), numerator=D("8"))

    def test_a_ratio_may_be_told_per_thousand(self):
        sheet = Sheet(accumulation=Accumulation.RATIO, ratio_scale=D("1000"))
        assert measure(sheet, self.MONTHS, FEB).to_date_value == 530


class TestMilestone:
    SHEET = Sheet(accumulation=Accumulation.MILESTONE)

    def test_a_sheet_may_set_another_total_than_100(self):
        sheet = Sheet(accumulation=Accumulation.MILESTONE, annual_target=D("4"))
        assert measure(sheet, [Observation(JUN, D("2"), D("1"))], JUN).of_year_percent == 25

    def test_before_its_month_nothing_is_programmed(self):
        result = measure(self.SHEET, [Observation(JUN, D("100"))], MAR)
        assert (result.status, result.month_percent) == (Status.NOT_PROGRAMMED, None)


class TestGapsInTheData:
    def test_a_month_without_an_observation_is_not_programmed(self):
        assert measure(ROADS, [], JAN).status is Status.NOT_PROGRAMMED

    def test_a_unit_may_declare_that_there_is_nothing_to_measure(self):
        closed = Observation(JAN, D("5"), not_applicable=True)
        result = measure(ROADS, [closed], JAN)
        assert (result.status, result.missing) == (Status.NOT_APPLICABLE, ())

    def test_figures_that_come_a_month_late_are_due_a_month_late(self):
        late = Sheet(annual_target=D("120"), data_lag=1)
        result = measure(late, seen(["5", "10"], ["4", None]), FEB)
        assert (result.status, result.month_percent, result.missing) == (Status.REPORTED, 80, ())

    def test_two_observations_of_one_month_are_refused(self):
        with pytest.raises(IndicatorError):
            measure(ROADS, [Observation(JAN), Observation(JAN)], JAN)


class TestProgramming:
    def test_months_that_sum_to_the_annual_target_have_no_problem(self):
        assert check_programming(ROADS, {JAN: D("50"), FEB: None, MAR: D("70"), APR: D("0")}) == []

    def test_a_negative_month_is_named(self):
        problems = check_programming(ROADS, {JAN: D("125"), FEB: D("-5")})
        assert problems == [Problem(Fault.NEGATIVE, D("-5"), D("0"), FEB)]

    def test_a_cumulative_programme_needs_an_annual_target(self):
        assert check_programming(Sheet(), {JAN: D("1")})[0].fault is Fault.NO_ANNUAL_TARGET
        assert check_programming(Sheet(), {JAN: None}) == []

    def test_a_maintained_target_is_the_same_every_month(self):
        problems = check_programming(POTABLE, {JAN: D("98"), FEB: D("97")})
        assert problems == [Problem(Fault.NOT_CONSTANT, D("97"), D("98"), FEB)]

    def test_a_target_outside_the_legal_range_is_named(self):
        sheet = Sheet(accumulation=Accumulation.LEVEL, legal_min=D("0"), legal_max=D("100"))
        problems = check_programming(sheet, {JAN: D("40"), FEB: D("101")})
        assert problems == [Problem(Fault.ABOVE_MAXIMUM, D("101"), D("100"), FEB)]

    @pytest.mark.parametrize(
        ("value", "fault"),
        [(None, None), ("0", None), ("100", None), ("-0.01", Fault.BELOW_MINIMUM)],
    )
    def test_a_value_is_held_to_its_legal_range_ends_included(self, value, fault):
        problem = check_range(D(value), D("0"), D("100"))
        assert (problem and problem.fault) == fault


amounts = st.none() | st.decimals(min_value=0, max_value=10**9, places=2)
rows = st.lists(st.tuples(amounts, amounts), min_size=1, max_size=12)


@given(rows, st.sampled_from(Accumulation), st.sampled_from(Direction), st.sampled_from(Frequency))
def test_whatever_is_observed_has_a_status_that_agrees_with_its_percent(
    rows, accumulation, direction, frequency
):
    sheet = Sheet(direction, accumulation, frequency, annual_target=D("100"))
    ratio = accumulation is Accumulation.RATIO
    observations = [
        Observation(JAN.plus(index), asked, numerator=value, denominator=value)
        if ratio
        else Observation(JAN.plus(index), asked, value)
        for index, (asked, value) in enumerate(rows)
    ]
    for month in [one.month for one in observations]:
        result = measure(sheet, observations, month)
        assert (result.month_percent is not None) == (result.status is Status.REPORTED)
        assert result == measure(sheet, reversed(observations), month)


@given(rows)
def test_a_year_without_values_has_no_figure_at_all(rows):
    observations = [Observation(JAN.plus(index), asked) for index, (asked, _) in enumerate(rows)]
    result = measure(ROADS, observations, JAN.plus(len(rows) - 1))
    assert result.to_date_value is None
    assert result.to_date_percent is None
    assert result.of_year_percent is None
