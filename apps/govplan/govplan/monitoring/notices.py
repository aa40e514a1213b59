"""Notices about reports, and mail to those whose turn it is: who is told of which act."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr

from govplan.approval.acts import APPROVE, RETURN, REVIEW, SUBMIT, Act
from govplan.approval.decisions import decisions_on, signature
from govplan.approval.notices import NEXT, concerned, page_of, still_holds
from govplan.approval.remarks import place_of, unanswered
from govplan.notifying import (
    after_commit,
    leave_notice,
    mail,
    one_line,
    retire_reminders,
    want_digest,
)
from govplan.presentation import month_name
from govplan.transparency.language import speaking, town_language
from govplan.transparency.town import portal_address

_TEMPLATES = {SUBMIT.label: "report_submitted", RETURN.label: "report_returned"}
# What cannot wait for a digest.
_AT_ONCE = frozenset({RETURN.label})


def tell_after(report: Any, act: Act) -> None:
    """Once the act is kept, tell those it concerns, if the act hands the report over."""
    if act.label in NEXT:
        after_commit("govplan.monitoring.notices.tell", name=report.name, act=act.label)


def tell(name: str, act: str) -> list[str]:
    """Leave those concerned by an act a notice and mail those whose turn it is; the addresses.

    Nobody is told when the report has moved on.
    """
    report = frappe.get_doc("Gov Progress Report", name)
    if not still_holds(report, act):
        return []
    retire_reminders(report.doctype, [name])
    decision = decisions_on(report.doctype, name)[-1]
    people = concerned(report, act)
    with speaking(town_language()):
        args = _told(report, decision)
        subject = _subject(act, args)
        leave_notice(people, subject, page_of(report.doctype, name), report, decision.person)
        if act not in _TEMPLATES:
            return []
        at_once = people if act in _AT_ONCE else sorted({*people} - want_digest(people))
        return mail(at_once, subject, _TEMPLATES[act], args, report)


def _subject(act: str, told: dict[str, str]) -> str:
    words = {
        SUBMIT.label: _("Report to review: {unit}, {month}"),
        REVIEW.label: _("Report to approve: {unit}, {month}"),
        APPROVE.label: _("Report approved: {unit}, {month}"),
        RETURN.label: _("Report returned: {unit}, {month}"),
    }
    return one_line(words[act].format(**told))


def _told(report: Any, decision: Any) -> dict[str, Any]:
    return {
        "unit": cstr(frappe.get_cached_value("Gov Unit", report.unit, "unit_name")),
        "month": month_name(report.period),
        "who": signature(decision),
        "kind_of_reason": _(decision.reason_code) if decision.reason_code else "",
        "reason": cstr(decision.reason),
        "remarks": [f"{place_of(one)}: {one.text}" for one in unanswered(report)],
        "link": f"{portal_address()}{page_of(report.doctype, report.name)}",
    }
