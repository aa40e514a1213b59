"""The same file or the same address shown as proof more than once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce
from frappe.utils import cstr

from govplan.organisation.holders import scope
from govplan.presentation import month_name

_REPORT, _ROW, _PROOF = "Gov Progress Report", "Gov Progress Row", "Gov Evidence"


@dataclass(frozen=True)
class Use:
    """Where else a proof is used: a unit's month, and the line, empty for the whole report."""

    unit: str
    unit_name: str
    period: str
    indicator_name: str

    def __str__(self) -> str:
        place = _("{0}, {1}", context="unit, month").format(self.unit_name, month_name(self.period))
        return f"{place}: {self.indicator_name}" if self.indicator_name else place


def other_uses(reports: Iterable[str]) -> dict[str, dict[str, list[Use]]]:
    """Of each report its proofs (name of the row) that are used elsewhere too, with the places.

    Elsewhere is another unit, another month or another line. The versions of one unit's month
    share their proofs and are one place. One statement for any number of reports.
    """
    found: dict[str, dict[str, list[Use]]] = defaultdict(lambda: defaultdict(list))
    for row in _pairs(sorted(set(reports))):
        use = Use(row.unit, cstr(row.unit_name), row.period, cstr(row.indicator_name))
        if use not in found[row.report][row.proof]:
            found[row.report][row.proof].append(use)
    return {report: dict(proofs) for report, proofs in found.items()}


def mark_other_uses(report: Any) -> None:
    """Tell each proof of a report, in `also_used_in`, where else it is used.

    Of units the reader does not see no more is told than that there is one.
    """
    uses, seen = other_uses([report.name]).get(report.name, {}), scope()
    for proof in report.evidence:
        told = [
            str(use) if seen.everything or use.unit in seen.units else _("another unit's report")
            for use in uses.get(proof.name, ())
        ]
        proof.also_used_in = list(dict.fromkeys(told))


def _pairs(reports: list[str]) -> list[Any]:
    if not reports:
        return []
    mine, other = frappe.qb.DocType(_PROOF).as_("mine"), frappe.qb.DocType(_PROOF).as_("other")
    own, its = frappe.qb.DocType(_REPORT).as_("own"), frappe.qb.DocType(_REPORT).as_("its")
    line, unit = frappe.qb.DocType(_ROW), frappe.qb.DocType("Gov Unit")
    another_line = Coalesce(mine.row_key, "") != Coalesce(other.row_key, "")
    elsewhere = (its.unit != own.unit) | (its.period != own.period) | another_line
    return (
        frappe.qb.from_(mine)
        .join(own)
        .on(own.name == mine.parent)
        .join(other)
        .on((other.fingerprint == mine.fingerprint) & (other.name != mine.name))
        .join(its)
        .on(its.name == other.parent)
        .join(unit)
        .on(unit.name == its.unit)
        .left_join(line)
        .on((line.parent == its.name) & (line.row_key == other.row_key))
        .select(
            mine.parent.as_("report"),
            mine.name.as_("proof"),
            its.unit,
            unit.unit_name,
            its.period,
            line.indicator_name,
        )
        .where(mine.parenttype == _REPORT)
        .where(other.parenttype == _REPORT)
        .where(mine.parent.isin(reports))
        .where(elsewhere)
        .orderby(its.period)
        .orderby(unit.lft)
        .orderby(other.idx)
        .run(as_dict=True)
    )
