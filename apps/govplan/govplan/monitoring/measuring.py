"""The figures of a report, computed and never typed: at every save of a draft, for every line."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import frappe
from frappe.model.document import Document

from govplan.domain.indicators import FORMULA_VERSION, Accumulation, Observation, Result, measure
from govplan.domain.periods import Month, fiscal_months, fiscal_year, months_between
from govplan.domain.quantity import canonical, parse_quantity
from govplan.domain.rollup import Part, roll_up
from govplan.domain.sheets import Status
from govplan.domain.traffic_light import Bands, light
from govplan.monitoring.alerts import write_alerts
from govplan.monitoring.lines import (
    Line,
    Said,
    lines_of,
    observation,
    said_before,
    said_of,
)
from govplan.planning.poas import Identity, identity_of, poa_in_force
from govplan.planning.sheets import bands_of, indicators_named, sheet_of, town_bands

# How many months back a line's values are compared with: those of last year speak in January.
_HISTORY = 12
# What an unchanged situation means for a sum: nothing more was done.
_SUMMED = Accumulation.CUMULATIVE


@dataclass(frozen=True)
class Background:
    """What a report's lines are measured against."""

    month: Month
    lines: Mapping[str, Line]
    lines_of_last_year: Mapping[Identity, Line]
    said: tuple[Said, ...]
    indicators: Mapping[str, frappe._dict]
    bands: Bands


def measure_report(doc: Document) -> None:
    """Set every computed field of a Gov Progress Report from what its lines say.

    Quantities in the lines are canonical text. A fixed number of statements, whatever the lines.
    """
    background = _background(doc)
    doc.flags.indicators = background.indicators
    said = {row.row_key: _said_of(row, background) for row in doc.rows}
    parts = [_measure_line(row, said[row.row_key], background) for row in doc.rows]
    _measure_unit(doc, parts, background.bands)
    write_alerts(doc, background.lines, said, background.indicators)


def _background(doc: Document) -> Background:
    month = Month.parse(doc.period)
    indicators = indicators_named(row.indicator for row in doc.rows)
    lag = max((one.data_lag_months or 0 for one in indicators.values()), default=0)
    year_began = fiscal_months(fiscal_year(month.minus(lag)))[0]
    first = min(year_began, month.minus(_HISTORY))
    return Background(
        month=month,
        lines={line.key: line for line in lines_of(doc.poa)},
        lines_of_last_year=_lines_of_last_year(doc.unit, month, month.minus(lag)),
        said=tuple(said_before(doc.unit, first, month)),
        indicators=indicators,
        bands=town_bands(),
    )


def _lines_of_last_year(unit: str, month: Month, about: Month) -> dict[Identity, Line]:
    """Data that arrive late speak, early in a year, of the year that ended and of its POA."""
    if fiscal_year(about) == fiscal_year(month):
        return {}
    poa = poa_in_force(unit, about)
    return {line.identity: line for line in lines_of(poa)} if poa else {}


def _said_of(row: Document, background: Background) -> list[Said]:
    line = _line_about(row, _month_about(row, background), background)
    return said_of(line, background.said, background.lines)


def _month_about(row: Document, background: Background) -> Month:
    return background.month.minus(background.indicators[row.indicator].data_lag_months or 0)


def _measure_line(row: Document, said: list[Said], background: Background) -> Part:
    indicator = background.indicators[row.indicator]
    about = _month_about(row, background)
    line = _line_about(row, about, background)
    sheet = sheet_of(indicator, line.annual_target)
    _keep_unchanged(row, said)
    _weigh_steps(row, indicator)
    observations = _observations(row, line, about, background.month, said)
    result = measure(sheet, observations, background.month)
    _write(row, result, sheet.accumulation)
    last = _last(said)
    row.previous_value = _text(last.value if last else None)
    row.previous_period = str(last.period) if last else ""
    bands = bands_of(indicator, background.bands)
    row.light = str(light(result.to_date_percent, result.status, bands))
    return _part(row, result)


def _line_about(row: Document, about: Month, background: Background) -> Line:
    """The line of the POA that programmed the month a row is about; an empty one if none did."""
    nothing = Line(row.row_key, identity_of(row), None)
    if fiscal_year(about) == fiscal_year(background.month):
        return background.lines.get(row.row_key, nothing)
    return background.lines_of_last_year.get(identity_of(row), nothing)


def _observations(
    row: Document, line: Line, about: Month, period: Month, said: list[Said]
) -> list[Observation]:
    """One for each month of the fiscal year up to the one the row is about."""
    by_month = {one.period.minus(period.since(about)): one for one in said}
    earlier = months_between(fiscal_months(fiscal_year(about))[0], about.previous())
    observed = [
        by_month[month].observed(month, line.programme.get(month))
        if month in by_month
        else Observation(month, line.programme.get(month))
        for month in earlier
    ]
    return [*observed, _observed_now(row, about, line.programme.get(about))]


def _observed_now(row: Document, about: Month, programmed: Decimal | None) -> Observation:
    numerator, denominator = parse_quantity(row.numerator), parse_quantity(row.denominator)
    value = None if row.accumulation == Accumulation.RATIO else parse_quantity(row.value)
    silent = value is None and denominator is None
    declared = silent and row.status == Status.NOT_APPLICABLE and bool(row.missing_reason)
    return observation(about, programmed, value, numerator, denominator, declared)


def _keep_unchanged(row: Document, said: list[Said]) -> None:
    """Where the unit says nothing changed, the value follows; a value that differs unsays it."""
    if not row.no_change:
        return
    last = _last(said)
    unchanged = Decimal(0) if row.accumulation == _SUMMED else last and last.value
    if row.accumulation == Accumulation.RATIO or unchanged is None:
        row.no_change = 0
    elif not row.value:
        row.value = canonical(unchanged)
    else:
        row.no_change = int(parse_quantity(row.value) == unchanged)


def _weigh_steps(row: Document, indicator: frappe._dict) -> None:
    """Steps done of a milestone are told by their weight; that of all of them is the sheet's."""
    if row.accumulation != Accumulation.MILESTONE or not indicator.steps_weight:
        return
    if row.numerator:
        row.denominator = indicator.steps_weight
    elif row.denominator:  # what was told by steps is taken back with them
        row.value = row.denominator = ""


def _last(said: list[Said]) -> Said | None:
    return next((one for one in reversed(said) if one.value is not None), None)


def _write(row: Document, result: Result, accumulation: Accumulation) -> None:
    row.status = str(result.status)
    row.programmed = _text(result.month_programmed)
    row.programmed_to_date = _text(result.programmed_to_date)
    row.to_date = _text(result.to_date_value)
    row.percent_month = _text(result.month_percent)
    row.percent_to_date = _text(result.to_date_percent)
    row.percent_year = _text(result.of_year_percent)
    row.unplanned = int(result.unplanned)
    in_parts = bool(row.numerator and row.denominator)
    if in_parts or accumulation is Accumulation.RATIO:
        row.value = _text(result.month_value)


def _part(row: Document, result: Result) -> Part:
    """A line that said nothing this month brings no percent, whatever earlier months say."""
    silent = result.status is Status.NOT_REPORTED
    percent = None if silent else result.to_date_percent
    return Part(parse_quantity(row.weight), percent, result.status)


def _measure_unit(doc: Document, parts: list[Part], bands: Bands) -> None:
    whole = roll_up(parts)
    doc.compliance = _text(whole.percent)
    doc.compliance_raw = _text(whole.raw_percent)
    doc.light = str(light(whole.percent, whole.status, bands))
    doc.due_count = sum(part.status in (Status.REPORTED, Status.NOT_REPORTED) for part in parts)
    doc.reported_count = sum(part.status is Status.REPORTED for part in parts)
    doc.formula_version = FORMULA_VERSION


def _text(quantity: Decimal | None) -> str:
    return "" if quantity is None else canonical(quantity)
