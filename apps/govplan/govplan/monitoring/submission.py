"""What a report still lacks when it is submitted, told all at once."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from govplan.domain.indicators import Accumulation, check_range
from govplan.domain.indicators import Fault as Breach
from govplan.domain.programming import Problem, check_decimals
from govplan.domain.quantity import display, parse_quantity
from govplan.domain.sheets import Status
from govplan.domain.traffic_light import Explanation, Light, explanation
from govplan.errors import (
    EvidenceMissing,
    Fault,
    NotConfirmed,
    OutOfLegalRange,
    PeriodClosed,
    ValueMissing,
)
from govplan.monitoring.alerts import asks_confirmation, is_proved, warnings_of
from govplan.monitoring.periods import takes_report_of
from govplan.planning.sheets import indicators_named
from govplan.typed import text

_EVIDENCE_RULES: dict[str, Callable[[Decimal], bool]] = {
    "Every reported value": lambda value: True,
    "Every value above zero": lambda value: value > 0,
    "Optional": lambda value: False,
}


def faults_of_report(report: Document) -> list[Fault]:
    """Every reason why the report, as measured, cannot be submitted today."""
    # The measuring of the same save has read them.
    indicators = report.flags.indicators or indicators_named(row.indicator for row in report.rows)
    faults = list(_period_faults(report))
    for row in report.rows:
        faults += _value_faults(row)
        faults += _range_faults(row, indicators[row.indicator])
        faults += _evidence_faults(row, report)
        faults += _cause_faults(row)
        faults += _unusual_faults(row)
    return faults


def _period_faults(report: Document) -> Iterator[Fault]:
    # Superseding an approved report is itself the leave to bring a corrected one.
    if report.version > 1:
        return
    period = frappe.get_cached_doc("Gov Reporting Period", report.period)
    if not takes_report_of(period, report.unit):
        words = _("{0} does not take this unit's report today. Ask planning for an exception.")
        yield Fault("", "period", words.format(report.period), PeriodClosed)


def _value_faults(row: Document) -> Iterator[Fault]:
    if bool(row.numerator) != bool(row.denominator):
        field = "denominator" if row.numerator else "numerator"
        words = _("{0}: write both numerator and denominator.")
        yield Fault(row.row_key, field, words.format(row.indicator_name), ValueMissing)
    elif row.status == Status.NOT_REPORTED and not text(row.missing_reason):
        field = "numerator" if row.accumulation == Accumulation.RATIO else "value"
        words = _("{0}: write the value, or why there is none.")
        yield Fault(row.row_key, field, words.format(row.indicator_name), ValueMissing)


def _range_faults(row: Document, indicator: frappe._dict) -> Iterator[Fault]:
    problem = check_range(
        parse_quantity(row.value),
        parse_quantity(indicator.legal_min),
        parse_quantity(indicator.legal_max),
    ) or _decimals_problem(row, indicator)
    if problem is None:
        return
    words = {
        Breach.BELOW_MINIMUM: _("{0}: {1} is less than {2}, the least it can be."),
        Breach.ABOVE_MAXIMUM: _("{0}: {1} is more than {2}, the most it can be."),
        Breach.TOO_MANY_DECIMALS: _("{0}: {1} has more decimals than it is counted with ({2})."),
    }[problem.fault]
    found, bound = display(problem.found, None), display(problem.expected, None)
    said = words.format(row.indicator_name, found, bound)
    yield Fault(row.row_key, "value", said, OutOfLegalRange)


def _decimals_problem(row: Document, indicator: frappe._dict) -> Problem | None:
    """A count of people has no decimals; a quotient has those it comes out with."""
    if row.numerator or not indicator.decimals:
        return None
    return check_decimals(parse_quantity(row.value), cint(indicator.decimals))


def _evidence_faults(row: Document, report: Document) -> Iterator[Fault]:
    """Evidence of the whole report proves each line; what did not change was proved before."""
    value = parse_quantity(row.value)
    if value is None or row.no_change:
        return
    rule = frappe.get_cached_doc("Gov Settings").evidence_rule or "Every value above zero"
    if _EVIDENCE_RULES[rule](value) and not is_proved(row, report):
        words = _("{0}: attach evidence of the value, a file or a link.")
        yield Fault(row.row_key, "evidence", words.format(row.indicator_name), EvidenceMissing)


def _cause_faults(row: Document) -> Iterator[Fault]:
    if explanation_of(row) is Explanation.REQUIRED and not text(row.cause):
        words = {
            True: _("{0}: it is behind (red). Write the cause."),
            False: _("{0}: nothing was done this month. Write the cause."),
        }[row.light == Light.RED]
        yield Fault(row.row_key, "cause", words.format(row.indicator_name), ValueMissing)


def _unusual_faults(row: Document) -> Iterator[Fault]:
    if asks_confirmation(row):
        words = _("{0}: {1} Correct it, or say that you checked it.")
        said = words.format(row.indicator_name, " ".join(warnings_of(row)))
        yield Fault(row.row_key, "checked", said, NotConfirmed)


def explanation_of(row: Document) -> Explanation:
    """Whether a measured line owes a cause, is asked for one, or neither."""
    return explanation(Light(row.light), Status(row.status), parse_quantity(row.percent_month))
