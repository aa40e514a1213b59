"""Mail about reports: to the reviewers of one submitted, to the authors of one returned."""

from typing import Any
from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import cstr

from govplan import clock
from govplan.approval.acts import RETURN, REVIEW, SUBMIT, Act, act_named
from govplan.approval.decisions import decisions_on, signature
from govplan.approval.guard import standing, state_of
from govplan.notifying import after_commit, mail
from govplan.organisation.holders import holders_on
from govplan.presentation import month_name
from govplan.transparency.language import speaking, town_language
from govplan.transparency.town import portal_address

# After which act who is told: those who may take the next one.
_NEXT = {SUBMIT.label: REVIEW.label, RETURN.label: SUBMIT.label}
_TEMPLATES = {SUBMIT.label: "report_submitted", RETURN.label: "report_returned"}


def tell_after(report: Any, act: Act) -> None:
    """Once the act is kept, mail those whose turn it is, if the act hands the report over."""
    if act.label in _NEXT:
        after_commit("govplan.monitoring.notices.mail_about", name=report.name, act=act.label)


def mail_about(name: str, act: str) -> list[str]:
    """Mail those who may act next on a report; the addresses. Nobody when it has moved on."""
    report = frappe.get_doc("Gov Progress Report", name)
    taken = act_named(report.doctype, act)
    if taken is None or state_of(report) != taken.to_state:
        return []
    decision = decisions_on(report.doctype, name)[-1]
    with speaking(town_language()):
        args = _told(report, decision)
        return mail(_concerned(report, act), _subject(act, args), _TEMPLATES[act], args, report)


def _concerned(report: Any, act: str) -> list[str]:
    """Who may take the next act now: by post and unit, and apart from what they did before."""
    following = act_named(report.doctype, _NEXT[act])
    holders = {held.user for held in holders_on(clock.today()) if held.post in following.posts}
    return [user for user in sorted(holders) if standing(report, following, user)[0]]


def _subject(act: str, told: dict[str, str]) -> str:
    words = {
        SUBMIT.label: _("Report to review: {unit}, {month}"),
        RETURN.label: _("Report returned: {unit}, {month}"),
    }
    # A mail's subject is one line, whatever a unit is called.
    return " ".join(words[act].format(**told).split())


def _told(report: Any, decision: Any) -> dict[str, str]:
    return {
        "unit": cstr(frappe.get_cached_value("Gov Unit", report.unit, "unit_name")),
        "month": month_name(report.period),
        "who": signature(decision),
        "kind_of_reason": _(decision.reason_code) if decision.reason_code else "",
        "reason": cstr(decision.reason),
        "link": f"{portal_address()}/gestion/reportes/{quote(report.name)}",
    }
