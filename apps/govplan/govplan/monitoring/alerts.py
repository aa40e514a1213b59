"""What in a report deserves a second look, found at every save and kept with each line.

Unusual values are confirmed by the director before the report is sent; the rest is for reviewers.
"""

from collections.abc import Iterator, Mapping, Sequence

from frappe import _, _dict
from frappe.model.document import Document

from govplan.domain.finance import Hint, integrity_hints
from govplan.domain.indicators import Accumulation, check_range
from govplan.domain.outliers import Alert, Context, alerts
from govplan.domain.quantity import parse_quantity
from govplan.domain.sheets import Status
from govplan.domain.traffic_light import Light
from govplan.domain.words import Word
from govplan.monitoring.hints import execution_of
from govplan.monitoring.lines import Line, Said
from govplan.presentation import quantity
from govplan.typed import text

# Values that say how things stand, not what was added in a month.
_STEADY = frozenset(
    {Accumulation.LEVEL, Accumulation.MAINTENANCE, Accumulation.RATIO, Accumulation.MILESTONE}
)
# A little more than planned is no reason to open a report; far more turns the line purple.
_UNTOLD = frozenset({Hint.PHYSICAL_ABOVE_PROGRAMMED})

UNUSUAL = frozenset(str(alert) for alert in Alert)


class Look(Word):
    """What a reviewer looks at in a line besides its value."""

    NO_VALUE = "No value"
    OUT_OF_RANGE = "Out of range"
    FAR_FROM_TARGET = "Far from target"
    NO_EVIDENCE = "No evidence"


def write_alerts(
    report: Document,
    lines: Mapping[str, Line],
    histories: Mapping[str, Sequence[Said]],
    indicators: Mapping[str, _dict],
) -> None:
    """Set `alerts` of a measured report and of its lines, and what became of confirmations."""
    for row in report.rows:
        unusual = [] if row.no_change else _unusual(row, histories[row.row_key])
        _keep_confirmation(row, bool(unusual))
        found = [
            *unusual,
            *_looked_at(row, report, indicators[row.indicator]),
            *_hints(row, report, lines.get(row.row_key)),
        ]
        row.alerts = "\n".join(dict.fromkeys(str(one) for one in found))
    of_lines = [code for row in report.rows for code in codes_of(row.alerts)]
    report.alerts = "\n".join(sorted(set(of_lines)))


def codes_of(alerts_text: str | None) -> list[str]:
    """The codes kept in a field `alerts`."""
    return (alerts_text or "").split("\n") if alerts_text else []


def asks_confirmation(row: Document) -> bool:
    """Whether a line's value is unusual, and could be, and nobody said yet that it is right."""
    found = set(codes_of(row.alerts))
    return bool(UNUSUAL & found) and Look.OUT_OF_RANGE not in found and not row.checked


def warnings_of(row: Document) -> list[str]:
    """What is unusual about a line's value, in the reader's language."""
    told = {
        Alert.SCALE_SLIP: _(
            "{0} is about ten, a hundred or a thousand times more or less than usual: is the"
            " decimal mark in its place?"
        ),
        Alert.OUTLIER: _("{0} is far from what this line usually says."),
        Alert.JUMP: _("{0} is very different from the last value, {1}."),
        Alert.FAR_ABOVE_PROGRAMMED: _("{0} is more than three times what was programmed, {2}."),
    }
    facts = [quantity(row.get(name)) for name in ("value", "previous_value", "programmed")]
    found = set(codes_of(row.alerts))
    return [words.format(*facts) for alert, words in told.items() if str(alert) in found]


def _unusual(row: Document, said: Sequence[Said]) -> list[Alert]:
    context = Context(
        history=tuple(one.value for one in said if one.value is not None),
        programmed=parse_quantity(row.programmed),
        steady=row.accumulation in _STEADY,
        percent="%" in (row.unit_of_measure or ""),
    )
    return alerts(parse_quantity(row.value), context)


def _keep_confirmation(row: Document, is_unusual: bool) -> None:
    """A value is confirmed, not a line: another value asks again."""
    holds = is_unusual and row.checked and row.checked_value in ("", None, row.value)
    row.checked = int(bool(holds))
    row.checked_value = row.value if holds else ""


def _looked_at(row: Document, report: Document, indicator: _dict) -> Iterator[Look]:
    if row.status == Status.NOT_REPORTED:
        yield Look.NO_VALUE
    value = parse_quantity(row.value)
    legal = (parse_quantity(indicator.legal_min), parse_quantity(indicator.legal_max))
    if check_range(value, *legal):
        yield Look.OUT_OF_RANGE
    if row.status == Status.REPORTED and row.light in (Light.RED, Light.PURPLE):
        yield Look.FAR_FROM_TARGET
    if value and not row.no_change and not is_proved(row, report):
        yield Look.NO_EVIDENCE


def is_proved(row: Document, report: Document) -> bool:
    """Whether a line has evidence; that of the whole report proves every line."""
    return any((proof.row_key or "") in ("", row.row_key) for proof in report.evidence)


def _hints(row: Document, report: Document, line: Line | None) -> list[Hint]:
    if row.no_change:
        return []
    untold = {Hint.PROGRESS_WITHOUT_NARRATIVE} if text(report.narrative) else set()
    execution = execution_of(row, line.amounts if line else None)
    return [hint for hint in integrity_hints(execution) if hint not in _UNTOLD | untold]
