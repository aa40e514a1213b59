"""What a reminder and a digest say, as a notice and as a mail."""

from operator import attrgetter

import frappe
from frappe import _

from govplan import clock
from govplan.approval.acts import APPROVE, REVIEW, SUBMIT
from govplan.approval.notices import page_of
from govplan.monitoring.waiting import Waiting
from govplan.notifying import leave_notice, mail, retire_reminders
from govplan.presentation import day as day_in_words
from govplan.presentation import month_name
from govplan.transparency.town import portal_address

_DOCTYPE = "Gov Progress Report"
_LISTS = {
    SUBMIT.label: "/gestion/mi-mes",
    REVIEW.label: "/gestion/bandeja",
    APPROVE.label: "/gestion/bandeja",
}


def tell_of(user: str, waiting: list[Waiting], by_mail: bool) -> bool:
    """Leave a person one notice of reports that wait for the same act until the same day, and
    mail it if asked to; whether a mail went out."""
    subject = _subject(waiting)
    about = _about(waiting[0])
    retire_reminders(about.doctype, [one.report for one in waiting], user)
    leave_notice([user], subject, _path(waiting), about)
    if not by_mail:
        return False
    args = {"said": _said(waiting[0]), "reports": _listed(waiting), "act": waiting[0].act}
    return bool(mail([user], subject, "reminder", args, about))


def mail_digest(user: str, waiting: list[Waiting], news: list[frappe._dict]) -> bool:
    """One mail with everything that waits for a person, and what happened since the last one."""
    subject = _("Your reports on {0}").format(day_in_words(clock.today()))
    mine = sorted(waiting, key=attrgetter("act", "period", "unit_name"))
    acts = [
        (title, _listed([one for one in mine if one.act == act]))
        for act, title in (
            (SUBMIT.label, _("To report")),
            (REVIEW.label, _("To review")),
            (APPROVE.label, _("To approve")),
        )
    ]
    args = {
        "lists": [(title, reports) for title, reports in acts if reports],
        "news": [{"subject": one.subject, "link": _address(one.link)} for one in news],
        "choice": _address("/gestion/avisos"),
    }
    return bool(mail([user], subject, "digest", args, _about(waiting[0] if waiting else None)))


def _subject(waiting: list[Waiting]) -> str:
    first = waiting[0]
    names = {
        "month": month_name(first.period),
        "what": first.unit_name if len(waiting) == 1 else _("{0} reports").format(len(waiting)),
        "day": day_in_words(first.last_day),
    }
    return _words(first).format(**names)


def _words(one: Waiting) -> str:
    today = clock.today()
    if one.last_day < today:
        return {
            SUBMIT.label: _("Not reported: {what}, {month} (it was due on {day})"),
            REVIEW.label: _("Not reviewed: {what}, {month} (it was due on {day})"),
            APPROVE.label: _("Not approved: {what}, {month} (it was due on {day})"),
        }[one.act]
    if one.last_day == today:
        return {
            SUBMIT.label: _("Last day to report: {what}, {month}"),
            REVIEW.label: _("Last day to review: {what}, {month}"),
            APPROVE.label: _("Last day to approve: {what}, {month}"),
        }[one.act]
    return {
        SUBMIT.label: _("To report until {day}: {what}, {month}"),
        REVIEW.label: _("To review until {day}: {what}, {month}"),
        APPROVE.label: _("To approve until {day}: {what}, {month}"),
    }[one.act]


def _said(one: Waiting) -> str:
    """What can be done about it."""
    if not one.is_possible:
        return _(
            "The month is closed and takes no more reports; what is missing is published as not "
            "reported. If the unit can report it, ask planning for an exception."
        )
    return {
        SUBMIT.label: _("Write what was done and submit it; a draft is not a report yet."),
        REVIEW.label: _("Review it or return it with a reason."),
        APPROVE.label: _("Approve it or return it with a reason."),
    }[one.act]


def _listed(waiting: list[Waiting]) -> list[dict[str, str]]:
    return [
        {
            "title": f"{one.unit_name}, {month_name(one.period)}",
            "state": _(one.state),
            "last_day": day_in_words(one.last_day) if one.last_day else "",
            "link": _address(page_of(_DOCTYPE, one.report)),
        }
        for one in waiting
    ]


def _path(waiting: list[Waiting]) -> str:
    return page_of(_DOCTYPE, waiting[0].report) if len(waiting) == 1 else _LISTS[waiting[0].act]


def _address(path: str) -> str:
    return f"{portal_address()}{path}"


def _about(one: Waiting | None) -> frappe._dict:
    """The record the notice is filed under."""
    if one is None:
        return frappe._dict(doctype="Gov Settings", name="Gov Settings")
    return frappe._dict(doctype=_DOCTYPE, name=one.report)
