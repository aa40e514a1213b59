"""How punctual and complete reports are, with the rates of DHIS2 as worked examples."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from govplan.domain.punctuality import Arrival, Delivery, Punctuality, punctuality

D = Decimal
LAST = date(2026, 11, 5)
TODAY = date(2026, 11, 20)


def sent(day, on_time=None, **more):
    when = date(2026, 11, day)
    return Delivery(LAST, when, when <= LAST if on_time is None else on_time, **more)


def test_three_of_four_reports_two_on_time():
    found = punctuality([sent(4), sent(5), sent(9), Delivery(LAST)], TODAY)
    assert (found.expected, found.sent, found.on_time, found.late, found.never) == (4, 3, 2, 1, 1)
    assert (found.reporting_rate, found.on_time_rate) == (D("75.00"), D("50.00"))
    assert found.days_late == D("4.0")


def test_a_third_is_rounded_once():
    found = punctuality([sent(4), Delivery(LAST), Delivery(LAST)], TODAY)
    assert (found.reporting_rate, found.on_time_rate) == (D("33.33"), D("33.33"))


def test_a_report_not_due_yet_counts_for_nobody_until_it_is_sent():
    to_come = Delivery(TODAY, lines_due=6)
    assert to_come.arrival(TODAY) is Arrival.NOT_YET
    assert punctuality([to_come], TODAY) == Punctuality()
    early = replace(to_come, sent_on=TODAY, on_time=True, lines_reported=6)
    assert punctuality([early], TODAY).on_time_rate == 100


def test_the_last_day_itself_is_not_over():
    assert Delivery(LAST).arrival(LAST) is Arrival.NOT_YET
    assert Delivery(LAST).arrival(LAST + timedelta(1)) is Arrival.NEVER


def test_completeness_counts_the_lines_of_a_report_never_sent_and_none_of_what_was_typed():
    typed = Delivery(LAST, lines_due=6, lines_reported=5)
    found = punctuality([sent(4, lines_due=6, lines_reported=3), typed], TODAY)
    assert (found.lines_reported, found.lines_due, found.completeness) == (3, 12, D("25.00"))


def test_compliance_is_the_mean_of_those_measured_with_their_number():
    found = punctuality(
        [sent(4, compliance=D("90")), sent(5, compliance=D("80.01")), sent(5)], TODAY
    )
    assert (found.compliance, found.measured, found.sent) == (D("85.01"), 2, 3)


def test_each_round_after_the_first_is_a_return():
    assert punctuality([sent(4, rounds=3), sent(5), sent(5, rounds=2)], TODAY).returns == 3


def test_a_report_found_on_time_is_not_late_by_its_days():
    # The month's last day was moved back after it came in.
    assert sent(9, on_time=True).days_late == 0


def test_of_nothing_there_is_no_rate():
    none = punctuality([], TODAY)
    rates = (none.reporting_rate, none.on_time_rate, none.completeness)
    assert (*rates, none.compliance, none.days_late) == (None,) * 5


moments = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31))
percents = st.decimals(min_value=0, max_value=200, places=2)


@st.composite
def deliveries(draw):
    due = draw(st.integers(0, 20))
    return Delivery(
        draw(moments),
        draw(st.none() | moments),
        draw(st.booleans()),
        draw(st.integers(1, 4)),
        due,
        draw(st.integers(0, due)),
        draw(st.none() | percents),
    )


@given(st.lists(deliveries(), max_size=12), moments, st.randoms())
def test_order_does_not_matter_and_rates_lie_between_0_and_100(every, today, random):
    found = punctuality(every, today)
    random.shuffle(every)
    assert punctuality(every, today) == found
    rates = (found.reporting_rate, found.on_time_rate, found.completeness)
    assert all(rate is None or 0 <= rate <= 100 for rate in rates)
    assert found.on_time_rate is None or found.on_time_rate <= found.reporting_rate


@given(st.lists(deliveries(), min_size=1, max_size=12), moments)
def test_the_mean_lies_within_its_parts(every, today):
    found = punctuality(every, today)
    percents = [one.compliance for one in every if one.compliance is not None]
    if found.compliance is not None:
        assert min(percents) - D("0.01") <= found.compliance <= max(percents) + D("0.01")
