"""Why a reviewer opens a report instead of passing it with the others, in plain words.

What the report itself shows is kept with it (`alerts`); how it travelled is read here, for a whole
list in a fixed number of statements.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from govplan.approval.acts import APPROVED, RETURN, REVIEW, REVIEWED, SEND_BACK, SUBMIT, SUBMITTED
from govplan.approval.remarks import open_remarks_by_record
from govplan.domain.finance import Hint
from govplan.domain.outliers import Alert
from govplan.domain.periods import Month, fiscal_months, fiscal_year
from govplan.monitoring.alerts import Look, codes_of
from govplan.monitoring.duplicates import Use, other_uses
from govplan.presentation import month_name

REPORT = "Gov Progress Report"
FIELDS = (
    "name",
    "unit",
    "period",
    "version",
    "amended_from",
    "round",
    "on_time",
    "submitted_at",
    "light",
    "due_count",
    "reported_count",
    "alerts",
)
_SENT = (SUBMIT.label, SEND_BACK.label)
_TOLD = (*_SENT, REVIEW.label, RETURN.label)
_SAID = (SUBMITTED, REVIEWED, APPROVED)


@dataclass(frozen=True)
class Travelled:
    """What is known of a list of reports beyond the reports themselves, by report."""

    decisions: Mapping[str, list[Any]] = field(default_factory=dict)
    remarks: Mapping[str, int] = field(default_factory=dict)
    earlier_months: Mapping[str, list[str]] = field(default_factory=dict)
    reused_proofs: Mapping[str, Mapping[str, list[Use]]] = field(default_factory=dict)


def flags_by_name(names: Iterable[str]) -> dict[str, list[str]]:
    """The flags of each of these reports, in words; none, it is clean."""
    rows = frappe.get_all(
        REPORT, filters={"name": ["in", sorted(names)]}, fields=list(FIELDS), limit=0
    )
    return flags_of(rows)


def flags_of(reports: Iterable[Any]) -> dict[str, list[str]]:
    """The flags of reports given with `FIELDS`, by name. Four statements, however many."""
    rows = list(reports)
    if not rows:
        return {}
    travelled = Travelled(
        decisions=_decisions_on([row.name for row in rows]),
        remarks=open_remarks_by_record(REPORT, [_first_name(row) for row in rows]),
        earlier_months=months_sent_after(rows),
        reused_proofs=other_uses(row.name for row in rows),
    )
    return {row.name: _flags(row, travelled) for row in rows}


def months_sent_after(rows: Iterable[Any]) -> dict[str, list[str]]:
    """By report, earlier months of its fiscal year whose figures were sent after it.

    Its figures to date rest on what those months said before. One statement.
    """
    sent = [row for row in rows if row.submitted_at]
    if not sent:
        return {}
    months = [fiscal_months(fiscal_year(Month.parse(row.period)))[0] for row in sent]
    found = frappe.get_all(
        REPORT,
        # Between two values asks for two filters: Frappe's `between` is for dates.
        filters=[
            ["unit", "in", sorted({row.unit for row in sent})],
            ["period", ">=", str(min(months))],
            ["period", "<=", max(row.period for row in sent)],
            ["workflow_state", "in", list(_SAID)],
        ],
        fields=["unit", "period", "submitted_at"],
        order_by="period asc, name asc",
        limit=0,
    )
    return {row.name: _later_sent(row, found) for row in sent}


def _later_sent(row: Any, found: list[Any]) -> list[str]:
    first = str(fiscal_months(fiscal_year(Month.parse(row.period)))[0])
    return [
        one.period
        for one in found
        if one.unit == row.unit
        and first <= one.period < row.period
        and one.submitted_at
        and one.submitted_at > row.submitted_at
    ]


def _flags(row: Any, travelled: Travelled) -> list[str]:
    return [*_of_travel(row, travelled), *_of_lines(row)]


def _of_travel(row: Any, travelled: Travelled) -> list[str]:
    decisions = travelled.decisions.get(row.name, [])
    open_remarks = travelled.remarks.get(_first_name(row), 0)
    earlier = travelled.earlier_months.get(row.name, [])
    checks = (
        (_("Late"), not row.on_time),
        (_("Corrects an approved month"), cint(row.version) > 1),
        (_("Returned before"), any(one.act == RETURN.label for one in decisions)),
        (_("Changed after it was reviewed"), _changed_after_review(decisions)),
        (_("Open remarks: {0}").format(open_remarks), open_remarks),
        (_("Sent before {0} was").format(", ".join(map(month_name, earlier))), earlier),
        (_("A proof used elsewhere too"), row.name in travelled.reused_proofs),
    )
    return [words for words, is_true in checks if is_true]


def _of_lines(row: Any) -> list[str]:
    found = set(codes_of(row.alerts))
    # Reports sent before alerts were kept tell by their totals.
    if cint(row.reported_count) < cint(row.due_count):
        found.add(Look.NO_VALUE)
    if row.light in ("Red", "Purple"):
        found.add(Look.FAR_FROM_TARGET)
    return [words for code, words in _words().items() if code in found]


def line_flags(row: Any) -> list[str]:
    """What there is to look at in one line, in words."""
    found = set(codes_of(row.alerts))
    return [words for code, words in _words().items() if code in found]


def _words() -> dict[str, str]:
    return {
        Look.NO_VALUE: _("Lines without value"),
        Look.OUT_OF_RANGE: _("A value outside its range"),
        Look.FAR_FROM_TARGET: _("Far from the target"),
        Look.NO_EVIDENCE: _("A value without evidence"),
        Alert.SCALE_SLIP: _("A decimal mark out of place?"),
        Alert.OUTLIER: _("An unusual value"),
        Alert.JUMP: _("A jump from the last value"),
        Alert.FAR_ABOVE_PROGRAMMED: _("Far above what was programmed"),
        Hint.NEGATIVE_AMOUNT: _("A negative amount"),
        Hint.SPENT_ABOVE_BUDGET: _("More spent than budgeted"),
        Hint.MONEY_WITHOUT_PROGRESS: _("Money spent without progress or cause"),
        Hint.PROGRESS_WITHOUT_MONEY: _("Progress without money spent"),
        Hint.PROGRESS_WITHOUT_NARRATIVE: _("Progress nobody describes"),
        Hint.RESULT_NOT_PROGRAMMED: _("A result that was not programmed"),
    }


def _changed_after_review(decisions: list[Any]) -> bool:
    """What is before the reviewer now is not what was reviewed last time."""
    reviewed = [one.content_hash for one in decisions if one.act == REVIEW.label]
    sent = [one.content_hash for one in decisions if one.act in _SENT]
    return bool(reviewed and sent) and reviewed[-1] != sent[-1]


def _first_name(row: Any) -> str:
    """An amended record's name is the first one's with a number at the end, as Frappe names it."""
    return row.name.rsplit("-", 1)[0] if row.amended_from else row.name


def _decisions_on(names: list[str]) -> dict[str, list[Any]]:
    found = frappe.get_all(
        "Gov Decision",
        filters={
            "reference_doctype": REPORT,
            "reference_name": ["in", sorted(names)],
            "act": ["in", list(_TOLD)],
        },
        fields=["reference_name", "act", "content_hash"],
        order_by="sequence asc",
        limit=0,
    )
    by_report: dict[str, list[Any]] = {}
    for one in found:
        by_report.setdefault(one.reference_name, []).append(one)
    return by_report
