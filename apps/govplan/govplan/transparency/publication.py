"""Publishing: a month in every format in force, an approved record, a correction, a withdrawal."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, getdate

from govplan import clock
from govplan.approval.decisions import record
from govplan.domain.chain import canonical_json
from govplan.domain.periods import Month
from govplan.errors import BadRecord, Fault, ReasonMissing, WrongState, refuse, refuse_faults
from govplan.monitoring.periods import PUBLISHED, ensure_period
from govplan.transparency import retraction
from govplan.transparency.checks import Check, Preflight, preflight
from govplan.transparency.checks import Subject as Checked
from govplan.transparency.corrections import difference
from govplan.transparency.editions import (
    Correction,
    Issue,
    Subject,
    is_on_time,
    issue,
    month_subject,
    record_subject,
)
from govplan.transparency.evidence import shown_in
from govplan.transparency.formats import organisation
from govplan.transparency.formats.collected import Collected
from govplan.transparency.formats.registry import (
    ORGANISATION_FORMAT,
    RECORD_FORMATS,
    builder_of,
)
from govplan.transparency.language import speaking, town_language
from govplan.transparency.naming import edition_name
from govplan.transparency.packaging import csv_names


def publish_period(period: str) -> list[str]:
    """Publish a month in the formats in force that have no edition of it; names of the new ones.

    Each edition is committed by itself, so an interrupted run is finished by the next. Approved
    data only: late units read as not available and are counted. Raises WrongState before the
    month is over.
    """
    month = _month_over(period)
    record_of_month = _record_of(month)
    names = []
    for fmt in month_formats(month):
        name = _publish_first(fmt, month, record_of_month)
        if name:
            names.append(name)
    _mark_published(period)
    names += _publish_changed_organisation()
    return names


def publish_organisation() -> str:
    """An edition of the organisation as it is today, in the caller's transaction; its name.

    The same content again is the edition that stands. Empty when the town has disabled the
    format. Whoever offers this to people asks for the right to create editions.
    """
    if not frappe.db.get_value("Gov Publication Format", ORGANISATION_FORMAT, "enabled"):
        return ""
    fmt = frappe.get_doc("Gov Publication Format", ORGANISATION_FORMAT)
    with speaking(town_language()):
        subject = Subject(organisation.SUBJECT, cstr(fmt.title))
    collected = builder_of(fmt).collect(clock.today(), fmt)
    return _publish_next(fmt, subject, collected, _("The organisation has changed."))


def dry_run(period: str) -> list[Check]:
    """What the checks would say of each format if the month were published now."""
    month = _month_of(period)
    found = []
    for fmt in month_formats(month):
        subject = month_subject(fmt, ensure_period(month))
        result = _preflight(fmt, month, subject, builder_of(fmt).collect(month, fmt))
        found += [Check(c.code, c.passed, f"{fmt.name}: {c.detail}") for c in result.checks]
    return found


def publish_record(doc: Any) -> str:
    """An edition of an approved plan, event or agreement, in the caller's transaction.

    The same content again is the edition that stands; other content is the next number. Empty
    when the town has disabled the format.
    """
    fmt = frappe.get_doc("Gov Publication Format", RECORD_FORMATS[doc.doctype])
    if not fmt.enabled:
        return ""
    builder = builder_of(fmt)
    subject, collected = record_subject(fmt, doc), builder.collect(doc, fmt)
    return _publish_next(fmt, subject, collected, _("New version approved."))


def correct(format_code: str, period: str, reason: str) -> str:
    """A new edition of a published month with the data approved now; the old one stays.

    Raises PermissionError, ReasonMissing, WrongState when the month was not published, and
    BadRecord when nothing has changed.
    """
    frappe.has_permission("Gov Edition", "create", throw=True)
    reason = (reason or "").strip()
    if not reason:
        _refuse_without_reason(_("Say why the published edition is corrected."))
    fmt = frappe.get_doc("Gov Publication Format", format_code)
    earlier = _newest({"format": format_code, "period": period})
    if earlier is None:
        refuse(_("{0} was not published in {1}.").format(fmt.title, period), WrongState)
    month = Month.parse(period)
    collected = builder_of(fmt).collect(month, fmt)
    if not earlier.withdrawn_on and _same(earlier, collected):
        words = _("Nothing has changed since {0}: there is nothing to correct.")
        refuse(words.format(earlier.name), BadRecord)
    subject = month_subject(fmt, ensure_period(month))
    checked = _preflight(fmt, month, subject, collected)
    correction = Correction(earlier.name, reason, _told(fmt, earlier, collected))
    return issue(Issue(fmt, subject, collected, earlier.number + 1, checked, correction))


def withdraw(edition: str, reason: str) -> None:
    """Take an edition off the portal; its place, its hashes and the reason stay to be seen.

    Raises PermissionError, ReasonMissing, and WrongState when it was withdrawn before.
    """
    doc = frappe.get_doc("Gov Edition", edition)
    doc.check_permission("submit")
    reason = (reason or "").strip()
    if not reason:
        _refuse_without_reason(_("Say why the edition is withdrawn."))
    if doc.withdrawn_on:
        refuse(_("{0} was withdrawn before.").format(doc.name), WrongState)
    doc.flags.made_by_publication = True
    doc.withdrawn_on, doc.withdrawal_reason = clock.now().replace(microsecond=0), reason
    doc.save()
    retraction.hide_files(doc)
    record(doc, "Withdraw", from_state="Published", to_state="Withdrawn", reason=reason)


def month_formats(month: Month) -> list[Any]:
    """The enabled formats of months that are in force on the month's last day."""
    names = frappe.get_all(
        "Gov Publication Format",
        filters={"enabled": 1, "subject": "Month"},
        fields=["name", "valid_from", "valid_to"],
        order_by="name asc",
        limit=0,
    )
    return [
        frappe.get_doc("Gov Publication Format", row.name)
        for row in names
        if _holds(row, month.last_day)
    ]


def _publish_next(fmt: Any, subject: Subject, collected: Collected, reason: str) -> str:
    """The edition that stands when it says the same, else the next one; its name."""
    earlier = _newest({"format": fmt.name, "subject_name": subject.key})
    if earlier is None:
        return issue(Issue(fmt, subject, collected, 1))
    if not earlier.withdrawn_on and _same(earlier, collected):
        return cstr(earlier.name)
    correction = Correction(earlier.name, reason, _told(fmt, earlier, collected))
    return issue(Issue(fmt, subject, collected, earlier.number + 1, correction=correction))


def _publish_changed_organisation() -> list[str]:
    """The organisation's edition and its commit, when it says something new."""
    of_organisation = {"format": ORGANISATION_FORMAT, "subject_name": organisation.SUBJECT}
    before = _newest(of_organisation)
    try:
        name = publish_organisation()
    except frappe.DuplicateEntryError:
        frappe.db.rollback()
        return []
    frappe.db.commit()
    return [name] if name and (before is None or before.name != name) else []


def _refuse_without_reason(words: str) -> None:
    refuse_faults([Fault("", "reason", words, ReasonMissing)])


def _holds(fmt: Any, on: date) -> bool:
    begun = not fmt.valid_from or getdate(fmt.valid_from) <= on
    return begun and (not fmt.valid_to or getdate(fmt.valid_to) >= on)


def _month_of(period: str) -> Month:
    try:
        return Month.parse(period)
    except ValueError:
        refuse(_("{0} is not a month. Write it as 2021-10.").format(period), BadRecord)
        raise


def _month_over(period: str) -> Month:
    month = _month_of(period)
    if month.last_day >= clock.today():
        words = _("{0} is not over yet: its figures can be published from {1} on.")
        refuse(words.format(period, month.next().first_day.strftime("%d/%m/%Y")), WrongState)
    return month


def _record_of(month: Month) -> Any:
    """The month's record, committed; made here or, a moment earlier, by another process."""
    try:
        period = ensure_period(month)
    except frappe.DuplicateEntryError:
        frappe.db.rollback()
        period = ensure_period(month)
    frappe.db.commit()
    return period


def _publish_first(fmt: Any, month: Month, period: Any) -> str | None:
    """Edition 1 and its commit; None when there is one, also when another process was faster."""
    subject = month_subject(fmt, period)
    if frappe.db.exists("Gov Edition", edition_name(fmt.name, subject.key, 1)):
        return None
    collected = builder_of(fmt).collect(month, fmt)
    checked = _preflight(fmt, month, subject, collected)
    try:
        name = issue(Issue(fmt, subject, collected, 1, checked))
    except frappe.DuplicateEntryError:
        frappe.db.rollback()
        return None
    frappe.db.commit()
    return name


def _mark_published(period: str) -> None:
    if frappe.db.get_value("Gov Reporting Period", period, "state") != PUBLISHED:
        stamp = {"state": PUBLISHED, "published_at": clock.now().replace(microsecond=0)}
        # The calendar holds the month's record while it publishes, and saves it afterwards.
        frappe.db.set_value("Gov Reporting Period", period, stamp, update_modified=False)
        frappe.db.commit()


def _preflight(fmt: Any, month: Month, subject: Subject, collected: Collected) -> Preflight:
    builder = builder_of(fmt)
    with speaking(builder.language or town_language()):
        tables = builder.tables(collected.content)
        name = edition_name(fmt.name, subject.key, 1)
        checked = Checked(
            month=month,
            tables=tables,
            file_names=tuple(csv_names(name, tables, builder.csv_name)),
            is_on_time=is_on_time(subject, clock.now()),
            coverage=collected.coverage,
            is_scored=builder.is_scored,
        )
        return preflight(checked)


def _newest(of: dict[str, str]) -> Any:
    """The last edition of a month or record, the withdrawn ones too."""
    return frappe.db.get_value(
        "Gov Edition",
        {**of, "docstatus": 1},
        ["name", "number", "content", "withdrawn_on"],
        as_dict=True,
        order_by="number desc",
    )


def _same(earlier: Any, collected: Collected) -> bool:
    """Whether the content is the published one but for the addresses of evidence."""
    return _by_hash(earlier.content) == _by_hash(canonical_json(collected.content).decode("utf-8"))


def _told(fmt: Any, earlier: Any, collected: Collected) -> tuple[str, ...]:
    builder = builder_of(fmt)
    now = canonical_json(collected.content).decode("utf-8")
    with speaking(builder.language or town_language()):
        before, after = (builder.tables(_by_hash(one)) for one in (earlier.content, now))
        return tuple(difference(before, after))


def _by_hash(content: str) -> Any:
    """An edition's content with its files called by what is in them: their addresses come with
    the edition."""
    read = frappe.parse_json(content)
    for piece in shown_in(read):
        if piece["kind"] == "File":
            piece["url"] = f"{piece['title']} (SHA-256 {cstr(piece['sha256'])[:12]})"
    return read
