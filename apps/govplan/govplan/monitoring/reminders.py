"""Reminders: around each last day, to those who can act, until they have; and the daily digest."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import frappe
from frappe.utils import cint

from govplan import clock
from govplan.domain.reminders import (
    CATCH_UP,
    ReminderRules,
    day_to_remind,
    last_chance,
    read_days,
)
from govplan.domain.working_days import is_working_day
from govplan.monitoring.digests import DIGEST, Digests
from govplan.monitoring.job_runs import JobRun, run_alone
from govplan.monitoring.periods import holidays
from govplan.monitoring.reminder_words import mail_digest, tell_of
from govplan.monitoring.waiting import Waiting, waiting_reports
from govplan.notifying import can_send, want_digest
from govplan.transparency.language import speaking, town_language

JOB = "remind"


@dataclass(frozen=True)
class Due:
    """A reminder of a report that waits, the day it was to be sent, and whether that is the last
    one on which something can be done in time."""

    waiting: Waiting
    day: date
    is_last_chance: bool


def remind(now: datetime | None = None) -> None:
    """Send what is due at this moment; from the hour of the settings on, on working days.

    Safe to run twice, late, or while another run is at it: a reminder is one person, report and
    day, and each leaves a Gov Reminder in the transaction that tells of it. A person who cannot
    be told holds up nobody else: the first failure is raised when the rest is done.
    """
    with clock.standing_at(now) if now else nullcontext():
        if _is_time():
            _remind_alone()


def _is_time() -> bool:
    today = clock.today()
    is_hour = clock.now().hour >= cint(_settings().reminder_hour)
    return is_hour and is_working_day(today, holidays(today, today))


def _remind_alone() -> None:
    with run_alone(JOB) as run:
        if run is None:
            return
        failures = _remind_everybody(run, clock.today())
    if failures:
        raise failures[0]


def _remind_everybody(run: JobRun, today: date) -> list[Exception]:
    waiting = waiting_reports(today)
    due = _by_person(_due(waiting, today))
    digests = Digests(today)
    concerned = {*due, *digests.news, *(user for one in waiting for user in one.people)}
    people = _enabled(concerned)
    mails = can_send()
    in_digest = want_digest(people) if mails else set()
    failures = []
    for user in people:
        if user in in_digest:
            own = [one for one in waiting if user in one.people and one.is_possible]
            step = partial(_remind_in_digest, user, due[user], own, digests)
        else:
            step = partial(_remind, user, due[user], mails)
        told = _attempt(run, user, step)
        failures += [told] if told else []
    return failures


def _attempt(run: JobRun, user: str, step: Callable[[], list[str]]) -> Exception | None:
    try:
        with speaking(town_language()):
            lines = step()
        frappe.db.commit()
        run.note(*lines)
    except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
        # Somebody else reminded them at the same moment.
        frappe.db.rollback()
    except Exception as failure:  # noqa: BLE001 — whatever it is, the others are reminded
        frappe.db.rollback()
        frappe.log_error(title=f"{JOB} {user}")
        frappe.db.commit()
        return failure
    return None


def _remind(user: str, due: list[Due], by_mail: bool) -> list[str]:
    """A notice, and a mail, of each group of reminders; what was sent, for the job's record."""
    return [_tell(user, group, by_mail) for group in _groups(due)]


def _remind_in_digest(
    user: str, due: list[Due], waiting: list[Waiting], digests: Digests
) -> list[str]:
    """Notices of all that is due; at once by mail only what cannot wait for tomorrow."""
    lines = [_tell(user, group, by_mail=group[0].is_last_chance) for group in _groups(due)]
    news = digests.news.get(user, [])
    if user in digests.sent_today or not (news or any(not one.is_last_chance for one in due)):
        return lines
    mailed = mail_digest(user, waiting, news)
    _keep(user, "", DIGEST, digests.today, mailed)
    return [*lines, f"{user} {DIGEST}"]


def _tell(user: str, group: list[Due], by_mail: bool) -> str:
    mailed = tell_of(user, [one.waiting for one in group], by_mail)
    for one in group:
        _keep(user, one.waiting.report, one.waiting.act, one.day, mailed)
    return f"{user} {group[0].waiting.act} {len(group)}"


def _due(waiting: list[Waiting], today: date) -> list[tuple[str, Due]]:
    """(person, reminder) of all that is due and was not sent."""
    sent = _sent(today)
    rules, free = _rules(), _free_days(waiting, today)
    found = []
    for one in waiting:
        day = one.last_day and day_to_remind(one.last_day, today, rules, free)
        if day and not (one.since and day <= one.since):
            due = Due(one, day, day == last_chance(one.last_day, free))
            found += [
                (user, due) for user in one.people if (user, one.report, one.act, day) not in sent
            ]
    return found


def _sent(today: date) -> set[tuple[str, str, str, date]]:
    rows = frappe.get_all(
        "Gov Reminder",
        filters={"due_day": [">=", (today - CATCH_UP).isoformat()]},
        fields=["for_user", "report", "act", "due_day"],
        order_by="name asc",
        limit=0,
    )
    return {(row.for_user, row.report, row.act, row.due_day) for row in rows}


def _rules() -> ReminderRules:
    settings = _settings()
    return ReminderRules(
        before=read_days(settings.reminder_days_before or ""),
        after=read_days(settings.reminder_days_after or ""),
    )


def _free_days(waiting: list[Waiting], today: date) -> frozenset[date]:
    """Holidays over all the days reminders can fall on."""
    days = [one.last_day for one in waiting if one.last_day] or [today]
    margin = 10 * CATCH_UP
    return holidays(min(*days, today) - margin, max(*days, today) + margin)


def _by_person(found: Iterable[tuple[str, Due]]) -> defaultdict[str, list[Due]]:
    grouped: defaultdict[str, list[Due]] = defaultdict(list)
    for user, due in found:
        grouped[user].append(due)
    return grouped


def _groups(due: list[Due]) -> list[list[Due]]:
    """What is said in one notice: the same act, month and days."""
    groups: dict[tuple, list[Due]] = {}
    for one in due:
        told = one.waiting
        key = (told.act, told.period, told.last_day, one.day, told.is_possible)
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _enabled(users: set[str]) -> list[str]:
    found = {"name": ["in", sorted(users)], "enabled": 1}
    return frappe.get_all("User", filters=found, pluck="name", order_by="name asc", limit=0)


def _keep(user: str, report: str, act: str, day: date, mailed: bool) -> None:
    reminder = frappe.new_doc("Gov Reminder")
    reminder.update({"for_user": user, "report": report, "act": act, "due_day": day})
    reminder.update({"sent_at": clock.now().replace(microsecond=0), "mailed": int(mailed)})
    reminder.flags.written_by_the_job = True
    # Nobody has the right to write this log by hand.
    reminder.insert(ignore_permissions=True)


def _settings() -> frappe._dict:
    return frappe.get_cached_doc("Gov Settings")
