"""Correcting an approved month: its versions, what differs, and the later months that rest on it.

A later month that was approved keeps the figures to date it was approved with: they were true to
what was known then, and nobody approved others. It is named, and superseded only by decision.
"""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr

from govplan.approval.acts import APPROVED
from govplan.approval.service import perform_many
from govplan.domain.periods import Month, fiscal_months, fiscal_year
from govplan.domain.sheets import Accumulation
from govplan.planning.poas import identity_of
from govplan.presentation import money, month_name, quantity, status_name

REPORT = "Gov Progress Report"
_REASON_CODE = "Correction of published data"
# Their figures to date are made of every month's; the others' are those of the last month alone.
_ADDED_UP = frozenset(
    {
        Accumulation.CUMULATIVE,
        Accumulation.PERIOD_FLOW,
        Accumulation.MAINTENANCE,
        Accumulation.RATIO,
    }
)
_SHOWN = {
    "value": quantity,
    "numerator": quantity,
    "denominator": quantity,
    "to_date": quantity,
    "status": status_name,
    "missing_reason": cstr,
    "narrative": cstr,
    "cause": cstr,
    "corrective_action": cstr,
    "budget_accrued": money,
}


def versions_of(report: Any) -> list[Any]:
    """Every version of a unit's report of the month the reader may see, the newest first."""
    return frappe.get_list(
        REPORT,
        filters={"unit": report.unit, "period": report.period},
        fields=["name", "version", "workflow_state", "submitted_at", "correction_reason"],
        order_by="version desc",
        limit=50,
    )


def differences(old: Any, new: Any) -> list[dict[str, str]]:
    """What two versions say differently: `line`, `label`, `before` and `after`, for a reader."""
    before = {row.row_key: row for row in old.rows}
    like = {identity_of(row): row for row in old.rows}
    found = []
    for row in new.rows:
        earlier = before.get(row.row_key) or like.get(identity_of(row))
        found += _differing(earlier, row)
    return [*found, *_differing_evidence(old, new)]


def later_months(report: Any) -> list[Any]:
    """Approved reports of later months of the fiscal year whose figures to date rest on this one.

    Each with `lines`, the indicators they rest on by. Those sent after a correction have its
    figures already. Two statements.
    """
    year_ends = fiscal_months(fiscal_year(Month.parse(report.period)))[-1]
    found = frappe.get_all(
        REPORT,
        # Between two values asks for two filters: Frappe's `between` is for dates.
        filters=[
            ["unit", "=", report.unit],
            ["period", ">", report.period],
            ["period", "<=", str(year_ends)],
            ["workflow_state", "=", APPROVED],
        ],
        fields=["name", "period", "submitted_at", "modified"],
        order_by="period asc, name asc",
        limit=0,
    )
    corrected = report.version > 1 and report.submitted_at
    resting = [one for one in found if not corrected or _was_before(one, report)]
    lines = _added_lines([one.name for one in resting], {identity_of(row) for row in report.rows})
    for one in resting:
        one.lines = lines.get(one.name, [])
    return [one for one in resting if one.lines]


def supersede_later(report: Any, names: Iterable[str]) -> list[dict[str, Any]]:
    """Open these later months for correction, with the reason of this one; a result for each.

    Those that do not rest on it are passed over.
    """
    resting = [one.name for one in later_months(report)]
    chosen = [name for name in resting if name in set(names)]
    reason = _("{0} was corrected: {1}").format(
        month_name(report.period).capitalize(), cstr(report.correction_reason)
    )
    return perform_many(REPORT, chosen, "Supersede", _REASON_CODE, reason)


def _was_before(one: Any, report: Any) -> bool:
    return bool(one.submitted_at) and one.submitted_at < report.submitted_at


def _added_lines(reports: list[str], identities: set[Any]) -> dict[str, list[str]]:
    rows = frappe.get_all(
        "Gov Progress Row",
        filters={
            "parenttype": REPORT,
            "parent": ["in", reports],
            "accumulation": ["in", [str(one) for one in _ADDED_UP]],
        },
        fields=["parent", "indicator", "activity", "territory", "indicator_name"],
        order_by="parent asc, idx asc",
        limit=0,
    )
    lines: dict[str, list[str]] = {}
    for row in rows:
        if identity_of(row) in identities:
            lines.setdefault(row.parent, []).append(row.indicator_name)
    return lines


def _differing(old: Any, new: Any) -> list[dict[str, str]]:
    return [
        {
            "line": new.indicator_name,
            "label": _(new.meta.get_label(field)),
            "before": show(old.get(field)) if old else "",
            "after": show(new.get(field)),
        }
        for field, show in _SHOWN.items()
        if cstr(new.get(field)) != cstr(old.get(field) if old else None)
    ]


def _differing_evidence(old: Any, new: Any) -> list[dict[str, str]]:
    before, after = _proofs(old), _proofs(new)
    told = {"line": "", "label": _("Evidence")}
    gone = [{**told, "before": before[key], "after": ""} for key in before if key not in after]
    come = [{**told, "before": "", "after": after[key]} for key in after if key not in before]
    return [*gone, *come]


def _proofs(report: Any) -> dict[tuple[str, str], str]:
    return {
        (cstr(proof.row_key), cstr(proof.sha256 or proof.url)): cstr(proof.title)
        for proof in report.evidence
    }
